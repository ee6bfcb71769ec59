"""Which proactive offers may answer a request that is shown, worked out of what is shown alone; nobody hears twice (WM 17, 18)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.matching.domain import fitting as domain
from services.matching.domain.fitting import Heard
from services.matching.fit.fitting import areas_of, fitting, shown_lines
from shared.contracts.shapes.fitting import MOST_OFFERS, HintedOffer
from shared.contracts.shapes.support_offer import OfferContent, SupportOfferState
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.access.audience import TO_OFFERERS, Audience
from tests.support.bodies import offer_body, request_body

pytestmark = [pytest.mark.paragraph("18"), pytest.mark.paragraph("17")]
TODAY = date(2026, 3, 2)
CONTENT = RequestContent.model_validate(request_body())
EVERYBODY = Audience.of_words(TO_OFFERERS)
FIELDS = CONTENT.model_dump(mode="json", include={"title", "lines", "requesting_states"})


def offer(name: str = "o1", status: str = "live", **changes: Any) -> SupportOfferState:
    """An offer of France that fits, unless something of it is other."""
    content = OfferContent.model_validate(offer_body(**changes))
    capacity = [
        {"line_id": one.line_id, "unit": one.quantity.unit, "quantity": one.quantity.amount, "reserved": 0, "committed": 0,
         "remaining": one.quantity.amount}
        for one in content.lines
    ]  # fmt: skip
    state = {
        "offer_id": name, "reference": f"OFFER-{name}", "region": "wca", "status": status, "content_version": 1, "content": content,
        "origin": "in_response" if content.in_response_to else "proactive", "capacity": capacity,
        "listed_at": "2026-01-01T00:00:00Z", "confirmed_at": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    return SupportOfferState.model_validate(state)


def found(
    *offers: SupportOfferState, fields: Any = None, audience: Audience = EVERYBODY, amounts: Any = None
) -> list[str]:
    return fitting(CONTENT, FIELDS if fields is None else fields, audience, amounts or {}, offers, TODAY)


def other_area() -> list[dict[str, Any]]:
    return [offer_body()["lines"][0] | {"functional_areas": ["legal_aid"]}]


def test_an_offer_of_the_area_that_is_asked_fits() -> None:
    assert found(offer()) == ["o1"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": "withdrawn"}, "it is withdrawn"),
        ({"lines": other_area()}, "it is of another area"),
        ({"in_response_to": "r1"}, "it answers a request"),
        ({"offering_parties": ["iso3166:TCD"]}, "the State itself asks"),
        ({"countries": ["iso3166:CMR"]}, "it is for another country"),
        ({"availability": {"start": "2024-01-01", "end": "2024-01-02"}}, "it is not there then"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_does_not_fit_hears_nothing(changes: dict[str, Any], why: str) -> None:
    assert found(offer(**changes)) == [], why


def test_who_is_outside_the_audience_hears_nothing_and_neither_does_who_offers_with_one() -> None:
    german = Audience(parties=frozenset({"iso3166:DEU"}))
    assert found(offer(), audience=german) == []
    assert found(offer(offering_parties=["iso3166:FRA", "iso3166:DEU"]), audience=german) == []
    assert found(offer(offering_parties=["iso3166:DEU"]), audience=german) == ["o1"]


def test_of_what_is_not_shown_nothing_is_concluded() -> None:
    assert found(offer(), fields={"title": "Registration"}) == []
    unnamed = {name: value for name, value in FIELDS.items() if name != "requesting_states"}
    for_chad, for_region = offer("o1", countries=["iso3166:TCD"]), offer("o2", bureaux=["wca"])
    assert found(for_chad, for_region, offer("o3")) == ["o1", "o2", "o3"] or set(
        found(for_chad, for_region, offer("o3"))
    ) == {"o1", "o2", "o3"}
    assert found(for_chad, for_region, offer("o3"), fields=unnamed) == ["o3"]
    assert found(offer(offering_parties=["iso3166:TCD"]), fields=unnamed) == []


def test_what_is_met_already_is_asked_of_nobody() -> None:
    met = {line.line_id: Decimal(0) for line in CONTENT.lines}
    assert found(offer(), amounts=met) == []


def test_areas_are_those_of_the_shown_lines() -> None:
    assert areas_of(shown_lines(FIELDS)) == tuple(sorted({line.functional_area for line in CONTENT.lines}))
    assert shown_lines({"title": "x"}) == ()


def heard_of(*names: str, region: str | None = None) -> list[HintedOffer]:
    return [HintedOffer(offer_id=one, reference=one, party="iso3166:FRA", region=region) for one in names]


class Asked:
    """A request as far as the rule reads it."""

    request_id, region = "r1", "wca"

    def __init__(self, content_version: int = 1) -> None:
        self.content_version = content_version


def tell(before: Heard | None, found_now: list[HintedOffer], version: int = 1) -> tuple[Heard, tuple[str, ...]]:
    request: Any = Asked(version)
    state, new = domain.told(before, request, 3, {"title": "T"}, found_now, "f1")
    known = before.of_version(version) if before is not None else frozenset()
    return Heard(state, 1, known | set(new)), new


def test_nobody_hears_twice_of_one_version_for_one_offer() -> None:
    first, new = tell(None, heard_of("a"))
    assert (new, first.state.fitting_id, first.state.serving()) == (("a",), "f1", frozenset())
    second, new = tell(first, heard_of("a", "b"))
    assert (new, second.state.fitting_id) == (("b",), "f1")
    gone = Heard(domain.recalled(second.state, 4), 2, second.offers)
    assert (gone.state.offers, gone.state.shown, gone.state.status) == ((), {}, "recalled")
    again, new = tell(gone, heard_of("a", "b"))
    assert (new, len(again.state.offers), again.state.status) == ((), 2, "told")
    _, new = tell(again, heard_of("a"), version=2)
    assert new == ("a",)


def test_who_may_not_see_it_any_more_leaves_and_its_deployment_hears_of_that() -> None:
    first, _ = tell(None, heard_of("a", region="europe"))
    later, new = tell(first, [])
    assert (new, later.state.offers, later.state.serving()) == ((), (), frozenset({"europe"}))
    assert domain.same(first.state, first.state.model_copy(update={"request_version": 9}))
    assert not domain.same(first.state, later.state)


def test_no_more_than_so_many_and_nobody_who_heard_is_pushed_out() -> None:
    first, _ = tell(None, heard_of("last"))
    many = [f"o{n}" for n in range(MOST_OFFERS)]
    later, new = tell(first, heard_of(*many, "last"))
    assert (len(later.state.offers), later.state.offers[0].offer_id, len(new)) == (MOST_OFFERS, "last", MOST_OFFERS - 1)
