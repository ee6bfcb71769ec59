"""Exports on a running region, as an officer, an offerer, a State and the public download them."""

import json
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from deploy.demo.client import Client
from tests.support.exports import rows, sheets
from tests.support.iati import faults
from tests.support.journey import SHOWN, listed, proposal, ranked, request_in_line, settled
from tests.support.poll import until

HIDDEN = {"summary": "CANARY-summary", "gap": "CANARY-gap", "own_commitments": [{"description": "CANARY-own"}]}
CONTACT = {"focal_point": {"name": "CANARY-person", "email": "canary@example.org"}}


async def download(client: Client, actor: str | None, path: str) -> httpx.Response:
    """One export."""
    headers = {"Authorization": f"Bearer {await client.token(actor)}"} if actor else {}
    return await client.http.get(f"{client.addresses['gateway']}/exports/{path}", headers=headers)


async def agreed(client: Client, request: Mapping[str, Any], offer: Mapping[str, Any]) -> str:
    """A match that both sides accepted and an officer confirmed."""
    await ranked(client, request["request_id"], offer["offer_id"])
    sent = proposal(request["request_id"], offer["offer_id"])
    match = (await client.call("wca-officer", "POST", "matching", "/matches", sent))["match_id"]
    await settled(client, match)
    for actor, party in (("tcd-authority", "iso3166:TCD"), ("fra-authority", "iso3166:FRA")):
        answer = {"party": party, "answer": "accepted"}
        await client.call(actor, "POST", "matching", f"/matches/{match}/answer", answer)
    how = {"channel": "through_unhcr", "delivery_mode": "peer_to_peer"}
    await client.call("wca-officer", "POST", "matching", f"/matches/{match}/confirmation", how)
    return str(match)


@pytest.mark.paragraph("17")
@pytest.mark.paragraph("19")
async def test_what_is_agreed_to_is_exported_to_each_until_it_is_taken_back(client: Client) -> None:
    request = await request_in_line(client, title="Exported to all", **HIDDEN)
    one = f"/support-requests/{request['request_id']}"
    offer = await listed(client, title="Offered to all", visibility="public", **CONTACT)
    match = await agreed(client, request, offer)

    async def exported(actor: str | None, path: str, key: str) -> list[dict[str, str]] | None:
        found = [row for row in rows((await download(client, actor, path)).content) if row["#meta+id"] == key]
        return found or None

    officer = await until(lambda: exported("wca-officer", "matches.csv", match), "the match in the officer's export")
    assert (officer[0]["#meta+view"], officer[0]["#country+name"], officer[0]["#org+name+list"]) == (
        "full",
        "Chad",
        "France",
    )
    assert await exported(None, "matches.csv", match) is None
    assert await exported("deu-authority", "support-requests.csv", request["request_id"]) is not None
    assert await exported(None, "support-requests.csv", request["request_id"]) is None
    consent = {"fields": list(SHOWN), "audiences": ["offerers", "public"]}
    await client.call("tcd-authority", "PUT", "intake", f"{one}/consent", consent)
    (public,) = await until(lambda: exported(None, "matches.csv", match), "the match in the public's export")
    assert public["#meta+view"] == "shown"
    assert public["#sector+code+v_acsg"] == "registration"
    for actor in (None, "deu-authority", "integrator-iom"):
        for path in (
            "support-requests.csv",
            "offers.csv",
            "matches.csv",
            "iati.xml",
            "public-events.jsonl",
        ):
            answer = await download(client, actor, path)
            assert answer.status_code == 200
            assert "canary" not in answer.text.lower(), (actor, path)
    for actor in ("wca-officer", "tcd-authority", None):
        assert faults((await download(client, actor, "iati.xml")).content) == []
    assert f"-match-{match}<" in (await download(client, None, "iati.xml")).text
    (sheet,) = sheets((await download(client, "wca-officer", "support-requests.xlsx?language=fr")).content)
    assert "CANARY-summary" in {row[3] for row in sheet}
    events = [json.loads(line) for line in (await download(client, None, "public-events.jsonl")).text.splitlines()]
    assert {"request", "offer", "match"} <= {
        event["type"].rpartition("-")[0].rpartition("-")[2].rpartition(".")[2] for event in events
    }
    await client.call("tcd-authority", "DELETE", "intake", f"{one}/consent", {})

    async def gone() -> bool:
        told = [await exported(None, path, key) for path, key in (("matches.csv", match),)]
        return told == [None] and await exported(None, "support-requests.csv", request["request_id"]) is None

    await until(gone, "what was taken back to be gone")
    assert "Exported to all" not in (await download(client, None, "public-events.jsonl")).text
