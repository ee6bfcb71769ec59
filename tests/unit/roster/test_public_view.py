"""What others see of an offer, and when they see that it changed: a reservation is never seen (WM 7, 11, 17, 18)."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, Literal

import pytest

from services.roster.domain.public_view import for_others, public_view, uptake
from shared.contracts.shapes.named_party import asked
from shared.contracts.shapes.support_offer import ForOthers, LineCapacity, OfferContent, SupportOfferState
from tests.support.bodies import offer_body

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
BODY = offer_body(focal_point={"name": "A. Official", "email": "offer@example.org"})


def line(quantity: int, reserved: int, committed: int, line_id: str = "experts") -> LineCapacity:
    return LineCapacity.model_validate(
        {"line_id": line_id, "unit": "packages", "quantity": quantity, "reserved": reserved, "committed": committed,
         "remaining": quantity - reserved - committed}
    )  # fmt: skip


def an_offer(*capacity: LineCapacity, state: dict[str, Any] | None = None, **changes: Any) -> SupportOfferState:
    values: dict[str, Any] = {
        "offer_id": "o", "reference": "ACSG-O-2026-001", "region": "europe", "status": "live", "origin": "proactive",
        "content_version": 3, "content": OfferContent.model_validate(BODY | changes), "listed_at": NOW, "confirmed_at": NOW,
        "capacity": capacity or (line(4, 0, 0),),
    }  # fmt: skip
    return SupportOfferState.model_validate(values | (state or {}))


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ((line(4, 0, 0),), "available"), ((line(4, 4, 0),), "available"), ((line(4, 0, 1),), "partly_taken"),
        ((line(4, 3, 1),), "partly_taken"), ((line(4, 0, 4),), "taken"), ((line(4, 0, 4), line(2, 0, 0)), "partly_taken"),
        ((line(4, 0, 0), line(2, 2, 0)), "available"), ((line(4, 0, 4), line(2, 0, 2)), "taken"),
    ],
)  # fmt: skip
def test_uptake_counts_confirmed_matches_alone(lines: tuple[LineCapacity, ...], word: str) -> None:
    assert uptake(lines) == word


WAITS = {"named": asked(("iso3166:CHE",), "offerer", NOW, NOW)}
STATES: dict[str, dict[str, Any]] = {"live": {}, "withdrawn": {"status": "withdrawn"}, "moved": {"handed_over_to": "esa"},
                                     "waits": WAITS}  # fmt: skip


@pytest.mark.paragraph("17")
@pytest.mark.parametrize(("visibility", "state"), list(product(["public", "mechanism", "secretariat"], STATES)))
def test_a_public_view_needs_both_a_public_offer_and_one_that_stands(visibility: str, state: str) -> None:
    shown = public_view(an_offer(state=STATES[state], visibility=visibility))
    assert (shown is not None) is (visibility == "public" and state == "live")
    if shown is not None:
        assert (shown["reference"], shown["region"], shown["uptake"]) == ("ACSG-O-2026-001", "europe", "available")
        assert "focal_point" not in shown
        assert "offer@example.org" not in str(shown)


STOOD: tuple[ForOthers | None, ...] = (
    None,
    ForOthers(uptake="available", number=7, since=NOW - timedelta(days=9), at_version=5),
)


@pytest.mark.parametrize("stood", STOOD, ids=["first", "told before"])
@pytest.mark.parametrize("kind", ["reserved", "contact", "again", "named"])
def test_what_they_cannot_see_changes_nothing_for_others(stood: ForOthers | None, kind: str) -> None:
    before = an_offer(state={"for_others": stood})
    after = {
        "reserved": an_offer(line(4, 2, 0), state={"for_others": stood}),
        "contact": an_offer(focal_point={"name": "B. Other", "email": "other@example.org"}),
        "again": before,
        "named": an_offer(state={"named": WAITS["named"]}),
    }[kind]
    wanted = stood or ForOthers(uptake="available", number=3, since=NOW)
    assert for_others(before, after, 12, LATER) == wanted


Change = Literal["title", "visibility", "withdrawn", "committed"]


@pytest.mark.parametrize("stood", STOOD, ids=["first", "told before"])
@pytest.mark.parametrize("kind", ["title", "visibility", "withdrawn", "committed"])
def test_what_they_see_counts_one_on(stood: ForOthers | None, kind: Change) -> None:
    after = {
        "title": an_offer(title="Other experts"),
        "visibility": an_offer(visibility="public"),
        "withdrawn": an_offer(state={"status": "withdrawn"}),
        "committed": an_offer(line(4, 0, 1)),
    }[kind]
    word = "partly_taken" if kind == "committed" else "available"
    number = (stood.number if stood else 3) + 1
    wanted = ForOthers.model_validate({"uptake": word, "number": number, "since": LATER, "at_version": 12})
    assert for_others(an_offer(state={"for_others": stood}), after, 12, LATER) == wanted
