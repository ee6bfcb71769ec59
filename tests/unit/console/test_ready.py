"""What stands ready for a gap, on its page (WM 18)."""

from collections.abc import Mapping
from typing import Any

import pytest

from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import NotPermitted
from tests.support.pages import MadeUpGateway, Reader

CHAD = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
NGO = Actor("ecre", Role.STAKEHOLDER, "org:ecre", None, "en")
SIGNAL = {"signal": "confirmed", "value": 0.0, "words": "not confirmed since 2026-01-02"}
OFFER = {"rank": 1, "offerId": "o-1", "reference": "OFFER-2026-FRA-001", "title": "Experts <b>", "language": "fr",
         "offeringParties": ["iso3166:FRA"], "score": 0.91, "signals": [SIGNAL]}  # fmt: skip


def reader(actor: Actor, language: str = "fr") -> tuple[Reader, list[Any]]:
    asked: list[Any] = []

    def answers(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        asked.append((name, given.get("areas")))
        return {
            "readyOffers": [
                {"functionalArea": "registration", "offers": [OFFER]},
                {"functionalArea": "reception", "offers": []},
            ]
        }

    return Reader(actor, MadeUpGateway(answers), language), asked


@pytest.mark.paragraph("18")
async def test_offers_stand_under_the_areas_that_were_chosen() -> None:
    for language in LANGUAGES:
        at, asked = reader(CHAD, language)
        seen = (await at.see("ready", "area=registration&area=reception&area=nothing")).text
        assert [name for name, _ in asked] == ["ready"]
        assert set(asked[0][1]) == {"registration", "reception"}, "what is no area is not asked for"
        assert seen.count(" checked") == 2
        assert 'href="/offers/o-1"' in seen
        assert "Experts &lt;b&gt;" in seen


async def test_before_an_area_is_chosen_nothing_is_asked() -> None:
    at, asked = reader(CHAD)
    seen = (await at.see("ready")).text
    assert (asked, 'name="area"' in seen, 'href="/offers/' in seen) == ([], True, False)


async def test_who_is_no_state_is_told_who_looks() -> None:
    with pytest.raises(NotPermitted):
        await reader(NGO)[0].see("ready")
