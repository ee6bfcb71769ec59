"""The ledger, and why, of another deployment: that one answers, by its own policy, with the asker's own token (WM 6)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest

from deploy.local.provision import drop, provision
from services.gateway.http.owners import Forwarded, Owners
from shared.contracts.event import Event
from shared.contracts.intake import CountryHandoverCalledBack
from shared.contracts.shapes.handover import CalledBack, HandoverState
from shared.runtime.db.migrations import upgrade
from shared.runtime.kafka.records import Record
from tests.integration.notifications.conftest import START, Open
from tests.support.exchange import exchanging
from tests.support.gateway import Gateway, gateway
from tests.support.happenings import Request, envelope
from tests.support.mail_room import MailRoom, mail_room
from tests.support.served import served

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
SRB = "iso3166:SRB"
LEDGER = """query ($region: String, $filter: LedgerFilter, $first: Int = 50, $after: String) {
  deliveryLedger(region: $region, filter: $filter, first: $first, after: $after) {
    edges { cursor node { deliveryId recipient state } } nodes { recipient } pageInfo { hasNextPage endCursor } } }"""
WHY = """query ($event: String!, $recipient: String, $region: String) {
  whyTold(eventId: $event, recipient: $recipient, region: $region) { told code } }"""


def record(room: MailRoom, event: Event) -> Record:
    """An event of Europe, as it stands on its topic there."""
    said = envelope(event, room.clock.now(), region="europe", source="/acsg/europe/intake")
    return Record(
        event.topic.name, 0, 1, event.aggregate_id, tuple(said.to_headers()), event.model_dump_json().encode()
    )


@asynccontextmanager
async def two(opened: Open, server: tuple[str, Any]) -> AsyncIterator[tuple[dict[str, str], MailRoom, MailRoom]]:
    """Notifications of two deployments on databases of their own, really served; their addresses."""
    name = "acsg_mail_europe"
    own, owner = await provision(server[0], name, server[1])
    await asyncio.to_thread(upgrade, "notifications", owner)
    try:
        async with (
            opened() as wca, mail_room(own, START, deployment="europe", hub="geneva") as europe,
            served(wca.service.app()) as here, served(europe.service.app()) as there, served(exchanging()) as tokens,
        ):  # fmt: skip
            yield {"wca": here, "europe": there, "issuer": tokens}, wca, europe
    finally:
        await drop(server[0], name)


def of(deployment: str, addresses: dict[str, str], **more: str) -> AbstractAsyncContextManager[Gateway]:
    """A gateway that knows its own notifications, and those of the others."""
    known = {name: address for name, address in (addresses | more).items() if name not in (deployment, "issuer")}
    peers = {name: {"notifications": address} for name, address in known.items()}
    own = {"notifications_url": addresses[deployment]} if deployment in addresses else {}
    tokens = f"{addresses.get('issuer', 'http://127.0.0.1:1')}/token"
    return gateway(NOWHERE, deployment=deployment, peers=peers, token_url=tokens, **own)


async def ledger(one: Gateway, who: str, **asked: Any) -> list[str]:
    """Recipients in the ledger."""
    return sorted(node["recipient"] for node in (await one.ask(who, LEDGER, **asked))["deliveryLedger"]["nodes"])


async def code_of(one: Gateway, who: str | None, query: str, **asked: Any) -> str:
    """The code that a question ends with."""
    (error,) = (await one.send(who, query, variables=asked)).json()["errors"]
    return str(error["extensions"]["code"])


async def test_a_region_answers_for_itself(opened: Open, server: tuple[str, Any]) -> None:
    async with two(opened, server) as (addresses, wca, europe):
        for room, name in ((wca, "wca"), (europe, "europe")):
            await room.mailbox(f"{name}-officer", f"unhcr-bureau:{name}")
        await wca.hear(Request("r1", START).submitted)
        route = {"route": "country_office", "country_office": "unhcr-office:SRB"}
        theirs = Request("r2", START, requesting_states=[SRB], submission_route=route).submitted
        there = theirs.request.model_copy(update={"region": "europe"})
        await europe.receive(record(europe, theirs.model_copy(update={"request": there})))
        ours, others = (sorted({f"iso3166:{c}", f"unhcr-bureau:{b}", f"unhcr-office:{c}"})
                        for c, b in (("TCD", "wca"), ("SRB", "europe")))  # fmt: skip
        event = "r2-support-request-submitted-1"
        async with of("geneva", addresses) as geneva, of("wca", addresses, esa="http://127.0.0.1:1") as regional:
            assert await ledger(geneva, "geneva-officer", region="europe") == others
            assert await ledger(geneva, "geneva-officer", region="wca") == ours
            assert await ledger(regional, "wca-officer") == ours
            assert await ledger(regional, "wca-officer", region="wca") == ours
            # Filters and pages are those of the deployment that answers.
            assert await ledger(geneva, "geneva-officer", region="europe", filter={"recipient": SRB}) == [SRB]
            page, seen = None, list[str]()
            for _ in others:
                found = await geneva.ask("geneva-officer", LEDGER, region="europe", first=1, after=page)
                (edge,) = found["deliveryLedger"]["edges"]
                seen, page = [*seen, edge["node"]["recipient"]], found["deliveryLedger"]["pageInfo"]["endCursor"]
            assert (sorted(seen), found["deliveryLedger"]["pageInfo"]["hasNextPage"]) == (others, False)
            (why,) = (await geneva.ask("geneva-officer", WHY, event=event, recipient=SRB, region="europe"))["whyTold"]
            assert why["told"] is True
            (why,) = (await geneva.ask("geneva-officer", WHY, event=event, recipient=SRB, region="wca"))["whyTold"]
            assert why["told"] is False
            # The other deployment's policy decides: a bureau reads its own, a State what it was told.
            assert await code_of(regional, "wca-officer", LEDGER, region="europe") == "not_permitted"
            assert await ledger(regional, "srb-authority", region="europe") == [SRB]
            assert await code_of(regional, None, LEDGER, region="europe") == "not_permitted"
            # There is no such deployment; nobody knows the address; nobody answers there.
            assert await code_of(regional, "wca-officer", LEDGER, region="nowhere") == "invalid_parameters"
            assert await code_of(regional, "wca-officer", LEDGER, region="ap") == "unknown_region"
            assert await code_of(regional, "wca-officer", LEDGER, region="esa") == "owner_away"


@pytest.mark.control
async def test_a_gateway_that_asks_its_own_is_found_out(
    opened: Open, server: tuple[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Owners.ask

    async def at_home(self: Owners, owner: str, path: str, parameters: Any, caller: Forwarded, _: Any) -> Any:
        return await ask(self, owner, path, parameters, caller)

    monkeypatch.setattr(Owners, "ask", at_home)
    async with two(opened, server) as (addresses, wca, _):
        await wca.hear(Request("r1", START).submitted)
        async with of("wca", addresses) as regional:
            assert "iso3166:TCD" in await ledger(regional, "geneva-officer", region="europe")


@pytest.mark.parametrize(
    ("deployment", "party", "told"),
    [("wca", "unhcr-bureau:wca", 1), ("esa", "unhcr-bureau:esa", 1), ("geneva", "unhcr:secretariat", 1),
     ("europe", "unhcr-bureau:europe", 0)],
)  # fmt: skip
async def test_both_bureaux_and_geneva_hear_that_a_country_stays(
    opened: Open, deployment: str, party: str, told: int
) -> None:
    handover = HandoverState(
        handover_id="h1", country="iso3166:TCD", giving="wca", receiving="esa", on=START.date(), reason="Reorganised",
        ordered_by="geneva-officer", ordered_at=START,
        called_back=CalledBack(at=START, by="geneva-officer", reason="Too early"),
    )  # fmt: skip
    event = CountryHandoverCalledBack(aggregate_id="h1", aggregate_version=2, handover=handover)
    scope = "global" if deployment == "geneva" else "regional"
    async with opened(deployment=deployment, scope=scope, hub="geneva") as room:
        await room.mailbox(f"{deployment}-officer", party)
        await room.hear(event)
        await room.tick()
        assert [m["Subject"] for m in room.mails()] == ["Handover of TCD called back (para. 6)"] * told
