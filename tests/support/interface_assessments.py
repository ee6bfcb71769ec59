"""Capacity assessments, for each operation on one that interfaces are held by (WM 13)."""

from tests.support.assessments import TCD, assessment_body
from tests.support.interfaces import Interfaces

STATE = "tcd-authority"


def assessments(at: Interfaces) -> dict[str, tuple[str, dict[str, str]]]:
    """Capacity assessments of the State, one for each operation."""
    found: dict[str, tuple[str, dict[str, str]]] = {"plan_assessment": (STATE, {}), "list_assessments": (STATE, {})}
    for name in ("read_assessment", "read_assessment_version", "revise_assessment", "begin_assessment", "validate_assessment",
                 "drop_assessment", "show_assessment", "hide_assessment", "draft_from_assessment"):  # fmt: skip
        body = {"party": TCD, "content": assessment_body()}
        made = at.call(STATE, "intake", "POST", "/capacity-assessments", body).json()
        found[name] = (STATE, {"assessment_id": made["assessment_id"]})
    return found
