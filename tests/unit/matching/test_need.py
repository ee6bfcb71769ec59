"""What is open of a request: open = asked - reserved - committed, never below nothing, in the line's own unit (WM 16)."""

from decimal import Decimal
from typing import Any

import pytest

from services.matching.domain import need
from shared.contracts.shapes.match import MatchLine, NeedLine
from shared.contracts.shapes.support_request import RequestLine
from shared.modalities.errors import Conflict, Invalid
from tests.support.bodies import request_body

pytestmark = pytest.mark.paragraph("16")


def asked(line_id: str = "1", amount: int = 10) -> RequestLine:
    line: dict[str, Any] = request_body()["lines"][0]
    return RequestLine.model_validate(
        line | {"line_id": line_id, "quantity": {"amount": str(amount), "unit": "packages"}}
    )


def open_of(line_id: str = "1", reserved: int = 0, committed: int = 0) -> NeedLine:
    return need.need_line(asked(line_id), Decimal(reserved), Decimal(committed))


def taking(amount: int, line_id: str = "1", request_id: str = "r", unit: str = "packages") -> MatchLine:
    quantity = {"amount": str(amount), "unit": unit}
    return MatchLine.model_validate(
        {"request_id": request_id, "request_line_id": line_id, "offer_id": "o", "offer_line_id": "1",
         "quantity": quantity, "covers": quantity}
    )  # fmt: skip


def numbers(line: NeedLine) -> tuple[int, int, int, int]:
    """Asked, reserved, committed, open."""
    return int(line.asked), int(line.reserved), int(line.committed), int(line.open)


@pytest.mark.parametrize(
    ("reserved", "committed", "left"), [(0, 0, 10), (3, 0, 7), (0, 4, 6), (3, 4, 3), (6, 4, 0), (7, 4, 0)]
)
def test_what_is_open_of_a_line(reserved: int, committed: int, left: int) -> None:
    line = open_of(reserved=reserved, committed=committed)
    assert numbers(line) == (10, reserved, committed, left)
    assert (line.line_id, line.unit) == ("1", "packages")


def test_a_revised_request_keeps_what_is_promised_of_its_lines() -> None:
    before = (open_of("1", reserved=2, committed=3), open_of("gone", reserved=1))
    after = need.of_request([asked("1", 20), asked("new")], before)
    assert [(line.line_id, *numbers(line)) for line in after] == [("1", 20, 2, 3, 15), ("new", 10, 0, 0, 10)]


def test_a_match_covers_lines_of_its_request_and_sums_what_several_offers_give() -> None:
    lines = [taking(1), taking(2), taking(4, "2"), taking(8, request_id="another")]
    assert need.covered(lines, "r") == {"1": Decimal(3), "2": Decimal(4)}


@pytest.mark.parametrize(("amount", "left"), [(1, 6), (7, 0)])
def test_what_is_open_may_be_reserved_to_the_last(amount: int, left: int) -> None:
    first, other = need.reserve((open_of(reserved=3), open_of("2")), [taking(amount)], "r")
    assert numbers(first) == (10, 3 + amount, 0, left)
    assert numbers(other) == (10, 0, 0, 10)


def test_what_is_not_open_is_refused_with_what_is() -> None:
    with pytest.raises(Conflict, match="Of line 1 only 7 packages are open") as refused:
        need.reserve((open_of(reserved=3),), [taking(8)], "r")
    assert refused.value.code == "need_not_open"


def test_every_wrong_line_and_unit_is_named_and_those_of_another_request_are_not() -> None:
    lines = [taking(1, "9", "another"), taking(1), taking(1, "9"), taking(1, unit="expert_days")]
    with pytest.raises(Invalid) as refused:
        need.reserve((open_of(),), lines, "r")
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [
        ("/lines/2/request_line_id", "unknown_line"),
        ("/lines/3/covers/unit", "other_unit"),
    ]


def test_what_was_reserved_is_freed_or_committed() -> None:
    held = (open_of(reserved=5, committed=1),)
    assert numbers(need.free(held, [taking(3)], "r")[0]) == (10, 2, 1, 7)
    assert numbers(need.free(held, [taking(5)], "r")[0]) == (10, 0, 1, 9)
    assert numbers(need.commit(held, [taking(3)], "r")[0]) == (10, 2, 4, 4)
    for change in (need.free, need.commit):
        with pytest.raises(ArithmeticError):
            change(held, [taking(6)], "r")


@pytest.mark.parametrize(("back", "left"), [(2, (10, 1, 3, 6)), (5, (10, 1, 0, 9)), (9, (10, 1, 0, 9))])
def test_what_is_not_given_is_open_again_and_never_more_than_was_committed(back: int, left: tuple[int, ...]) -> None:
    lines = (open_of(reserved=1, committed=5), open_of("2", committed=1))
    first, other = need.give_back(lines, {"1": Decimal(back), "gone": Decimal(1)})
    assert numbers(first) == left
    assert numbers(other) == (10, 0, 1, 9)
