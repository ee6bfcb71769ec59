"""What is asked of a party that records what it does itself, and the body made of it (WM 13)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.questions import Group, Part, Question, pruned

Q = Question
CONTENT: tuple[Part, ...] = (
    Q("title", needed=True),
    Q("language", "choice", "languages", needed=True),
    Q("functional_areas", "many", "functional_areas", needed=True),
    Q("text", "text"),
    Q("year", called="commitment_year"),
    Q("forum", "choice", "commitment_forum"),
    Q("forum_name"),
    Q("contributors", "text", called="commitment_contributors"),
    Q("source", called="commitment_source"),
    Group(
        "plan", (Q("recorded_as", "choice", "own_plans", called="plan_recorded_as"), Q("line_id", called="plan_line"))
    ),
)
STAGE: tuple[Part, ...] = (
    Q("stage", "choice", "commitment_stage", needed=True),
    Q("note", "text", called="stage_note"),
)
COMMITMENT: tuple[Part, ...] = (*CONTENT, Q("stage", "choice", "commitment_stage"))
ALL: tuple[tuple[Part, ...], ...] = (COMMITMENT, STAGE)
"""Every form here; their labels are words of the catalogue."""


def commitment(typed: Mapping[str, Any], party: str) -> dict[str, Any]:
    """What is recorded, as the mutation takes it; a year that is none is told by its owner."""
    year = typed.get("year") or ""
    said = pruned(dict(typed)) or {}
    if "contributors" in said:
        said["contributors"] = [one.strip() for one in said["contributors"].splitlines() if one.strip()]
    return (
        said | {"party": party} | ({"year": int(year)} if year.isascii() and year.isdigit() and len(year) < 5 else {})
    )


def typed_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """A pledge as its form has it: who gives to it stands line by line."""
    year = content.get("year")
    return {
        **content, "contributors": "\n".join(content.get("contributors") or []), "plan": content.get("plan") or {},
        "year": str(year) if year else "",
    }  # fmt: skip
