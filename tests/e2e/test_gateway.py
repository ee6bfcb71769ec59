"""One view of everything: the gateway follows the journey, tells listeners, and shows each reader his part alone."""

import asyncio
import json
import sys
from decimal import Decimal
from typing import Any

import asyncpg
import pytest
import websockets

from deploy.demo.client import Client, Refused
from deploy.local.processes import ROOT
from deploy.local.stack import Stack
from tests.support.bodies import request_body
from tests.support.journey import listed, proposal, ranked, request_in_line, settled
from tests.support.poll import until

ITEM = """query($key: String!) { item(key: $key) { kind status reference title version
  lines { functionalArea amount } findings { paragraph outcome } versions { number }
  history { type paragraph words } } }"""


async def version(client: Client, match_id: str) -> int:
    """The version of a match that an officer sees at its owner."""
    url = f"{client.addresses['matching']}/matches/{match_id}"
    seen = await client.http.get(url, headers={"Authorization": f"Bearer {await client.token('wca-officer')}"})
    return int(seen.headers["ETag"].strip('"'))


async def shown(client: Client, actor: str, key: str, status: str) -> dict[str, Any]:
    """An item as an actor sees it, once it has a status."""

    async def ask() -> dict[str, Any] | None:
        found = (await client.graphql(actor, ITEM, {"key": key}))["item"]
        return found if found and found["status"] == status else None

    return await until(ask, f"{key} as {status} in GraphQL")


async def test_the_journey_is_seen_and_a_listener_hears_of_the_confirmation(client: Client) -> None:
    request, offer = await request_in_line(client), await listed(client)
    await ranked(client, request["request_id"], offer["offer_id"])
    sent = proposal(request["request_id"], offer["offer_id"])
    match = await client.call("wca-officer", "POST", "matching", "/matches", sent)
    await settled(client, match["match_id"])
    await shown(client, "wca-officer", match["match_id"], "reserved")
    heard = asyncio.create_task(listen(client, "tcd-authority", match["match_id"], "confirmed"))
    for actor, party in (("tcd-authority", "iso3166:TCD"), ("fra-authority", "iso3166:FRA")):
        answer = """mutation($m: String!, $p: String!, $k: String!, $v: Int!) {
          answerMatch(matchId: $m, expectedVersion: $v, party: $p, answer: "accepted", key: $k) { state problem { detail } } }"""
        said = {"m": match["match_id"], "p": party, "k": f"{match['match_id']}-{actor}"}
        done = await client.graphql(actor, answer, said | {"v": await version(client, match["match_id"])})
        assert done["answerMatch"]["problem"] is None
    how = {"channel": "bilateral", "delivery_mode": "peer_to_peer"}
    await client.call("wca-officer", "POST", "matching", f"/matches/{match['match_id']}/confirmation", how)
    assert "confirmed" in await asyncio.wait_for(heard, 30)
    seen = await shown(client, "geneva-officer", request["reference"], "in_line")
    steps = [h["type"].rpartition(".")[2] for h in seen["history"]]
    assert [step for step in steps if step != "open-need-changed"] == [
        "support-request-submitted", "request-found-in-line", "consent-to-solicit-given",
    ]  # fmt: skip
    assert seen["findings"][0]["paragraph"] == "9"
    assert (await client.graphql("fra-authority", ITEM, {"key": request["reference"]}))["item"] is None


