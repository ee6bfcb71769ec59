"""The sums of an engagement's lines, in both units, by tables: agreed, said, given back, still free, beyond what was agreed (WM 7, 11)."""

from decimal import Decimal
from typing import Any

import pytest

from services.delivery.domain import amounts
from shared.contracts.shapes.engagement import EngagementLine
from shared.contracts.shapes.engagement_plan import ReportedDelivery
from shared.contracts.shapes.values import Quantity
from tests.unit.delivery.worlds import line, terms_line

pytestmark = pytest.mark.paragraph("11")


def a_line(**changes: Any) -> EngagementLine:
    """10 missions for 40 seats, all agreed, with these amounts changed."""
    return line("1", "10", "40").model_copy(update={name: Decimal(value) for name, value in changes.items()})


def many(amount: str, unit: str) -> Quantity:
    return Quantity(amount=Decimal(amount), unit=unit)


def reported(standing: str, amount: str, covers: str, line_id: str = "1") -> ReportedDelivery:
    return ReportedDelivery.model_construct(
        line_id=line_id, standing=standing, quantity=many(amount, "missions"), covers=many(covers, "seats")
    )


@pytest.mark.parametrize(
    ("unit", "covers", "wanted"),
    [("missions", "seats", []), ("hours", "seats", ["/x/quantity/unit"]), ("missions", "hours", ["/x/covers/unit"]),
     ("seats", "missions", ["/x/quantity/unit", "/x/covers/unit"])],
)  # fmt: skip
def test_a_unit_that_is_not_the_lines_is_named(unit: str, covers: str, wanted: list[str]) -> None:
    faults = amounts.conversion_fault(a_line(), many("1", unit), many("1", covers), "/x")
    assert [(one.pointer, one.code) for one in faults] == [(place, "other_unit") for place in wanted]


def test_what_was_said_and_confirmed_is_summed_by_line_and_what_is_disputed_counts_as_neither() -> None:
    first, second = amounts.counted(
        (a_line(), line("2", "5", "5")),
        [reported("self_reported", "1", "4"), reported("self_reported", "2", "8"), reported("confirmed", "3", "12"),
         reported("confirmed", "1", "5"), reported("disputed", "2", "8"), reported("confirmed", "1", "1", "gone")],
    )  # fmt: skip
    names = ("reported", "reported_covers", "delivered", "delivered_covers")
    assert [int(getattr(first, name)) for name in names] == [3, 12, 4, 17]
    assert [int(getattr(second, name)) for name in names] == [0, 0, 0, 0]


def test_terms_say_what_is_agreed_and_a_line_they_leave_out_is_not_given() -> None:
    first, second = amounts.agreed((a_line(), line("2", "5", "5")), [terms_line("1", "6", "24")])
    assert (first.agreed, first.agreed_covers) == (6, 24)
    assert (second.agreed, second.agreed_covers) == (0, 0)


@pytest.mark.parametrize(
    ("keep", "changes", "back"),
    [
        # What the terms leave out of the match goes back at once; what they hold stays.
        (True, {}, (0, 0)), (True, {"agreed": 6, "agreed_covers": 24}, (4, 16)),
        # ... but for what was delivered, or said to be, beyond them.
        (True, {"agreed": 6, "agreed_covers": 24, "delivered": 7, "delivered_covers": 28}, (3, 12)),
        (True, {"agreed": 6, "agreed_covers": 24, "delivered": 4, "reported": 4, "delivered_covers": 16,
                "reported_covers": 16}, (2, 8)),
        # At the end all goes back that nobody said was delivered.
        (False, {}, (10, 40)), (False, {"delivered": 6, "delivered_covers": 24}, (4, 16)),
        (False, {"reported": 3, "reported_covers": 12}, (7, 28)),
        (False, {"delivered": 6, "reported": 3, "delivered_covers": 24, "reported_covers": 12}, (1, 4)),
        # More than was committed gives nothing back, and never takes back what went.
        (False, {"delivered": 12, "delivered_covers": 48}, (0, 0)),
        (False, {"delivered": 12, "delivered_covers": 48, "released": 2, "released_covers": 8}, (2, 8)),
        (True, {"released": 4, "released_covers": 16}, (4, 16)),
        (True, {"agreed": 5, "agreed_covers": 20, "released": 4, "released_covers": 16}, (5, 20)),
    ],
)  # fmt: skip
def test_what_goes_back(keep: bool, changes: dict[str, int], back: tuple[int, int]) -> None:
    (after,) = amounts.released((a_line(**changes),), keep_agreed=keep)
    assert (after.released, after.released_covers) == back


def test_what_terms_can_still_agree_on() -> None:
    assert amounts.free(a_line(released=4, released_covers=15)) == (6, 25)


@pytest.mark.parametrize(
    ("changes", "units", "quantity", "met"),
    [
        ({}, ("missions", "seats"), "5", "20"), ({}, ("missions", "missions"), "5", "5"),
        ({"committed": 0}, ("missions", "seats"), "5", "5"), ({"committed": 3, "committed_covers": 10}, ("missions", "seats"), "1", "3.33"),
        ({"committed": 3, "committed_covers": 20}, ("missions", "seats"), "1", "6.66"),
    ],
)  # fmt: skip
def test_what_part_of_the_request_line_is_met(changes: Any, units: Any, quantity: str, met: str) -> None:
    one = a_line(**changes).model_copy(update={"unit": units[0], "covers_unit": units[1]})
    assert amounts.share(one, Decimal(quantity)) == Decimal(met)


@pytest.mark.parametrize(("agreed", "delivered", "beyond"), [(10, 9, 0), (10, 10, 0), (10, 12, 2)])
def test_what_was_confirmed_beyond_what_was_agreed(agreed: int, delivered: int, beyond: int) -> None:
    assert amounts.over_delivered(a_line(agreed=agreed, delivered=delivered)) == beyond
