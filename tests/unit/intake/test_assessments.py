"""A capacity assessment through its life, what is drawn from it, and what the rule finds of a request that names one (WM 13, 14)."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.intake.actions.named_assessment import named_assessment
from services.intake.criteria.rule_sets import RULE_SETS
from services.intake.domain import assessment as domain
from services.intake.domain.before import Before
from services.intake.domain.draft_text import DraftContent
from services.intake.domain.drawn import drawn_from
from services.intake.prerequisites.needs_assessment import STANDS, NeedsAssessment
from services.intake.storage.assessments import AssessmentRepository
from shared.contracts.assessment_methods import all_methods, method_on, methods_on
from shared.contracts.shapes.assessment import AssessmentContent, AssessmentState
from shared.contracts.shapes.support_request import RequestContent
from shared.contracts.vocabulary import LANGUAGES, code_list
from shared.modalities.errors import Conflict, Invalid, NotFound
from shared.modalities.steps.of_assessments import Assessed, of_assessment
from tests.support.assessments import TCD, area, assessed, assessment_body
from tests.support.bodies import request_body
from tests.support.limits import LIMITS

pytestmark = [pytest.mark.paragraph("13"), pytest.mark.paragraph("14")]
NOW = datetime(2026, 2, 1, 9, tzinfo=UTC)
LATER = datetime(2026, 4, 1, 9, tzinfo=UTC)


def content(**changes: Any) -> AssessmentContent:
    return AssessmentContent.model_validate(assessment_body(**changes))


def under_way(**changes: Any) -> AssessmentState:
    return domain.begun(assessed(NOW, **changes), NOW)


def test_it_is_planned_begun_validated_and_superseded() -> None:
    planned = assessed(NOW)
    assert (planned.status, planned.content_version, planned.method_version) == ("planned", 1, date(2026, 1, 1))
    begun = domain.begun(planned, NOW)
    reworded = domain.revised(begun, content(summary="Other words"), LATER)
    assert (reworded.content_version, reworded.changed_at) == (2, LATER)
    assert domain.revised(reworded, reworded.content, LATER).content_version == 2
    validated = domain.validated(reworded, LATER)
    assert (validated.status, validated.validated_at) == ("validated", LATER)
    over = domain.superseded(validated, "ASSESSMENT-2026-TCD-002", LATER)
    assert (over.status, over.superseded_by) == ("superseded", "ASSESSMENT-2026-TCD-002")


@pytest.mark.parametrize(
    ("do", "status"),
    [
        (lambda: domain.validated(assessed(NOW), NOW), "planned"),
        (lambda: domain.begun(under_way(), NOW), "under_way"),
        (lambda: domain.superseded(under_way(), "ASSESSMENT-2026-TCD-002", NOW), "under_way"),
        (lambda: domain.revised(domain.validated(under_way(), NOW), content(), NOW), "validated"),
        (lambda: domain.dropped(domain.validated(under_way(), NOW), NOW), "validated"),
        (lambda: domain.revised(domain.dropped(assessed(NOW), NOW), content(), NOW), "dropped"),
        (lambda: drawn_from(domain.dropped(assessed(NOW), NOW)), "dropped"),
    ],
)
def test_what_it_is_not_at_that_point_for_is_refused_with_where_it_stands(do: Any, status: str) -> None:
    with pytest.raises(Conflict) as refused:
        do()
    assert refused.value.code == f"assessment_{status}"


def test_a_plan_names_every_fault_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        assessed(NOW, method="own_method", period={"start": "2026-01-05"})
    assert [one.pointer for one in refused.value.faults] == ["/own_method", "/period/end"]


def test_nothing_is_validated_that_lacks_something_and_all_of_it_is_named() -> None:
    bare = {"present_capacity": None, "gap": None, "priority": None}
    with pytest.raises(Invalid) as refused:
        domain.validated(under_way(done_by=None, areas=[area("1"), area("2", **bare)]), NOW)
    assert [(one.pointer, one.code) for one in refused.value.faults] == [
        ("/done_by", "assessment_no_author"),
        ("/areas/1/present_capacity", "assessment_no_capacity"),
        ("/areas/1/gap", "assessment_no_gap"),
        ("/areas/1/priority", "assessment_no_priority"),
    ]
    assert all(one.parameters == {"line": "2"} for one in refused.value.faults[1:])
    with pytest.raises(Invalid) as empty:
        domain.validated(under_way(areas=[]), NOW)
    assert [one.code for one in empty.value.faults] == ["assessment_no_areas"]


def test_it_is_shown_to_others_and_no_more() -> None:
    shown, hand = domain.shown_to(assessed(NOW), "iso3166:FRA", "reader", NOW)
    assert hand.role == "reader"
    asked, _ = domain.shown_to(shown, "iso3166:FRA", "editor", NOW)
    assert [(one.party, one.role) for one in asked.hands] == [("iso3166:FRA", "editor")]
    assert domain.shown_no_more(asked, "iso3166:FRA", NOW)[0].hands == ()
    with pytest.raises(NotFound):
        domain.shown_no_more(asked, "iso3166:DEU", NOW)
    with pytest.raises(Conflict, match="own assessment"):
        domain.shown_to(asked, TCD, "reader", NOW)


def test_a_draft_is_drawn_from_it_what_presses_most_first() -> None:
    areas = [area("a", priority="low"), area("b", gap=None), area("c", priority="high", gap="No interpreters")]
    text = drawn_from(under_way(areas=areas))
    assert [(one["line_id"], one["assessed_as"], one["description"]) for one in text["lines"]] == [
        ("c", "c", "No interpreters"), ("a", "a", "Registration takes ninety days"),
    ]  # fmt: skip
    assert text["assessment"]["recorded_as"] == "ASSESSMENT-2026-TCD-001"
    assert text["gap"] == "No interpreters\n\nRegistration takes ninety days"
    DraftContent.model_validate(text)
    assert [one["line_id"] for one in drawn_from(under_way(areas=areas), ["a"])["lines"]] == ["a"]
    with pytest.raises(Invalid) as unknown:
        drawn_from(under_way(areas=areas), ["a", "x"])
    assert [(f.pointer, f.parameters) for f in unknown.value.faults] == [("/line_ids/1", {"known": "a, b, c"})]
    with pytest.raises(Conflict, match="names no gap"):
        drawn_from(under_way(areas=areas), ["b"])


def asking(assessed_as: str | None = "1", recorded: str | None = "ASSESSMENT-2026-TCD-001") -> RequestContent:
    line = request_body()["lines"][0] | {"assessed_as": assessed_as}
    named = {"reference": "Assessment", "recorded_as": recorded}
    return RequestContent.model_validate(request_body(lines=[line], assessment=named))


@pytest.mark.parametrize(
    ("stands", "outcome", "code"),
    [
        ("planned", "partly", "assessment_not_validated"),
        ("under_way", "partly", "assessment_not_validated"),
        ("validated", "met", "assessment_validated"),
        ("superseded", "partly", "assessment_superseded"),
    ],
)
def test_the_finding_reads_where_the_assessment_stands(stands: str, outcome: str, code: str) -> None:
    found = NeedsAssessment(stands).assess(asking())
    assert (found.outcome.value, [one.code for one in found.reasons]) == (outcome, [code, "lines_assessed"])
    assert found.evidence == ("/assessment/recorded_as", "/lines/0/assessed_as")
    apart = NeedsAssessment(stands).assess(asking(None))
    assert [one.code for one in apart.reasons] == [code, "lines_not_assessed"]
    whole = RULE_SETS.all[0].assess(asking(), before=Before(assessed=stands))
    assert code in {one.code for each in whole if each.paragraph == "13" for one in each.reasons}


def test_every_status_of_one_that_a_request_may_name_is_found_something_of() -> None:
    assert set(STANDS) == {"planned", "under_way", "validated", "superseded"}
    assert NeedsAssessment("validated").assess(asking().model_copy(update={"kind": "capacity_assessment"})).outcome == (
        "not_applicable"
    )


class Kept:
    """Assessments that a State has here."""

    async def called(self, named: str, party: str) -> tuple[AssessmentState, int] | None:
        one = under_way()
        return (one, 1) if (named, party) == (one.reference, one.party) else None

    async def references_of(self, _: str) -> list[str]:
        return ["ASSESSMENT-2026-TCD-001"]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (asking(recorded="ASSESSMENT-2026-TCD-009"), ("/assessment/recorded_as", "unknown_assessment", "ASSESSMENT-2026-TCD-001")),
        (asking("9"), ("/lines/0/assessed_as", "unknown_assessed_line", "1, 2")),
        (asking(recorded=None), ("/lines/0/assessed_as", "assessment_not_named", None)),
    ],
)  # fmt: skip
def test_a_name_that_is_unknown_is_a_fault_that_says_what_there_is(
    said: RequestContent, fault: tuple[Any, ...]
) -> None:
    kept: AssessmentRepository = Kept()  # type: ignore[assignment]  # what it asks of the database
    with pytest.raises(Invalid) as refused:
        asyncio.run(named_assessment(kept, said))
    (found,) = refused.value.faults
    assert (found.pointer, found.code, found.parameters.get("known")) == fault
    assert asyncio.run(named_assessment(kept, asking())) == "under_way"


def test_methods_are_dated_and_have_words_in_every_language() -> None:
    areas = set(code_list("functional_areas"))
    keys = [(one.code, one.since) for one in all_methods()]
    assert len(set(keys)) == len(keys)
    for one in all_methods():
        assert set(one.areas) <= areas
        for language in LANGUAGES:
            assert one.name(language) != one.code
            assert len(one.guide(language)) > 10
    assert methods_on(date(2025, 12, 31)) == ()
    assert {one.code for one in methods_on(date(2026, 6, 1))} == set(code_list("assessment_methods"))
    assert method_on("whole_system", date(2026, 6, 1)) is not None
    assert method_on("nothing", date(2026, 6, 1)) is None


def test_its_state_owes_a_word_once_its_time_is_over_and_not_before() -> None:
    def owed(status: str, ends_on: date | None) -> list[tuple[str, str, datetime | None]]:
        one = Assessed("wca", status, TCD, ends_on)
        return [(step.code, step.party, step.begins_at) for step in of_assessment(one, LIMITS)]

    over = datetime(2026, 4, 1, tzinfo=UTC)
    assert (
        owed("planned", date(2026, 3, 31)) == owed("under_way", date(2026, 3, 31)) == [("assessment_late", TCD, over)]
    )
    assert owed("planned", None) == []
    for status in ("validated", "superseded", "dropped"):
        assert owed(status, date(2026, 3, 31)) == []
