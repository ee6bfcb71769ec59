"""Capacity and need: sums that never fall below nothing (WM 7, 16)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain import need
from services.roster.domain import capacity
from shared.contracts.roster import ReservedLine
from shared.contracts.shapes.match import MatchLine
from shared.contracts.shapes.support_offer import LineCapacity, OfferContent
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.errors import Conflict
from tests.support.bodies import offer_body, request_body


def wanted(amount: int) -> list[ReservedLine]:
    quantity = {"amount": str(amount), "unit": "packages"}
    return [ReservedLine.model_validate({"line_id": "experts", "quantity": quantity})]


def fresh(amount: int) -> tuple[LineCapacity, ...]:
    body = offer_body()
    body["lines"][0]["quantity"] = {"amount": str(amount), "unit": "packages"}
    return capacity.fresh(OfferContent.model_validate(body).lines)


@pytest.mark.paragraph("7")
@given(st.integers(1, 50), st.integers(1, 50))
def test_what_is_left_decides(there: int, asked: int) -> None:
    refused = capacity.refusal(fresh(there), wanted(asked))
    assert (refused is None) == (asked <= there)


@pytest.mark.paragraph("7")
def test_a_reservation_names_what_is_wrong() -> None:
    assert capacity.refusal(fresh(1), wanted(2)) == "not_enough_left:experts"
    assert capacity.refusal((), wanted(1)) == "unknown_line:experts"


@pytest.mark.paragraph("16")
def test_a_need_cannot_be_taken_twice() -> None:
    content = RequestContent.model_validate(request_body())
    open_need = need.of_request(content.lines)
    quantity = {"amount": "1", "unit": "packages"}
    line = MatchLine.model_validate(
        {"request_id": "r", "request_line_id": "1", "offer_id": "o", "offer_line_id": "experts", "quantity": quantity,
         "covers": quantity}
    )  # fmt: skip
    after = need.reserve(open_need, [line], "r")
    assert after[0].open == Decimal(0)
    with pytest.raises(Conflict):
        need.reserve(after, [line], "r")
    assert need.free(after, [line], "r")[0].open == Decimal(1)
    assert need.commit(after, [line], "r")[0].committed == Decimal(1)
