"""What stands ready for a gap: what the State may read, by what fits it, whatever is reserved (WM 18)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.matching.fit.ready import begins_at_once, gap, ready, standing_ready
from services.matching.queries.ready_offers import state_of
from services.matching.ranking_file import offer_of
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.modalities.access.actor import PUBLIC, Actor, Role
from shared.modalities.errors import Invalid, NotPermitted, Unauthenticated

pytestmark = pytest.mark.paragraph("18")
TODAY, TCD, FRA = date(2026, 3, 2), "iso3166:TCD", "iso3166:FRA"
CHAD = Actor("tcd", Role.STATE_AUTHORITY, TCD, None, "fr")
OFFICE = Actor("office", Role.COUNTRY_OFFICE, "unhcr-office:TCD", "wca", "fr")


def offer(
    number: int, party: str = FRA, areas: tuple[str, ...] = ("registration",), **changes: Any
) -> SupportOfferState:
    given = {"offer_id": f"o{number}", "offering_parties": [party], "subject": f"Offer {number}", "themes": list(areas)}
    return offer_of(given | changes, number)


def found(*offers: SupportOfferState, areas: tuple[str, ...] = ("registration",), most: int = 20) -> list[list[str]]:
    lines = standing_ready(CHAD, TCD, areas, [ready(one, TODAY, 180) for one in offers], TODAY, most)
    assert [line["functional_area"] for line in lines] == list(areas)
    return [[one["offer_id"] for one in line["offers"]] for line in lines]


def test_offers_stand_by_area_those_that_fit_best_first() -> None:
    german, french, elsewhere = offer(1, "iso3166:DEU"), offer(2), offer(3, areas=("appeals",))
    assert found(german, french, elsewhere) == [["o2", "o1"]], "a common language; appeals are nothing related"
    assert found(german, french, elsewhere, areas=("registration", "appeals"), most=1) == [["o2"], ["o3"]]


def test_what_one_may_not_read_or_use_is_not_there() -> None:
    own, over = offer(1, TCD), offer(2, availability={"start": "2025-01-01", "end": "2026-03-01"})
    withdrawn, narrow = offer(3, status="withdrawn"), offer(4, visibility="secretariat")
    for_others = offer(5, countries=["NER"])
    assert found(own, over, withdrawn, narrow, for_others, offer(6)) == [["o6"]]


def test_nothing_tells_what_is_reserved() -> None:
    whole = offer(1)
    (line,) = whole.capacity
    held = whole.model_copy(
        update={"capacity": (line.model_copy(update={"reserved": line.quantity, "remaining": Decimal(0)}),)}
    )
    taken = whole.model_copy(
        update={"capacity": (line.model_copy(update={"committed": line.quantity, "remaining": Decimal(0)}),)}
    )
    said = [standing_ready(CHAD, TCD, ("registration",), [ready(one, TODAY, 180)], TODAY, 5) for one in (whole, held)]
    assert said[0] == said[1]
    assert found(taken) == [[]], "what confirmed matches took is known to all"


def test_an_office_looks_for_its_state_and_nobody_else_looks() -> None:
    assert [state_of(one) for one in (CHAD, OFFICE)] == [TCD, TCD]
    for role, party in ((Role.STAKEHOLDER, "org:ecre"), (Role.INTEGRATOR, "org:ecre")):
        with pytest.raises(NotPermitted):
            state_of(Actor("x", role, party, None, "en"), TCD)
    assert state_of(CHAD, "iso3166:SEN") == TCD, "a State looks for itself, whatever it says"
    with pytest.raises(Unauthenticated):
        state_of(PUBLIC)


def test_an_officer_names_the_state_that_it_looks_for() -> None:
    officer = Actor("x", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "en")
    assert state_of(officer, TCD) == TCD
    for asked in (None, "TCD", "iso3166:XXX", "org:ecre"):
        with pytest.raises(Invalid):
            state_of(officer, asked)


def test_what_can_begin_at_once_is_available_today_and_confirmed_of_late() -> None:
    fresh = datetime(2026, 2, 20, tzinfo=UTC)
    now = offer(1, availability={"start": "2026-01-01", "end": "2026-12-31"}).model_copy(update={"confirmed_at": fresh})
    later = offer(2, availability={"start": "2026-06-01", "end": "2026-12-31"}).model_copy(
        update={"confirmed_at": fresh}
    )
    stale = now.model_copy(update={"confirmed_at": datetime(2025, 1, 1, tzinfo=UTC)})
    assert [begins_at_once(ready(one, TODAY, 180), TODAY) for one in (now, later, stale)] == [True, False, False]


def test_a_gap_says_no_more_than_the_state_and_its_areas() -> None:
    (one,) = gap(TCD, ("registration",), TODAY)
    assert (one.states, one.bureaux, one.amount, one.worked) == ((TCD,), frozenset({"wca"}), None, {})
    assert "fr" in one.languages
