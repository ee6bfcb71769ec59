"""What pages of organisations ask, and the body made of it (WM 3)."""

from typing import Any

from services.console.forms.questions import Part, Question, Rows, pruned

Q = Question
NAMES = Rows("names", (Q("language", "choice", "languages", needed=True), Q("name", needed=True)), needed=True)
ORGANISATION: tuple[Part, ...] = (
    NAMES,
    Q("kind", "choice", "organisation_kinds", needed=True, called="organisation_kind"),
    Q("seat", "choice", "states", needed=True),
    Q("website"),
    Q("registration"),
    Q("statement", "text", needed=True, called="organisation_statement"),
    Q("language", "choice", "languages", needed=True),
    Q("across_regions", "flag"),
)
REGISTRATION: tuple[Part, ...] = (Q("code", needed=True, called="organisation_code"), Q("since", "date", bound="past"))
REFUSAL: tuple[Part, ...] = (
    Q("reason", "choice", "organisation_refusal", needed=True, called="refusal_reason"),
    Q("words", "text", needed=True),
    Q("language", "choice", "languages", needed=True),
)
RENAMING: tuple[Part, ...] = (Q("since", "date", needed=True), NAMES)
MERGER: tuple[Part, ...] = (Q("into", "choice", "organisations", needed=True),)
END: tuple[Part, ...] = (Q("until", "date", needed=True, bound="past"),)
ALL: tuple[tuple[Part, ...], ...] = (ORGANISATION, REGISTRATION, REFUSAL, RENAMING, MERGER, END)
"""Every form here; their labels are words of the catalogue."""
_NEEDED = {"kind": "", "seat": "", "statement": "", "language": ""}


def body(typed: dict[str, Any]) -> dict[str, Any]:
    """What an organisation says of itself, as the gateway takes it: what is needed and was not typed is its owner's to name."""
    made: dict[str, Any] = pruned(typed) or {}
    across = {"acrossRegions": bool(made.pop("across_regions", False))}
    return _NEEDED | {"names": names(typed)} | {key: one for key, one in made.items() if key != "names"} | across


def names(typed: dict[str, Any]) -> list[dict[str, str]]:
    """Names by their language."""
    return [{"language": one.get("language", ""), "name": one.get("name", "")} for one in typed.get("names", [])]
