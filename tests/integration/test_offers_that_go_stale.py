"""An active roster: who leads an offer is asked now and then whether it still stands, and what is not confirmed says so (WM 7)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from deploy.demo.client import Client
from deploy.local.stack import Stack
from services.roster.settings import RosterSettings
from services.roster.storage.repository import OfferRepository
from services.roster.storage.tables import runtime
from shared.contracts.roster import OfferRestated
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from tests.support.bodies import offer_body, request_body
from tests.support.poll import until
from tests.support.whole_worklist import whole_worklist

FRA, OFFERS, REQUESTS = "iso3166:FRA", "/support-offers", "/support-requests"
LISTED = """query($id: String!) { item(key: $id) { notConfirmedSince steps { code who late } }
  supportOffers(first: 100) { nodes { itemId notConfirmedSince } } }"""
CONFIRM = """mutation($id: String!, $version: Int!) {
  confirmSupportOffer(offerId: $id, expectedVersion: $version, key: "still-standing-1") { version problem { code } } }"""


@pytest_asyncio.fixture(loop_scope="session")
async def roster(stack: Stack) -> AsyncIterator[Database]:
    """The roster's own database."""
    address = stack.databases["roster"].partition("?")[0]
    database = Database(RosterSettings(database_url=address), runtime, SystemClock())
    yield database
    await database.dispose()


async def long_ago(roster: Database, offer_id: str, days: int) -> None:
    """Time goes by: the last word of its party lies so many days back."""
    async with roster.unit_of_work(ByClock("time goes by")) as uow:
        offers = OfferRepository(uow.connection)
        state, version = await offers.locked(UUID(offer_id))
        old = state.model_copy(update={"confirmed_at": state.confirmed_at - timedelta(days=days)})
        await offers.save(old, version + 1)
        uow.record(OfferRestated(aggregate_id=offer_id, aggregate_version=version + 1, offer=old))


async def in_line(client: Client) -> str:
    """A request for which offers are ranked."""
    one = await client.call("tcd-authority", "POST", "intake", REQUESTS, request_body(title="Registration by experts"))
    at = f"{REQUESTS}/{one['request_id']}"
    await client.call("wca-officer", "POST", "intake", f"{at}/decision", {"in_line": True, "reason": "A good request"})
    return str(one["request_id"])


async def ranked(client: Client, request_id: str, *offers: str) -> dict[str, Any] | None:
    """The offers as they are ranked, in that order; None until all are."""
    try:
        found = await client.call("wca-officer", "GET", "matching", f"{REQUESTS}/{request_id}/ranking?first=5000")
    except Exception:
        return None
    mine = {one["offer_id"]: one for one in found["lines"][0]["ranked"] if one["offer_id"] in offers}
    return mine if len(mine) == len(offers) else None


@pytest.mark.clause("7.2")
@pytest.mark.paragraph("7")
async def test_an_offer_that_was_long_not_confirmed_is_asked_about_and_ranked_after_others(
    client: Client, roster: Database
) -> None:
    made = [
        await client.call("fra-authority", "POST", "roster", OFFERS, offer_body(title=f"Experts, group {n}"))
        for n in (1, 2)
    ]
    old, fresh = (str(one["offer_id"]) for one in made)
    request = await in_line(client)

    async def both() -> dict[str, Any] | None:
        return await ranked(client, request, old, fresh)

    before = await until(both, "both offers are ranked")
    await long_ago(roster, old, 200)

    async def asked() -> dict[str, Any] | None:
        owed = {(one["itemId"], one["code"]) for one in await whole_worklist(client, "fra-authority", mine=True)}
        return await client.graphql("fra-authority", LISTED, {"id": old}) if (old, "offer_stands") in owed else None

    seen = await until(asked, "France finds in its worklist that it is asked about its offer")
    assert seen["item"]["steps"] == [{"code": "offer_stands", "who": [FRA], "late": True}]
    for reader in ("wca-officer", "tcd-authority"):
        listed = (await client.graphql(reader, LISTED, {"id": old}))["supportOffers"]["nodes"]
        since = {one["itemId"]: one["notConfirmedSince"] for one in listed}
        assert (since[old] is not None, since[fresh]) == (True, None), reader
    mine = await client.graphql("tcd-authority", LISTED, {"id": old})
    owed = await whole_worklist(client, "tcd-authority", mine=True)
    assert (mine["item"]["steps"], [one for one in owed if one["itemId"] == old]) == ([], [])

    async def reminded_of() -> bool:
        found = await client.call("fra-authority", "GET", "notifications", f"/deadlines?item_id={old}")
        return [one["owed"] for one in found["deadlines"]] == ["offer_stands"]

    assert await until(reminded_of, "the step is among what France is reminded of")

    async def after() -> dict[str, Any] | None:
        found = await both()
        return found if found and any(s["signal"] == "confirmed" for s in found[old]["signals"]) else None

    found = await until(after, "the ranking names what is not confirmed")
    assert found[old]["rank"] > found[fresh]["rank"]
    assert found[fresh]["score"] == before[fresh]["score"], "who is fresh scores as before"
    word = next(one for one in found[old]["signals"] if one["signal"] == "confirmed")
    assert (word["value"], word["words"][:20]) == (0.0, "not confirmed since ")
    # France says that it stands, by its own word alone.
    version = 2  # listed, and said again with its old date
    for other in ("wca-officer", "deu-authority"):
        done = await client.graphql(other, CONFIRM, {"id": old, "version": version})
        assert done["confirmSupportOffer"]["problem"]["code"] in {"not_permitted", "not_found"}, other
    done = await client.graphql("fra-authority", CONFIRM, {"id": old, "version": version})
    assert done["confirmSupportOffer"] == {"version": version + 1, "problem": None}

    async def settled() -> bool:
        one = (await client.graphql("fra-authority", LISTED, {"id": old}))["item"]
        again = await both()
        quiet = again is not None and not any(s["signal"] == "confirmed" for s in again[old]["signals"])
        return one == {"notConfirmedSince": None, "steps": []} and quiet

    assert await until(settled, "nothing is owed, and it is ranked as any other")
