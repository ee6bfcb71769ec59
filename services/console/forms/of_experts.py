"""What pages of experts ask, and the body made of it (WM 7)."""

from typing import Any

from services.console.forms.questions import Group, Part, Question, Rows, pruned

Q = Question
EXPERT: tuple[Part, ...] = (
    Q("title", needed=True, called="post"),
    Q("language", "choice", "languages", needed=True),
    Q("summary", "text"),
    Q("functional_areas", "many", "functional_areas", needed=True),
    Q("languages", "many", "languages"),
    Q("legal_traditions", "many", "legal_traditions"),
    Q("experience_years"),
    Q("level", "choice", "level"),
    Rows("certifications", (
        Q("title", needed=True),
        Q("issuer", needed=True),
        Q("issued_on", "date", needed=True, bound="past"),
        Q("valid_until", "date"),
    )),
    Q("visibility", "choice", "visibility", needed=True),
)  # fmt: skip
AWAY: tuple[Part, ...] = (Rows("unavailable", (Q("start", "date", needed=True), Q("end", "date")), least=2),)
DEPLOYMENT: tuple[Part, ...] = (
    Q("engagement_id", "choice", "own_engagements", needed=True),
    Group("period", (Q("start", "date", needed=True), Q("end", "date"))),
)
NUMBER: tuple[Part, ...] = (Q("number", "choice", "deployments", needed=True, called="deployment"),)
PERSON: tuple[Part, ...] = (*NUMBER, Group("person", (Q("name", needed=True), Q("post"), Q("email"))))
APPRAISAL: tuple[Part, ...] = (
    *NUMBER,
    Q("judgement", "choice", "judgement", needed=True),
    Q("text", "text", needed=True),
    Q("language", "choice", "languages", needed=True),
)
ALL: tuple[tuple[Part, ...], ...] = (EXPERT, AWAY, DEPLOYMENT, PERSON, APPRAISAL)
"""Every form here; their labels are words of the catalogue."""


def body(typed: dict[str, Any]) -> dict[str, Any]:
    """The profile as its owner takes it; years are a number, and what was typed otherwise is the owner's to name."""
    made: dict[str, Any] = pruned(typed) or {}
    years = str(made.get("experience_years", ""))
    return made | ({"experience_years": int(years)} if years.isascii() and years.isdigit() and len(years) < 4 else {})


def days(typed: dict[str, Any]) -> dict[str, Any]:
    """A period as the gateway takes it: what is open has no end."""
    return {"start": typed.get("start") or None, "end": typed.get("end") or None}


def number(typed: dict[str, Any]) -> int:
    """The number of a deployment; 0, which is none, where nothing was chosen."""
    given = str(typed.get("number", ""))
    return int(given) if given.isascii() and given.isdigit() and len(given) < 4 else 0
