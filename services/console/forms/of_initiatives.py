"""What pages of pilots and the quality-assurance initiative ask, and the bodies made of it (WM 7, 11)."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.console.forms.questions import Group, Part, Question, Rows, pruned

Q = Question
LANGUAGE = Q("language", "choice", "languages", needed=True)
_WHAT: tuple[Part, ...] = (
    Q("kind", "choice", "initiative_kind", needed=True, called="initiative_kind"),
    Q("title", needed=True),
    Q("aim", "text", needed=True),
    LANGUAGE,
    Q("functional_areas", "many", "functional_areas", needed=True),
    Group("period", (Q("start", "date", needed=True), Q("end", "date"))),
    Q("places"),
    Q("judged_by", "text"),
)
OPEN: tuple[Part, ...] = (Q("country", "hidden"), *_WHAT, Q("partner", "choice", "offerers", called="beside_state"))
PROPOSE: tuple[Part, ...] = (Q("country", "choice", "states", needed=True), *_WHAT)
ANSWER: tuple[Part, ...] = (Q("answer", "choice", "initiative_answer", needed=True), Q("reason", "text"))
STATES_ANSWER: tuple[Part, ...] = (ANSWER[0], Q("partner", "choice", "offerers", called="beside_state"), ANSWER[1])
DIAGNOSIS: tuple[Part, ...] = (
    Q("held_on", "date", needed=True, bound="past"),
    LANGUAGE,
    Rows("areas", (
        Q("functional_area", "choice", "functional_areas", needed=True),
        Q("standing", "choice", "area_standing", needed=True, called="area_standing"),
        Q("text", "text", called="words"),
    ), needed=True),
    Q("summary", "text"),
)  # fmt: skip
STEPS: tuple[Part, ...] = (
    Rows("steps", (
        Q("title", needed=True),
        Q("due_on", "date", needed=True, bound="coming", called="due"),
        Q("by", "choice", "initiative_side", needed=True),
    ), least=2, needed=True),
)  # fmt: skip
STEP_DONE: tuple[Part, ...] = (
    Q("step", "choice", "own_steps", needed=True, called="which_step"),
    Q("done_on", "date", needed=True, bound="past"),
)
CYCLE: tuple[Part, ...] = (
    Q("held_on", "date", needed=True, bound="past"),
    LANGUAGE,
    Q("sampled", "choice", "sampled", needed=True),
    Q("sample", needed=True),
    Rows("findings", (
        Q("functional_area", "choice", "functional_areas", needed=True),
        Q("fault", "choice", "audit_fault", needed=True, called="audit_fault"),
        Q("count", needed=True, called="in_files"),
    )),
    Rows("recommendations", (
        Q("functional_area", "choice", "functional_areas", needed=True),
        Q("text", "text", needed=True, called="words"),
    )),
    Rows("follow_ups", (
        Q("recommendation", "choice", "open_recommendations", needed=True, called="which_recommendation"),
        Q("standing", "choice", "followed_up", needed=True, called="followed_up"),
        Q("text", "text", called="words"),
    ), least=0, fixed=True),
    Q("auditors", "text"),
)  # fmt: skip
RECOMMENDATION: tuple[Part, ...] = (
    Q("which", "choice", "open_recommendations", needed=True, called="which_recommendation"),
    Q("answer", "choice", "recommendation_word", needed=True),
    Q("text", "text", called="words"),
)
READERS: tuple[Part, ...] = (
    Q("readers", "several", "offerers", called="initiative_readers"),
    Q("with_figures", "flag"),
)
PRACTICE: tuple[Part, ...] = (Q("practice_id", "choice", "own_practices", needed=True, called="led_to"),)
CLOSING: tuple[Part, ...] = (
    Q("end", "choice", "initiative_end", needed=True, called="initiative_end"),
    Q("judged", "choice", "judgement", called="judgement"),
    Q("text", "text", needed=True, called="outcome_words"),
    LANGUAGE,
)
ALL: tuple[tuple[Part, ...], ...] = (
    OPEN, PROPOSE, ANSWER, STATES_ANSWER, DIAGNOSIS, STEPS, STEP_DONE, CYCLE, RECOMMENDATION, READERS, PRACTICE, CLOSING,
)  # fmt: skip
"""Every form here; their labels are words of the catalogue."""


def cycle_body(typed: Mapping[str, Any]) -> dict[str, Any]:
    """A round as its owner takes it."""
    body: dict[str, Any] = pruned({name: one for name, one in typed.items() if name != "auditors"}) or {}
    auditors = [one.strip() for one in str(typed.get("auditors") or "").splitlines() if one.strip()]
    findings = [{**one, "count": number(one.get("count"))} for one in body.get("findings", [])]
    followed = [{**one, "recommendation": number(one.get("recommendation"))} for one in body.get("follow_ups", [])]
    return body | {
        "sample": number(body.get("sample")),
        "findings": findings,
        "follow_ups": followed,
        "auditors": auditors,
    }


def number(said: Any) -> Any:
    """A whole number as it was typed; what is none stays as it is, for the owner to name."""
    return int(said) if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) < 10 else said


def numbered(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Numbered things to choose from, by their numbers and words."""
    return [(str(one["number"]), f"{one['number']}. {one.get('title') or one.get('text') or ''}"[:160]) for one in rows]
