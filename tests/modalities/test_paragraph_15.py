"""WM 13 and 15: what each criterion finds. Criteria advise: an absent statement is a finding, never an error."""

from typing import Any

import pytest

from services.intake.criteria.rule_sets import RULE_SETS
from shared.contracts.shapes.support_request import RequestContent
from tests.support.bodies import request_body


def found(paragraph: str, **changes: Any) -> str:
    content = RequestContent.model_validate(request_body(**changes))
    return next(f.outcome for f in RULE_SETS.all[0].assess(content) if f.paragraph == paragraph)


@pytest.mark.paragraph("15.iii")
@pytest.mark.parametrize(
    ("plan", "outcome"),
    [
        (None, "not_met"),
        ({"statement": "Salaries move to the budget"}, "partly"),
        ({"statement": "Salaries move to the budget", "exit_arrangement": "Handover in 2028"}, "met"),
        ({"statement": "Salaries move to the budget", "comprehensive_plan": "CRRF"}, "met"),
    ],
)
def test_sustainability(plan: dict[str, str] | None, outcome: str) -> None:
    assert found("15.iii", sustainability=plan) == outcome


@pytest.mark.paragraph("15.ii")
def test_gap_with_both_kinds_of_milestones_is_met_and_without_objectives_is_not() -> None:
    objective = {
        "text": "Register within ten days",
        "milestones": [
            {"text": "60% within ten days", "kind": "quantitative", "due_on": "2027-01-01", "indicator": "share",
             "baseline": "0", "target": "60"},
            {"text": "Staff trust the tool", "kind": "qualitative", "due_on": "2027-01-01"},
        ],
    }  # fmt: skip
    assert found("15.ii", objectives=[objective]) == "met"
    assert found("15.ii", objectives=[]) in {"partly", "not_met"}


@pytest.mark.paragraph("13")
def test_prior_assessment_and_commitment() -> None:
    both = {
        "own_commitments": [{"description": "Twelve officers are hired"}],
        "assessment": {"reference": "Assessment 2025", "conducted_on": "2025-03-01"},
    }
    without: dict[str, Any] = {"assessment": None, "own_commitments": [], "national_plan": None}
    assert found("13", **both) == "met"
    assert found("13", **without) == "not_met"


@pytest.mark.paragraph("15.v")
def test_a_joint_request_is_seen() -> None:
    alone, joint = found("15.v"), found("15.v", requesting_states=["iso3166:TCD", "iso3166:CMR"])
    assert alone == "not_applicable"
    assert joint != "not_applicable"


@pytest.mark.paragraph("15.i")
@pytest.mark.paragraph("15.iv")
@pytest.mark.paragraph("15.vi")
@pytest.mark.paragraph("15.vii")
def test_every_paragraph_has_one_finding_in_the_documents_order() -> None:
    findings = RULE_SETS.all[0].assess(RequestContent.model_validate(request_body()))
    order = ["9", "12", "13", "15.i", "15.ii", "15.iii", "15.iv", "15.v", "15.vi", "15.vii"]
    assert [f.paragraph for f in findings] == order
    assert all(f.reason for f in findings)
