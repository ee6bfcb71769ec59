"""What a request is asked for is read by a rule, a finding, a clock or the ranking; what only people read says so (WM 9, 12, 13).

A request is put into a form that notes each field that is read of it, and goes through everything that judges it.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import BaseModel

from services.intake.actions.submit_request import SubmitRequest
from services.intake.criteria.rule_sets import RULE_SETS
from services.intake.domain.named import named_twice
from services.matching.fit.asked import asked_lines, texts_of
from shared.contracts.shapes.support_request import RequestContent
from tests.support.bodies import request_body

FOR_PEOPLE: Mapping[str, str] = {
    "raised_at_meeting": "the State's word on where it was raised; it leads to that meeting and is no criterion (WM 4)",
    "language": "which language the texts are in: mails and exports say it",
    "competent_authority.name": "who prepared it (WM 8): officers read it, exports carry it",
    "competent_authority.focal_point": "whom to write to; nobody else sees it (WM 17)",
    "submission_route.route": "how it came in (WM 8); its own shape asks for an office, or for the reason",
    "submission_route.country_office": "the office is told (audiences), and may read it",
    "submission_route.reason": "why not through the office (WM 8): officers read it",
    "national_plan.title": "that a plan is named is judged (WM 15.i); its name stays where the plan may be read",
    "national_plan.adopted_on": "officers read it beside the plan (WM 15.i)",
    "assessment.reference": "where to find it (WM 13): that it is named is what is judged",
    "own_commitments.description": "that there is one is judged, not its words (WM 13)",
    "own_commitments.resources": "officers read it (WM 13)",
    "national_plan.reference": "where to find it (WM 15.i): that it is named is judged",
    "objectives.milestones.text": "that there is one of each kind is judged, not its words (WM 15.ii)",
    "objectives.milestones.due_on": "officers read it; reports will be held against it (WM 15.vii)",
    "objectives.milestones.baseline": "officers read it; the target is judged, and measured from here (WM 15.vii)",
    "objectives.text": "that there is one is judged, not its words (WM 15.ii)",
    "beneficiaries.party": "whom the request asks for its own word (WM 10), which the rule reads beside the content",
    "coordination.existing_support.provider": "that there is one is judged, not its words (WM 15.vi)",
    "coordination.existing_support.description": "the same",
    "coordination.existing_support.period": "the same",
    "crisis.reference": "held against what is declared when it is submitted (WM 12)",
    "crisis.emergency": "which it is; that one is named is judged (WM 12)",
}
"""Fields that no rule reads, each with who does."""

FULL: dict[str, Any] = {
    "supporters": ["org:euaa"], "quality_characteristics": ["fairness"],
    "submission_route": {"route": "country_office", "country_office": "unhcr-office:TCD", "reason": "By hand"},
    "national_plan": {"title": "Plan", "reference": "P-1", "adopted_on": "2025-01-01"},
    "assessment": {"reference": "A-1", "conducted_on": "2025-03-01", "summary": "Slow"},
    "own_commitments": [{"description": "Twelve officers", "resources": "Salaries"}],
    "objectives": [{"text": "Decide in time", "milestones": [
        {"text": "60%", "kind": "quantitative", "due_on": "2027-06-30", "indicator": "share", "baseline": "0", "target": "60"},
        {"text": "One method", "kind": "qualitative", "due_on": "2027-06-30"}]}],
    "sustainability": {"statement": "Budget", "exit_arrangement": "2028", "comprehensive_plan": "CRRF"},
    "beneficiaries": [{"name": "Bar association", "project_with_authorities": "Legal aid", "party": "org:ecre"}],
    "coordination": {"existing_support": [{"provider": "X", "description": "Y",
                                           "period": {"start": "2026-01-01", "end": "2026-12-31"}}],
                     "how_coordinated": "Monthly", "duplication_mitigation": "List"},
    "monitoring": {"indicators": ["share"], "report_schedule": "Yearly"},
    "crisis": {"emergency": "Flood", "response_plan": "RRP", "complementarity": "Adds"},
    "horizon": "short_term", "urgent": True, "urgency": "Arrivals", "raised_at_meeting": "m1",
}  # fmt: skip
ROUNDS: tuple[dict[str, Any], ...] = ({}, {"crisis": None}, {"crisis": None, "horizon": "long_term"},
                                      {"supporters": [], "kind": "capacity_assessment"},
                                      {"assessment": {"reference": "A-1", "conducted_on": "2025-03-01"}})  # fmt: skip


class Noted:
    """A shape that notes the path of each field that is read of it."""

    def __init__(self, shape: BaseModel, path: str, read: set[str]) -> None:
        self._shape, self._path, self._read = shape, path, read

    def __getattr__(self, name: str) -> Any:
        found = getattr(type(self._shape), name, None)
        if isinstance(found, property) and found.fget is not None:
            return found.fget(self)
        if name not in type(self._shape).model_fields:
            return getattr(self._shape, name)
        path = f"{self._path}{name}"
        self._read.add(path)
        return _noted(getattr(self._shape, name), f"{path}.", self._read)


def _noted(value: Any, path: str, read: set[str]) -> Any:
    if isinstance(value, BaseModel):
        return Noted(value, path, read)
    if isinstance(value, tuple):
        return tuple(_noted(one, path, read) for one in value)
    return value


def fields_in(value: Any, path: str = "") -> set[str]:
    """Every field that is filled in, by path; what a quantity or a period is made of is one field."""
    if isinstance(value, tuple):
        return {found for one in value for found in fields_in(one, path)}
    if not isinstance(value, BaseModel) or type(value).__name__ in {"Quantity", "Period", "FocalPoint"}:
        return {path.removesuffix(".")}
    return {
        found
        for name in type(value).model_fields
        if getattr(value, name) not in (None, ())
        for found in fields_in(getattr(value, name), f"{path}{name}.")
    }


def read_of(contents: list[Any]) -> set[str]:
    """What everything that judges a request reads of it."""
    read: set[str] = set()
    rules = RULE_SETS.all[0]
    submit = SubmitRequest("wca", "regional", rules, 14, 3)
    for content in contents:
        noted: Any = Noted(content, "", read)
        rules.assess(noted)
        submit.is_home(noted, datetime(2026, 5, 4, tzinfo=UTC))
        submit.feedback_due(noted, datetime(2026, 5, 4, tzinfo=UTC))
        named_twice(noted)
        asked_lines(noted, date(2026, 5, 4))
        texts_of(noted)
    return read


def filled(shape: type[RequestContent] = RequestContent, **more: Any) -> list[Any]:
    """Requests that fill in every field."""
    line = request_body()["lines"][0] | {"support_form": "training", "description": "Twelve weeks"}
    return [shape.model_validate(request_body(**{**FULL, "lines": [line], **one, **more})) for one in ROUNDS]


def unread(contents: list[Any]) -> set[str]:
    """Filled fields that nothing that judges reads, and that are not said to be for people."""
    asked = set().union(*(fields_in(one) for one in contents))
    return asked - read_of(contents) - set(FOR_PEOPLE)


def test_every_field_is_read_by_something_that_judges() -> None:
    assert unread(filled()) == set()


def test_what_is_said_to_be_for_people_is_read_by_no_rule_and_every_field_is_filled_in() -> None:
    contents = filled()
    assert set(FOR_PEOPLE) - read_of(contents) == set(FOR_PEOPLE)
    assert all(FOR_PEOPLE.values())
    tops = {path.split(".")[0] for one in contents for path in fields_in(one)}
    assert tops == set(RequestContent.model_fields)


@pytest.mark.parametrize(
    "name", ["horizon", "engagement", "urgent", "urgency", "crisis.response_plan", "crisis.complementarity"]
)
def test_what_was_asked_for_nobody_is_read(name: str) -> None:
    assert name in read_of(filled())


@pytest.mark.control
def test_a_field_that_nothing_reads_is_found() -> None:
    class Planted(RequestContent):
        """Asks for one thing more."""

        colour: str = "blue"

    assert unread(filled(Planted, colour="red")) == {"colour"}