async def listen(client: Client, actor: str, key: str, until_status: str) -> list[str]:
    """Statuses a subscriber hears, up to one."""
    url = client.addresses["gateway"].replace("http", "ws") + "/graphql"
    heard = []
    async with websockets.connect(url, subprotocols=["graphql-transport-ws"]) as socket:  # type: ignore[list-item]
        token = {"Authorization": f"Bearer {await client.token(actor)}"}
        await socket.send(json.dumps({"type": "connection_init", "payload": token}))
        query = "subscription($key: String!) { itemChanged(key: $key) { status version type } }"
        assert json.loads(await socket.recv())["type"] == "connection_ack"
        payload = {"query": query, "variables": {"key": key}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        while until_status not in heard:
            message = json.loads(await socket.recv())
            assert message["type"] == "next", message
            heard.append(message["payload"]["data"]["itemChanged"]["status"])
    return heard


@pytest.mark.paragraph("17")
async def test_offerers_see_the_consented_view_and_nothing_else(client: Client) -> None:
    body = {"gap": "CANARY-gap", "summary": "CANARY-summary", "own_commitments": [{"description": "CANARY-own"}]}
    request = await request_in_line(client, title="Shown title of the request", **body)
    await shown(client, "tcd-authority", request["reference"], "in_line")

    async def asked() -> list[Any] | None:
        query = "{ solicitedRequests(first: 200) { itemId fields } }"
        found = (await client.graphql("fra-authority", query))["solicitedRequests"]
        return [f for f in found if f["itemId"] == request["request_id"]] or None

    seen = await until(asked, "the consented view")
    assert seen[0]["fields"]["title"] == "Shown title of the request"
    everything = """{ supportRequests(first: 200) { edges { node { state } } } openNeeds { edges { node { state } } }
      solicitedRequests(first: 200) { fields } matches { edges { node { state } } } worklist { what reference } }"""
    for actor in ("fra-authority", "euaa"):
        assert "CANARY" not in json.dumps(await client.graphql(actor, everything))
    # Other tests have shown things of theirs to all; of this request there is nothing.
    public = "{ supportRequests(first: 200) { nodes { itemId } } solicitedRequests(first: 200) { itemId } }"
    found = json.dumps(await client.graphql(None, public))
    assert request["request_id"] not in found


async def test_pages_follow_each_other_and_a_bad_page_is_refused(client: Client) -> None:
    for _ in range(3):
        await client.call("cmr-authority", "POST", "intake", "/support-requests",
                          request_body(requesting_states=["iso3166:CMR"],
                                       submission_route={"route": "direct", "reason": "No office"}))  # fmt: skip
    query = """query($after: String) { supportRequests(first: 2, after: $after) {
      edges { node { reference parties } } pageInfo { hasNextPage endCursor } } }"""

    async def both() -> list[str] | None:
        one = (await client.graphql("cmr-authority", query))["supportRequests"]
        two = (await client.graphql("cmr-authority", query, {"after": one["pageInfo"]["endCursor"]}))["supportRequests"]
        rows = [e["node"]["reference"] for e in (*one["edges"], *two["edges"])]
        return rows if len(rows) == 3 and not two["pageInfo"]["hasNextPage"] else None

    assert len(set(await until(both, "three requests on two pages"))) == 3
    with pytest.raises(Refused, match="first"):
        await client.graphql("cmr-authority", "{ supportRequests(first: 9999) { edges { cursor } } }")
    with pytest.raises(Refused):
        await client.graphql(
            "cmr-authority", "{ " + " ".join(f"a{n}: freshness {{ region }}" for n in range(50)) + " }"
        )


@pytest.mark.clause("11.5")
async def test_the_worklist_says_who_must_act(client: Client) -> None:
    made = await client.call("tcd-authority", "POST", "intake", "/support-requests", request_body())

    async def owed() -> dict[str, Any] | None:
        found = await client.graphql("wca-officer", "{ worklist(first: 200) { itemId who what paragraph late dueAt } }")
        return next((w for w in found["worklist"] if w["itemId"] == made["request_id"]), None)

    step = await until(owed, "the step in the worklist")
    assert (step["who"], step["paragraph"], step["late"]) == (["unhcr-bureau:wca"], "8", False)


async def test_figures_are_live_and_a_rebuild_gives_exactly_the_same(stack: Stack, client: Client) -> None:
    await request_in_line(client)
    query = "{ unmetNeed { region functionalArea unit open requests } firstFeedback { region requests medianSeconds } }"

    async def counted(service: str, query: str) -> Any:
        connection = await asyncpg.connect(stack.databases[service])
        try:
            return await connection.fetchval(query)
        finally:
            await connection.close()

    async def live() -> dict[str, Any] | None:
        # Everything has caught up: matching with intake, and both figures with their owners.
        in_line = await counted(
            "intake", "select count(*) from support_request where state->'decision'->>'in_line' = 'true'"
        )
        if await counted("matching", "select count(*) from need") != in_line:
            return None
        heard = await counted(
            "intake",
            "select count(*) from support_request where state->>'feedback_at' is not null and status <> 'withdrawn'",
        )
        # What was withdrawn is needed no more.
        still = await counted(
            "matching",
            "select sum(asked - committed) from need_line join known_request using (request_id)"
            " where state->>'status' <> 'withdrawn'",
        )
        found = await client.graphql("wca-officer", query)
        shown = sum(Decimal(one["open"]) for one in found["unmetNeed"])
        return found if shown == still and [f["requests"] for f in found["firstFeedback"]] == [heard] else None

    before = await until(live, "figures of every request")
    again = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.gateway", "rebuild-pulse",
        cwd=ROOT, env=stack._environments["gateway"], stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, _ = await asyncio.wait_for(again.communicate(), 60)
    assert again.returncode == 0
    assert b"figures rebuilt" in said
    assert await client.graphql("wca-officer", query) == before
    fresh = (await client.graphql("geneva-officer", "{ freshness { missing region } }"))["freshness"]
    assert fresh
    assert {f["missing"] for f in fresh} == {"0"}
