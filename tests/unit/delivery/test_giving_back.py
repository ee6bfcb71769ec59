"""What goes back to the offer: each part once, whatever comes again, late or from another (WM 7, 11)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain import need
from services.roster.domain import capacity
from services.roster.domain.giving_back import not_taken_yet
from shared.contracts.roster import ReservedLine
from shared.contracts.shapes.match import NeedLine
from shared.contracts.shapes.support_offer import LineCapacity
from shared.contracts.shapes.values import Quantity
from tests.unit.delivery.worlds import line

TEN = (ReservedLine(line_id="1", quantity=Quantity(amount=Decimal(10), unit="missions")),)


def released(amount: int) -> list[object]:
    return [line("1", "10", "40").model_copy(update={"released": Decimal(amount)})]


@given(st.lists(st.integers(0, 15), min_size=1, max_size=12))
def test_what_was_told_again_or_out_of_order_is_freed_once(told: list[int]) -> None:
    taken: dict[str, Decimal] = {}
    freed = Decimal(0)
    for amount in told:
        for one in not_taken_yet(TEN, released(amount), taken):  # type: ignore[arg-type]
            freed += one.quantity.amount
            taken[one.line_id] = taken.get(one.line_id, Decimal(0)) + one.quantity.amount
    assert freed == min(max(told), 10), "never more than was committed, never twice"


def test_another_line_or_unit_frees_nothing() -> None:
    other = [line("2", "10", "40").model_copy(update={"released": Decimal(4)})]
    assert not_taken_yet(TEN, other, {}) == ()
    money = [line("1", "10", "40", "EUR", "EUR").model_copy(update={"released": Decimal(4)})]
    assert not_taken_yet(TEN, money, {}) == ()


def test_two_lines_of_the_engagement_may_be_of_one_line_of_the_offer() -> None:
    two = [*released(3), line("2", "5", "20").model_copy(update={"released": Decimal(2), "offer_line_id": "1"})]
    assert [one.quantity.amount for one in not_taken_yet(TEN, two, {})] == [5]  # type: ignore[arg-type]


def test_the_offer_has_it_again() -> None:
    before = (LineCapacity(line_id="1", unit="missions", quantity=Decimal(12), reserved=Decimal(0), committed=Decimal(10),
                           remaining=Decimal(2)),)  # fmt: skip
    four = (ReservedLine(line_id="1", quantity=Quantity(amount=Decimal(4), unit="missions")),)
    (after,) = capacity.give_back(before, four)
    assert [after.committed, after.remaining] == [6, 6]
    with pytest.raises(ArithmeticError):
        capacity.give_back((after,), TEN)


def test_the_need_is_open_again_by_what_was_committed_at_most() -> None:
    before = (NeedLine(line_id="1", functional_area="registration", support_type="technical", unit="seats",
                       asked=Decimal(40), reserved=Decimal(0), committed=Decimal(24), open=Decimal(16)),)  # fmt: skip
    (after,) = need.give_back(before, {"1": Decimal(16), "9": Decimal(1)})
    assert [after.committed, after.open] == [8, 32]
    (all_of_it,) = need.give_back((after,), {"1": Decimal(100)})
    assert [all_of_it.committed, all_of_it.open] == [0, 40]
