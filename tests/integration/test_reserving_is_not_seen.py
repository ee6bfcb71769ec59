"""A reservation comes and goes, and nobody but the offer's parties and officers can tell (WM 7, 11, 17).

Everything that others can ask is compared byte for byte, before, while something is reserved, and after it was released;
meanwhile no webhook is called, no subscription told, and no public event written. Officers see all of it.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from services.gateway.graphql import item_news
from services.roster.actions.record_change import record_change
from services.roster.domain import capacity
from shared.contracts import roster as r
from shared.contracts.shapes.support_offer import LineCapacity, SupportOfferState
from shared.contracts.shapes.values import Quantity
from shared.modalities.access import views
from tests.integration.gateway.test_world_subscriptions import heard, listening
from tests.integration.test_public_surfaces import INTEGRATOR, OFFERER, PUBLIC, World, world
from tests.support.gateway import served
from tests.support.public_board import done

READERS = (PUBLIC, INTEGRATOR, OFFERER)
OFFICER = "wca-officer"
ORDERED = """query($since: DateTime!) { supportOffers(order: CHANGED_NEWEST) { totalCount edges { cursor node {
  id version status changedAt begunAt parties functionalAreas state history { type } } } }
  changed: supportOffers(filter: {changedFrom: $since}) { totalCount }
  earlier: supportOffers(filter: {changedBefore: $since}) { totalCount }
  item(key: "o0") { id version changedAt state title lines { amount } } }"""

OF_NOW = re.compile(r'generated-datetime="[^"]*"|<dcterms:(created|modified)[^>]*>[^<]*<')
"""When a document was made: it says nothing of what stands in it."""


def change(one: World, event: type[r.ReservationEvent], left: tuple[LineCapacity, ...], **more: Any) -> None:
    """What the roster records of a reservation of one half of the offer's first line."""
    machine = one.machine
    before: SupportOfferState = machine.tables.offers["o0"]
    machine.versions["o0"] += 1
    made = event(
        aggregate_id="o0", aggregate_version=machine.versions["o0"], reservation_id="canary-reservation", match_id="m",
        match_region="wca", lines=half(before), offer=before.model_copy(update={"capacity": left}), **more,
    )  # fmt: skip
    done(record_change(machine.tables, machine.bus, before, made))  # type: ignore[arg-type]


def half(state: SupportOfferState) -> tuple[r.ReservedLine, ...]:
    """A part of the first line."""
    line = state.capacity[0]
    amount = (line.quantity / 2).quantize(Decimal("0.01"))
    return (r.ReservedLine(line_id=line.line_id, quantity=Quantity(amount=amount, unit=line.unit)),)


def reserve(one: World) -> None:
    state = one.machine.tables.offers["o0"]
    change(one, r.CapacityReserved, capacity.hold(state.capacity, half(state)))


def release(one: World) -> None:
    state = one.machine.tables.offers["o0"]
    change(one, r.CapacityReleased, capacity.release(state.capacity, half(state)), reason="declined")


def commit(one: World) -> None:
    state = one.machine.tables.offers["o0"]
    change(one, r.CapacityCommitted, capacity.commit(state.capacity, half(state)))


async def everything(one: World, who: str | None) -> dict[str, str]:
    """All that a reader can ask, by name; what is of the moment of asking is taken out."""
    found = {name: text async for name, text in one.surfaces(who)}
    since = one.machine.tables.offers["o0"].listed_at.isoformat()
    found["ordered"] = json.dumps(await one.asked.ask(who, ORDERED, since=since))
    found.pop("/announcements/stream?after=0", None)
    return {name: OF_NOW.sub("", text) for name, text in found.items()}


@asynccontextmanager
async def an_offer(seed: int, server: tuple[str, Path], folder: Path) -> AsyncIterator[World]:
    async with world(seed, server, folder) as one:
        one.machine.change_offer("o0", "public")
        await one.tell()
        one.farm.calls.clear()
        yield one


@pytest.mark.paragraph("17")
async def test_a_reservation_changes_no_answer_and_calls_nobody(server: tuple[str, Path], tmp_path: Path) -> None:
    async with an_offer(90, server, tmp_path) as one:
        before = {who: await everything(one, who) for who in READERS}
        officers = await everything(one, OFFICER)
        public = len(one.machine.bus.written)
        for step in (reserve, release, reserve):
            step(one)
            await one.tell()
            for who in READERS:
                now = await everything(one, who)
                assert [name for name in now if now[name] != before[who][name]] == [], (step.__name__, who)
        assert one.farm.calls == []
        assert len(one.machine.bus.written) == public
        now = await everything(one, OFFICER)
        assert {"graphql", "offers.csv", "ordered"} <= {name for name in now if now[name] != officers[name]}
        assert json.loads(now["ordered"])["item"]["state"]["capacity"][0]["reserved"] != "0"


