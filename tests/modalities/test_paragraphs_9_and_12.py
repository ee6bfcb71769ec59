"""WM 9 and 12: horizon, engagement, urgency and crisis change a finding, a clock or a rank; nothing is asked for nobody."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.intake.actions.submit_request import SubmitRequest
from services.intake.criteria.rule_sets import RULE_SETS
from services.matching.fit.asked import asked_lines, texts_of
from services.matching.fit.prepared import prepare
from services.matching.fit.ranking import rank
from services.matching.ranking_file import offer_of
from services.notifications.kinds.lists import item_of
from shared.contracts.shapes.support_request import CriterionFinding, RequestContent
from tests.support.bodies import request_body
from tests.support.happenings import envelope

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
LINE = request_body()["lines"][0]
SHORT = LINE | {"period": {"start": "2026-01-01", "end": "2026-06-30"}}
URGENT = {"urgent": True, "urgency": "Forty thousand arrivals in a week"}
CRISIS = {"emergency": "Arrivals after the flood"}
PLAN, ADDS = {"response_plan": "Regional refugee response plan"}, {"complementarity": "Registers those the plan misses"}


def content(**changes: Any) -> RequestContent:
    return RequestContent.model_validate(request_body(**changes))


def found(paragraph: str, **changes: Any) -> CriterionFinding:
    return next(f for f in RULE_SETS.all[0].assess(content(**changes)) if f.paragraph == paragraph)


@pytest.mark.paragraph("9")
@pytest.mark.parametrize(
    ("changes", "outcome", "evidence"),
    [
        ({}, "met", ("/horizon", "/engagement")),
        ({"engagement": "ongoing"}, "met", ("/horizon", "/engagement")),
        ({"lines": [SHORT]}, "partly", ("/horizon", "/engagement", "/lines/0/period")),
        ({"lines": [SHORT, LINE | {"line_id": "2"}]}, "met", ("/horizon", "/engagement")),
        ({"horizon": "short_term"}, "partly", ("/horizon",)),
        ({"horizon": "short_term", "engagement": "ongoing"}, "unclear", ("/horizon", "/engagement")),
        ({"horizon": "short_term", **URGENT}, "not_applicable", ("/horizon", "/urgency")),
        ({"horizon": "short_term", "crisis": CRISIS}, "not_applicable", ("/horizon", "/crisis")),
    ],
)
def test_longer_engagement_is_a_plus_and_never_a_bar(changes: Any, outcome: str, evidence: tuple[str, ...]) -> None:
    one = found("9", **changes)
    assert (one.outcome, one.evidence) == (outcome, evidence)
    assert one.outcome != "not_met"


@pytest.mark.paragraph("9")
def test_each_of_both_fields_changes_the_finding() -> None:
    reasons = {
        found("9", horizon=h, engagement=e).reason for h in ("short_term", "long_term") for e in ("project", "ongoing")
    }
    assert len(reasons) == 4


@pytest.mark.paragraph("12")
@pytest.mark.parametrize(
    ("crisis", "outcome"),
    [(None, "not_applicable"), (CRISIS, "not_met"), (CRISIS | PLAN, "partly"), (CRISIS | ADDS, "partly"),
     (CRISIS | PLAN | ADDS, "met")],
)  # fmt: skip
def test_support_in_a_crisis_adds_to_the_response(crisis: Any, outcome: str) -> None:
    assert found("12", crisis=crisis).outcome == outcome


@pytest.mark.paragraph("12")
def test_a_crisis_has_the_urgent_clock_and_goes_out_as_urgent() -> None:
    submit = SubmitRequest("wca", "regional", RULE_SETS, 14, 3)

    def submitted(**changes: Any) -> Any:
        return submit.event(content(**changes), "request-1", "ACSG-2026-TCD-001", NOW)

    plain, crisis, urgent = submitted(), submitted(crisis=CRISIS), submitted(**URGENT)
    due = [one.request.feedback_due_at for one in (plain, crisis, urgent)]
    assert due[1] == due[2] <= NOW + timedelta(days=5)
    assert due[0] > due[1]
    items = [item_of(one, envelope(one, NOW)) for one in (plain, crisis, urgent)]
    assert [getattr(one.body, "urgent", None) for one in items if one is not None] == [False, True, True]


@pytest.mark.paragraph("9")
def test_an_ongoing_engagement_ranks_the_offer_that_stays_before_the_one_that_ends() -> None:
    """Their other signals are equal; the identifiers say which would be first without a difference."""
    ends = {"availability": {"start": "2026-01-01", "end": "2027-12-31"}}
    stays = {"availability": {"start": "2026-01-01", "end": "2029-12-31"}}
    lines = [{"line_id": "1", "functional_areas": ["registration"], "support_type": "technical",
              "quantity": {"amount": "1", "unit": "packages"}}]  # fmt: skip
    common = {"title": "Experts in registration", "language": "fr", "offering_parties": ["iso3166:FRA"], "lines": lines}
    offers = prepare(
        [offer_of(common | when, number) for number, when in enumerate((ends, stays), 1)], date(2026, 5, 4)
    )

    def order(**changes: Any) -> list[tuple[str, float]]:
        asking = content(**changes)
        (line,) = rank(asked_lines(asking, date(2026, 5, 4)), texts_of(asking), offers)
        return [(one.offer.offer_id, one.score) for one in line.ranked]

    project, ongoing = order(), order(engagement="ongoing")
    assert project[0][1] == project[1][1]
    assert [name for name, _ in ongoing] == [name for name, _ in project][::-1]
    assert ongoing[0][1] > ongoing[1][1]
