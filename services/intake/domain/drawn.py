"""The text of a draft as it is drawn from a capacity assessment (WM 13). Pure."""

from collections.abc import Sequence
from typing import Any

from shared.contracts.shapes.assessment import OPEN, AssessedArea, AssessmentState
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P13

MOST = 5000
"""Characters of a text."""
_FIRST = ("high", "medium", "low", None)


def drawn_from(state: AssessmentState, lines: Sequence[str] = ()) -> dict[str, Any]:
    """What is known of a request: its ground, its gap, and a line for each area that has a gap, what presses most first.

    ``lines``: of the assessment, those alone; none: all. Amounts and periods are the authority's to say. Raises Conflict, Invalid.
    """
    if state.status not in (*OPEN, "validated"):
        raise Conflict(f"assessment_{state.status}", f"{state.reference} is {state.status}", P13)
    _known(state, lines)
    areas = sorted(
        (one for one in state.content.areas if one.gap is not None and (not lines or one.line_id in lines)),
        key=lambda one: _FIRST.index(one.priority),
    )
    if not areas:
        raise Conflict("nothing_lacking", f"{state.reference} names no gap that a request could be about", P13)
    content = state.content
    ground = {"reference": content.title, "recorded_as": state.reference, "summary": content.summary}
    if content.period.end is not None:
        ground["conducted_on"] = content.period.end.isoformat()
    return {
        "title": content.title,
        "language": content.language,
        "requesting_states": [state.party],
        "assessment": {name: value for name, value in ground.items() if value is not None},
        "gap": "\n\n".join(one.gap for one in areas if one.gap is not None)[:MOST].rstrip(),
        "lines": [_line(one) for one in areas],
    }


def _line(area: AssessedArea) -> dict[str, Any]:
    return {
        "line_id": area.line_id,
        "functional_area": area.functional_area,
        "description": area.gap,
        "assessed_as": area.line_id,
    }


def _known(state: AssessmentState, lines: Sequence[str]) -> None:
    known = [one.line_id for one in state.content.areas]
    faults = tuple(unknown_line(f"/line_ids/{n}", one, known) for n, one in enumerate(lines) if one not in known)
    if faults:
        raise Invalid(faults, paragraph=P13)


def unknown_line(pointer: str, named: str, known: Sequence[str]) -> Fault:
    """A line that an assessment has not; the fault says which there are."""
    there = ", ".join(known) or "-"
    return Fault(
        pointer,
        f"'{named}' is no line of the assessment; there are: {there}",
        "unknown_assessed_line",
        {"known": there},
    )
