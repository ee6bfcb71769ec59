"""What matching answers of a plan is what the gateway says of it, field by field (WM 11)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from services.gateway.graphql.needs_plan_types import plan_of
from services.matching.domain import need
from services.matching.domain.allocation import AllocationPlan, PlanDecision
from services.matching.plan.allocating import beside, planned
from services.matching.plan.of_board import Board, KnownOffer, OpenRequest
from tests.support.boards import line, offer, one, request

pytestmark = pytest.mark.paragraph("11")
NOW = datetime(2026, 11, 29, tzinfo=UTC)


def test_a_second_plan_is_said_whole() -> None:
    asked = [request(1, line(amount="2")), request(2, state="NER")]
    found = tuple(OpenRequest(2, state, 3, need.of_request(state.content.lines), ()) for state in asked)
    board = Board(NOW.date(), found, (KnownOffer(4, offer(11)), KnownOffer(4, offer(12))), ())
    first = planned(board, 30, 10, {one(11): ["iso3166:FRA"], one(12): ["iso3166:DEU"]})
    second = beside(first.lines, first.kept, {"withdraw_offers": [one(11)]}, 10)
    word = PlanDecision(
        request_id=one(1),
        line_id="1",
        offer_id=one(12),
        amount=Decimal(1),
        what="set_aside",
        reason="x",
        by="y",
        at=NOW,
    )
    state = AllocationPlan(
        plan_id=one(9), region="wca", status="made", asked_by="x", asked_at=NOW, as_of=NOW, made_at=NOW, decisions=(word,),
        left_out={"other_unit": 1}, compared_with=one(8), **second.said,
    )  # fmt: skip
    page = [each.model_dump(mode="json") for each in second.lines.lines]
    said = plan_of({**state.model_dump(mode="json"), "version": 2, "page": page, "after": None})
    assert (said.plan_id, said.version, said.status) == (one(9), 2, "made")
    assert said.difference is not None
    assert said.difference.covered == second.said["difference"].covered
    assert [part.offer_id for each in said.lines for part in each.parts] == [one(12)]
    assert (said.decisions[0].amount, said.decisions[0].at, said.left_out[0].count) == (Decimal(1), NOW, 1)
    bare = plan_of(
        {
            **AllocationPlan(plan_id=one(9), region="wca", status="waiting", asked_by="x", asked_at=NOW).model_dump(
                mode="json"
            ),
            "version": 1,
        }
    )
    assert (bare.reached, bare.lines, bare.difference) == (None, [], None)