async def test_what_a_confirmed_match_takes_is_a_word(server: tuple[str, Path], tmp_path: Path) -> None:
    async with an_offer(91, server, tmp_path) as one:
        reserve(one)
        await one.tell()
        found = json.loads((await everything(one, PUBLIC))["ordered"])["item"]
        assert (found["state"]["uptake"], found["version"]) == ("available", 2)
        commit(one)
        await one.tell()
        assert [json.loads(call.body)["data"]["fields"]["uptake"] for call in one.farm.calls] == ["partly_taken"]
        for who in READERS:
            texts = await everything(one, who)
            found = json.loads(texts["ordered"])["item"]
            assert (found["state"]["uptake"], found["version"]) == ("partly_taken", 3)
            assert "capacity" not in found["state"]
            assert "canary-reservation" not in " ".join(texts.values())
            assert "partly_taken" in texts["offers.csv"]


async def test_no_subscription_tells_of_it(server: tuple[str, Path], tmp_path: Path) -> None:
    query = (
        "subscription($k: [String!], $r: [String!]) { itemsChanged(kinds: $k, regions: $r) { itemId type version } }"
    )
    async with an_offer(92, server, tmp_path) as one, AsyncExitStack() as open_ones:
        url, _ = await open_ones.enter_async_context(served(str(one.asked.database.settings.database_url)))
        sockets = {
            who: await open_ones.enter_async_context(listening(url, who, query)) for who in (PUBLIC, OFFERER, OFFICER)
        }

        async def told(who: str | None) -> list[dict[str, Any]]:
            """What one hears up to the next change that all can see."""
            found: list[dict[str, Any]] = []
            while not found or found[-1]["type"] != "acsg.roster.offer-revised":
                found.append((await heard(sockets[who]))["payload"]["data"]["itemsChanged"])
            return found

        waiting = {asyncio.create_task(told(who)) for who in sockets}
        while waiting:  # Subscriptions begin when they begin.
            one.machine.change_offer("o0", "public")
            await one.tell()
            _, waiting = await asyncio.wait(waiting, timeout=0.5)
        for step in (reserve, release, reserve, commit):
            step(one)
            await one.tell()
        one.machine.change_offer("o0", "public")
        await one.tell()
        officer = await until_committed(told, OFFICER)
        assert {"acsg.roster.capacity-reserved", "acsg.roster.capacity-committed"} <= officer
        for who in (PUBLIC, OFFERER):
            assert await until_committed(told, who) <= {item_news.STATE, "acsg.roster.offer-revised"}


async def until_committed(told: Any, who: str | None) -> set[str]:
    """Types that are heard until the last change, however many changes came before the subscriptions stood."""
    found: set[str] = set()
    while not found & {item_news.STATE, "acsg.roster.capacity-committed"}:
        found |= {one["type"] for one in await told(who)}
    return found


@pytest.mark.control
async def test_an_offer_shown_with_its_amounts_is_caught(
    server: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: what is private of an offer's state is forgotten."""
    monkeypatch.setattr(views, "PRIVATE_OF_OFFER_STATE", frozenset())
    async with an_offer(93, server, tmp_path) as one:
        before = await everything(one, PUBLIC)
        reserve(one)
        await one.tell()
        now = await everything(one, PUBLIC)
        assert {"graphql", "offers.csv"} <= {name for name in now if now[name] != before[name]}


@pytest.mark.control
async def test_an_offer_shown_with_its_moments_is_caught(
    server: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: versions and moments of an offer are the owner's for everyone."""
    for place in ("graphql.pages", "read_model.snapshot", "read_model.reader"):
        monkeypatch.setattr(f"services.gateway.{place}.as_seen_by", lambda _, when: when)
    async with an_offer(94, server, tmp_path) as one:
        before = await everything(one, PUBLIC)
        reserve(one)
        await one.tell()
        now = await everything(one, PUBLIC)
        assert {"ordered", "iati.xml"} <= {name for name in now if now[name] != before[name]}
