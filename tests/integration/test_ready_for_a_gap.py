"""A State finds what stands ready for its gap before it asks for anything, and nobody learns that it looked (WM 18)."""

from typing import Any

import pytest

from deploy.demo.client import Client, Refused
from tests.support.bodies import offer_body
from tests.support.poll import until

READY = """query($areas: [String!]!) { readyOffers(functionalAreas: $areas, first: 100) { functionalArea
  offers { offerId title offeringParties score signals { signal value words } } } }"""


async def ready(client: Client, actor: str, *areas: str) -> dict[str, dict[str, Any]]:
    """By area, then by offer."""
    found = (await client.graphql(actor, READY, {"areas": list(areas)}))["readyOffers"]
    return {line["functionalArea"]: {one["offerId"]: one for one in line["offers"]} for line in found}


@pytest.mark.clause("18.3")
@pytest.mark.paragraph("18")
async def test_a_state_finds_what_stands_ready_for_its_gap(client: Client) -> None:
    made = {
        name: (await client.call("fra-authority", "POST", "roster", "/support-offers",
                                 offer_body(title=f"Ready: {name}", **changes)))["offer_id"]
        for name, changes in {
            "open": {}, "kept": {"visibility": "secretariat"}, "elsewhere": {"countries": ["iso3166:NER"]},
        }.items()
    }  # fmt: skip

    async def of_niger() -> bool:
        return {made["open"], made["elsewhere"]} <= set(
            (await ready(client, "ner-authority", "registration"))["registration"]
        )

    assert await until(of_niger, "both offers stand ready for the State that one of them names")
    found = await ready(client, "tcd-authority", "registration", "appeals")
    one = found["registration"][made["open"]]
    assert (one["title"], one["offeringParties"]) == ("Ready: open", ["iso3166:FRA"])
    assert {"functional_area", "language", "geography"} <= {signal["signal"] for signal in one["signals"]}
    assert not {made["kept"], made["elsewhere"]} & set(found["registration"])
    assert made["open"] not in found["appeals"]
    assert made["open"] in (await ready(client, "tcd-office", "registration"))["registration"]
    for other in ("ecre", "wca-officer"):
        with pytest.raises(Refused):
            await ready(client, other, "registration")
    for path in (
        "/ready-offers",
        "/ready-offers?functional_areas=nothing",
        "/ready-offers?functional_areas=registration&first=0",
    ):
        with pytest.raises(Refused) as refused:
            await client.call("tcd-authority", "GET", "matching", path)
        assert refused.value.status == 422, path
