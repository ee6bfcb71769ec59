"""What pages of capacity assessments ask, and the body made of it (WM 13, 14)."""

from typing import Any

from services.console.forms.of_engagements import EVIDENCE
from services.console.forms.questions import Group, Part, Question, Rows, pruned

Q = Question
CONTENT: tuple[Part, ...] = (
    Q("title", needed=True),
    Q("language", "choice", "languages", needed=True),
    Q("method", "choice", "assessment_methods", needed=True),
    Q("own_method", "text"),
    Group("period", (Q("start", "date", needed=True), Q("end", "date", needed=True))),
    Q("done_by"),
    Q("done_with", "text"),
    Q("summary", "text"),
    Rows("areas", (
        Q("line_id", "hidden"),
        Q("functional_area", "choice", "functional_areas", needed=True),
        Q("present_capacity", "text"),
        Q("gap", "text"),
        Q("priority", "choice", "priority"),
        EVIDENCE,
    )),
)  # fmt: skip
PLAN: tuple[Part, ...] = (*CONTENT, Q("replaces", "choice", "replaceable"))
HAND: tuple[Part, ...] = (
    Q("party", "choice", "offerers", needed=True),
    Q("role", "choice", "assessment_role", needed=True, called="hand_role"),
)
HAND_END: tuple[Part, ...] = (Q("party", "choice", "hands", needed=True),)
DRAFT: tuple[Part, ...] = (Q("line_ids", "many", "assessed_lines", called="assessed_lines"),)
ALL: tuple[tuple[Part, ...], ...] = (PLAN, HAND, HAND_END, DRAFT)
"""Every form here; their labels are words of the catalogue."""


def typed_of(content: dict[str, Any]) -> dict[str, Any]:
    """An assessment as its form has it: who takes part stands line by line."""
    return content | {"done_with": "\n".join(content.get("done_with") or [])}


def content_of(typed: dict[str, Any]) -> dict[str, Any]:
    """As the gateway takes it."""
    made: dict[str, Any] = pruned({name: value for name, value in typed.items() if name != "replaces"}) or {}
    made["doneWith"] = [one.strip() for one in made.pop("done_with", "").splitlines() if one.strip()]
    areas = made.pop("areas", [])
    used = {one["line_id"] for one in areas if "line_id" in one}
    free = (str(n) for n in range(1, 1000) if str(n) not in used)
    made["areas"] = [_area(one, one.get("line_id") or next(free)) for one in areas]
    made["period"] = {"start": "", **made.get("period", {})}
    # What is needed and was left empty is the owner's to name.
    return _camel({"title": "", "language": "", "method": "", **made})


def _area(one: dict[str, Any], line_id: str) -> dict[str, Any]:
    evidence = [{"title": "", "link": "", **each} for each in one.get("evidence", [])]
    return _camel({"functional_area": "", **one, "line_id": line_id, "evidence": evidence})


def _camel(said: dict[str, Any]) -> dict[str, Any]:
    """Names of fields as GraphQL writes them, of one object."""
    return {_named(name): value for name, value in said.items()}


def _named(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(one.capitalize() for one in others)
