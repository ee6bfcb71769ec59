"""What pages of calls for action ask, and the bodies made of it (WM 5)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.questions import Group, Part, Question, Rows, pruned

Q = Question
ABOUT = ("about_kind", "about_id")
"""What the form says itself: the meeting or the crisis from whose page one came."""
_WHAT: tuple[Part, ...] = (
    Q("about_kind", "hidden"),
    Q("about_id", "hidden"),
    Q("kind", "choice", "action_kind", needed=True, called="action_kind"),
    Rows("wordings", (
        Q("language", "choice", "languages", needed=True),
        Q("title", needed=True),
        Q("text", "text", needed=True),
    ), needed=True),
    Q("due_on", "date", needed=True, bound="coming", called="due"),
    Q("functional_areas", "many", "functional_areas"),
    Q("countries", "several", "states"),
    Q("asked", "several", "offerers", called="asked_to_act"),
)  # fmt: skip
CALL: tuple[Part, ...] = (*_WHAT, Q("open_to_all", "flag"))
REVISION: tuple[Part, ...] = _WHAT
ANSWER: tuple[Part, ...] = (
    Q("answer", "choice", "action_word", needed=True),
    Q("what", "text", called="action_what"),
    Q("by", "date", bound="coming", called="due"),
    Q("reason_code", "choice", "decline_reasons"),
    Q("shown", "flag", called="action_shown"),
)
SHOWING: tuple[Part, ...] = (Q("shown", "flag", called="action_shown"),)
_DONE: tuple[Part, ...] = (
    Q("text", "text", needed=True, called="action_done"),
    Q("done_on", "date", needed=True, bound="past"),
    Q("evidence", called="action_evidence"),
)
REPORT: tuple[Part, ...] = (Q("corrects", "choice", "own_reports", called="action_corrects"), *_DONE)
MONEY_REPORT: tuple[Part, ...] = (*REPORT, Group("raised", (Q("amount"), Q("unit", "choice", "units"))))
BACK: tuple[Part, ...] = (Q("number", "choice", "own_reports", needed=True, called="action_report"),)
CLOSING: tuple[Part, ...] = (
    Q("text", "text", needed=True, called="outcome_words"),
    Q("language", "choice", "languages", needed=True),
)
ALL: tuple[tuple[Part, ...], ...] = (CALL, REVISION, ANSWER, SHOWING, REPORT, MONEY_REPORT, BACK, CLOSING)
"""Every form here; their labels are words of the catalogue."""


def call_body(typed: Mapping[str, Any]) -> dict[str, Any]:
    """A call as its owner takes it."""
    body: dict[str, Any] = pruned({name: one for name, one in typed.items() if name not in ABOUT}) or {}
    if typed.get("about_id"):
        body["about"] = {"kind": typed.get("about_kind", ""), "item_id": typed["about_id"]}
    return body


def begun(state: Mapping[str, Any]) -> dict[str, Any]:
    """A form filled with a call as it stands; further parties are asked, nobody is taken out."""
    content = state["content"]
    about = content.get("about") or {}
    filled = {"about_kind": about.get("kind", ""), "about_id": about.get("item_id", ""), "due_on": state["due_on"]}
    return dict(content) | filled


def word_body(typed: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A party's word as its owner takes it."""
    body: dict[str, Any] = pruned(dict(typed)) or {}
    spoken = {"language": language} if body.get("what") else {}
    return {**body, **spoken, "shown": bool(typed.get("shown"))}


def report_body(typed: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What a party did as its owner takes it."""
    body: dict[str, Any] = pruned(dict(typed)) or {}
    if (body.get("raised") or {}).get("amount") is None:
        body.pop("raised", None)
    corrects = body.pop("corrects", None)
    return {**body, "language": language, **({"corrects": int(corrects)} if corrects else {})}
