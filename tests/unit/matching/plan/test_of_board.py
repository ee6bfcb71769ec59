"""What stands on the board becomes a problem, and the plan is told in the board's own names and amounts (WM 6, 11)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.matching.domain import need
from services.matching.domain.allocation import AsItStands, changed_since, digest_of, page_of, pair_of
from services.matching.plan.allocating import Planned, beside, planned
from services.matching.plan.of_board import Board, KnownOffer, OpenRequest, problem_of
from services.matching.plan.reading import FaultyPlan
from shared.contracts.shapes.match import MatchState
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState
from tests.support.boards import gives, line, offer, one, proposal, request

pytestmark = pytest.mark.paragraph("11")
TODAY = date(2026, 11, 29)


def board(
    requests: list[SupportRequestState], offers: list[SupportOfferState], matches: tuple[MatchState, ...] = ()
) -> Board:
    """Needs as they stand beside open proposals."""
    found = []
    for state in requests:
        lines = need.of_request(state.content.lines)
        for match in matches:
            lines = need.reserve(lines, match.lines, state.request_id)
        found.append(OpenRequest(2, state, 3, lines, ()))
    return Board(TODAY, tuple(found), tuple(KnownOffer(4, state) for state in offers), matches)


def plan(made: Board) -> Planned:
    return planned(made, 30, 10, {x.state.offer_id: x.state.content.offering_parties for x in made.offers})


def given(made: Planned) -> dict[tuple[str, str, str], tuple[str, str]]:
    return {
        (x.reference, x.line_id, part.offer_id): (format(part.amount.normalize(), "f"), format(part.proposed.normalize(), "f"))
        for x in made.lines.lines for part in x.parts
    }  # fmt: skip


def left(state: SupportOfferState, amount: str, reserved: str = "0") -> SupportOfferState:
    """An offer of which so much is left, and so much is held."""
    capacity = state.capacity[0].model_copy(update={"remaining": Decimal(amount), "reserved": Decimal(reserved)})
    return state.model_copy(update={"capacity": (capacity,)})


def test_the_most_lines_are_covered_over_all_requests_at_once() -> None:
    # The second request can only be served by the first offer: what ranks first for one line is the other's only one.
    asked = [request(1, line(area="registration")), request(2, line(area="reception"))]
    offers = [offer(11, gives(area="registration")), offer(12, gives(area="registration"))]
    both = offers[0].content.lines[0].model_copy(update={"functional_areas": ("registration", "reception")})
    offers[0] = offers[0].model_copy(update={"content": offers[0].content.model_copy(update={"lines": (both,)})})
    made = plan(board(asked, offers))
    assert made.said["reached"].covered == 2
    assert made.said["optimal"] is True
    assert all(x.lacks == 0 for x in made.lines.lines)


def test_amounts_come_back_in_the_units_they_went_in() -> None:
    asked = [request(1, line(amount="7.5")), request(2, line("2", "1250000", unit="USD"))]
    offers = [left(offer(11, gives(amount="10")), "5.5"), offer(12, gives("money", "2500000", unit="USD"))]
    made = plan(board(asked, offers))
    assert given(made) == {
        ("ACSG-2026-TCD-001", "1", one(11)): ("5.5", "0"), ("ACSG-2026-TCD-002", "2", one(12)): ("1250000", "0"),
    }  # fmt: skip
    (first, _) = made.lines.lines
    assert (first.lacks, first.why) == (Decimal(2), "too_little_offered")


def test_offers_that_do_not_serve_are_left_out_and_counted() -> None:
    others = [
        offer(11, gives(unit="USD", amount="5")),
        offer(12, gives(area="appeals")),
        offer(13, gives() | {"support_type": "material"}),
    ]
    made = plan(board([request(1)], others))
    assert made.said["left_out"] == {"other_unit": 1, "other_kind": 1, "other_area": 1}
    assert made.said["reached"].covered == 0


def test_open_proposals_are_the_present_plan_and_stay_where_nothing_is_better() -> None:
    asked, offers = [request(1, line(amount="2"))], [offer(11, gives(amount="2")), offer(12, gives(amount="2"))]
    told = proposal(21, asked[0], offers[1], "2")
    made = plan(board(asked, [offers[0], left(offers[1], "0", "2")], (told,)))
    # Nothing is open of it, and all of it is proposed: the plan says so, and moves nothing.
    assert given(made) == {("ACSG-2026-TCD-001", "1", one(12)): ("2", "2")}
    assert (made.said["moved"], made.said["reached"].changes) == ((), 0)
    (only,) = made.lines.lines
    assert (only.amount, only.open) == (Decimal(2), Decimal(0))


def test_what_others_hold_of_an_offer_is_not_planned() -> None:
    asked, given_ = [request(1, line(amount="2"))], left(offer(11, gives(amount="4")), "1", "3")
    made = plan(board(asked, [given_]))
    assert given(made) == {("ACSG-2026-TCD-001", "1", one(11)): ("1", "0")}


def test_the_same_board_gives_the_same_plan_however_it_is_listed() -> None:
    asked = [request(n, line(amount=str(n % 3 + 1))) for n in range(1, 8)]
    offers = [offer(n, gives(amount="2")) for n in range(11, 15)]
    first, second = plan(board(asked, offers)), plan(board(asked, offers[::-1]))
    assert first.lines == second.lines
    assert given(first)
    other = plan(board(asked, offers[:-1]))
    assert other.said["digest"] != first.said["digest"]


def test_a_second_plan_says_who_changes() -> None:
    asked, offers = [request(1), request(2, state="NER")], [offer(11), offer(12)]
    first = plan(board(asked, offers))
    second = beside(first.lines, first.kept, {"withdraw_offers": [one(11)]}, 10)
    found = second.said["difference"]
    assert (found.covered, len(found.no_longer_covered), len(found.moved)) == (-1, 1, 1)
    assert one(11) in found.offers_that_change
    assert {x.offer_id for each in second.lines.lines for x in each.parts} == {one(12)}
    # A third one beside the second goes on from there.
    third = beside(second.lines, second.kept, {"withdraw_lines": [{"request_id": one(1), "line_id": "1"}]}, 10)
    assert third.said["reached"].lines == 1


def test_locks_exclusions_and_weights_are_kept() -> None:
    asked, offers = [request(1, line(amount="2"))], [offer(11, gives(amount="2")), offer(12, gives(amount="2"))]
    first = plan(board(asked, offers))
    pair = {"request_id": one(1), "line_id": "1"}
    locked = beside(first.lines, first.kept, {"locks": [{**pair, "offer_id": one(12), "amount": "1"}]}, 10)
    assert given(locked)["ACSG-2026-TCD-001", "1", one(12)][0] == "1"
    excluded = beside(first.lines, first.kept, {"exclusions": [{**pair, "offer_id": one(11)}]}, 10)
    assert {offer_id for _, _, offer_id in given(excluded)} == {one(12)}
    lighter = beside(first.lines, first.kept, {"weights": {"functional_area": 0}}, 10)
    assert lighter.said["reached"].value < first.said["reached"].value


@pytest.mark.parametrize(
    ("what_if", "code"),
    [
        ({"withdraw_offers": ["x"]}, "unknown_offer"),
        ({"locks": [{"request_id": one(1), "line_id": "9", "offer_id": one(11), "amount": "1"}]}, "unknown_line"),
        ({"locks": [{"request_id": one(1), "line_id": "1", "offer_id": one(11), "amount": "0.25"}]}, "too_fine"),
        ({"locks": [{"request_id": one(1), "line_id": "1", "offer_id": one(11), "amount": "9"}]}, "above_most"),
    ],
)
def test_a_what_if_that_cannot_be_is_refused_by_its_place(what_if: dict[str, Any], code: str) -> None:
    first = plan(board([request(1)], [offer(11)]))
    with pytest.raises(FaultyPlan) as refused:
        beside(first.lines, first.kept, what_if, 10)
    assert code in [fault.code for fault in refused.value.faults]


def test_a_suggestion_is_taken_only_as_long_as_what_it_rests_on_stands() -> None:
    state = offer(11)
    made = plan(board([request(1)], [state]))
    pair = pair_of(made.lines, one(1), "1", one(11))
    assert pair is not None
    assert pair_of(made.lines, one(1), "1", one(12)) is None
    zero = Decimal(0)
    now = AsItStands(
        request_version=2, need_version=3, open=Decimal(1), offer_version=4, digest=digest_of(state), left=Decimal(1)
    )
    assert changed_since(pair, now, zero, zero) is None
    # What was taken of it from the plan itself is no change: held or not yet.
    taken = now.model_copy(update={"open": zero, "need_version": 4, "left": zero})
    assert changed_since(pair, taken, Decimal(1), Decimal(1)) is None
    for changes, words in (
        ({"request_version": 5}, "ACSG-2026-TCD-001 is at version 5; the plan was made of version 2"),
        (
            {"open": zero, "need_version": 4},
            "the need of ACSG-2026-TCD-001 is at version 4; the plan was made of version 3",
        ),
        ({"left": zero, "offer_version": 6}, "OFFER-2026-FRA-011 is at version 6; the plan was made of version 4"),
        ({"digest": "other", "offer_version": 6}, "OFFER-2026-FRA-011 is at version 6; the plan was made of version 4"),
    ):
        assert changed_since(pair, now.model_copy(update=changes), zero, zero) == words


def test_lines_are_read_page_by_page() -> None:
    made = plan(board([request(n) for n in range(1, 6)], [offer(11)]))
    first, after = page_of(made.lines, 0, 3)
    rest, end = page_of(made.lines, after or 0, 3)
    assert ([x.reference[-1] for x in (*first, *rest)], end) == (["1", "2", "3", "4", "5"], None)


def test_values_are_shares_of_a_line() -> None:
    made = problem_of(board([request(1, line(amount="4"))], [offer(11, gives(amount="4"))]), 30)
    (pair,) = made.problem["pairs"]
    (found,) = made.candidates.values()
    assert sum(pair["signals"].values()) * 4 == pytest.approx(1_000_000 * found.score, rel=0.001)
