"""A request becomes a confirmed match, across processes and topics."""

import pytest

from deploy.demo.client import Client
from tests.support.journey import listed, proposal, ranked, request_in_line, settled
from tests.support.poll import until


@pytest.mark.clause("1.1")
@pytest.mark.clause("8.1")
@pytest.mark.clause("10.1")
@pytest.mark.clause("11.1")
@pytest.mark.clause("19.1")
async def test_a_request_becomes_a_confirmed_match(client: Client) -> None:
    request, offer = await request_in_line(client), await listed(client)
    line = await ranked(client, request["request_id"], offer["offer_id"])
    first = next(o for o in line["ranked"] if o["offer_id"] == offer["offer_id"])
    assert all({"signal", "value", "weight", "words"} <= set(s) for s in first["signals"])
    match = await client.call(
        "wca-officer", "POST", "matching", "/matches", proposal(request["request_id"], offer["offer_id"])
    )
    one = f"/matches/{match['match_id']}"
    assert (await settled(client, match["match_id"]))["status"] == "reserved"
    for actor, party in (("tcd-authority", "iso3166:TCD"), ("fra-authority", "iso3166:FRA")):
        await client.call(actor, "POST", "matching", f"{one}/answer", {"party": party, "answer": "accepted"})
    how = {"channel": "bilateral", "delivery_mode": "peer_to_peer"}
    confirmed = await client.call("wca-officer", "POST", "matching", f"{one}/confirmation", how)
    assert confirmed["status"] == "confirmed"

    async def committed() -> bool:
        found = await client.call("fra-authority", "GET", "roster", f"/support-offers/{offer['offer_id']}")
        return found["capacity"][0]["committed"] == "1"

    assert await until(committed, "the committed capacity")
