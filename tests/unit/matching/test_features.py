"""What the ranking takes of an offer: its own words first, its parties' where it says nothing (WM 7, 11, 18)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.matching.fit.features import OfferPlace, OfferWindow, features, home_bureau, languages_of
from shared.contracts.shapes.named_party import asked
from shared.contracts.shapes.support_offer import LineCapacity, OfferContent, SupportOfferState
from shared.contracts.vocabulary import bureau_of
from tests.support.bodies import offer_body

NOW, TODAY = datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 3, 2)
FRA, CHE = "iso3166:FRA", "iso3166:CHE"


def an_offer(state: dict[str, Any] | None = None, **changes: Any) -> SupportOfferState:
    values: dict[str, Any] = {
        "offer_id": "o", "reference": "ACSG-O-2026-001", "region": "europe", "status": "live", "origin": "proactive",
        "content_version": 1, "content": OfferContent.model_validate(offer_body(**changes)), "capacity": (),
        "listed_at": NOW, "confirmed_at": NOW,
    }  # fmt: skip
    return SupportOfferState.model_validate(values | (state or {}))


@pytest.mark.parametrize(
    ("party", "spoken"),
    [
        (FRA, {"fr"}), (CHE, {"de", "fr", "gsw", "it"}), ("iso3166:TCD", {"ar", "fr"}), ("org:euaa", set()), ("iso3166:XXX", set()),
        ("unhcr-office:FRA", set()),
    ],
)  # fmt: skip
def test_languages_are_those_of_a_state(party: str, spoken: set[str]) -> None:
    assert languages_of(party) == spoken


@pytest.mark.paragraph("6")
def test_a_home_is_a_states_on_a_date() -> None:
    assert home_bureau(FRA, TODAY) == bureau_of("FRA", TODAY) is not None
    assert home_bureau("org:euaa", TODAY) is None
    assert home_bureau("unhcr-office:FRA", TODAY) is None


@pytest.mark.parametrize(
    ("said", "parties", "spoken"),
    [
        (["en"], [CHE], {"en"}),
        (["en", "fr"], [CHE], {"en", "fr"}),
        ([], [FRA], {"fr"}),
        ([], [FRA, CHE], {"de", "fr", "gsw", "it"}),
        ([], ["org:euaa"], set()),
    ],
)
def test_an_offers_own_languages_come_first(said: list[str], parties: list[str], spoken: set[str]) -> None:
    assert features(an_offer(languages=said, offering_parties=parties), TODAY).languages == spoken


@pytest.mark.parametrize("known", [True, False])
def test_what_is_left_of_a_line_is_the_owners_word_or_all_of_it(known: bool) -> None:
    left = LineCapacity.model_validate(
        {"line_id": "experts" if known else "other", "unit": "packages", "quantity": "1", "reserved": "1", "committed": "0",
         "remaining": "0"}
    )  # fmt: skip
    line = features(an_offer({"capacity": (left,)}), TODAY).lines[0]
    assert line.left == ("packages", Decimal(0 if known else 1))
    assert (line.line_id, line.areas, line.support_type, line.form) == (
        "experts",
        frozenset({"registration"}),
        "technical",
        None,
    )


@pytest.mark.paragraph("18")
def test_it_is_live_when_it_stands_on_the_roster() -> None:
    assert features(an_offer(), TODAY).live
    assert not features(an_offer({"status": "withdrawn"}), TODAY).live
    assert not features(an_offer({"handed_over_to": "esa"}), TODAY).live
    assert not features(an_offer({"named": asked(("iso3166:CHE",), "offerer", NOW, NOW)}), TODAY).live


def test_where_and_when() -> None:
    home = home_bureau(FRA, TODAY)
    assert home is not None
    one = features(an_offer(countries=["iso3166:TCD"], offering_parties=[FRA, "org:euaa"]), TODAY)
    assert one.place == OfferPlace(frozenset({"iso3166:TCD"}), frozenset(), frozenset({home}))
    assert features(an_offer(offering_parties=["org:euaa"]), TODAY).place.home == frozenset()
    assert one.window == OfferWindow(date(2026, 1, 1), date(2028, 12, 31))
    assert features(an_offer(availability={"start": "2026-01-01"}), TODAY).window.end == date.max
    assert (one.offer_id, one.reference, one.parties) == ("o", "ACSG-O-2026-001", (FRA, "org:euaa"))
