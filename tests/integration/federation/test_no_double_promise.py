"""No double promise under any partition: seeded schedules, the invariant looked at after each step (G-goals, WM 11).

Of every offer's line: held + committed never exceeds the quantity in the owner's table, and what confirmed matches
anywhere count on is held or committed there. When links heal, every copy says what its owner says.
"""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from decimal import Decimal
from pathlib import Path
from random import Random

import asyncpg
import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from deploy.local.processes import port
from deploy.local.provision import provision
from services.matching.actions import propose_match
from services.matching.domain import match as domain
from shared.runtime import identifiers
from shared.runtime.db.migrations import upgrade
from tests.support.two_regions import Region, Schedule, at_the_start, region

SEEDS = int(os.environ.get("ACSG_TEST_SCHEDULES", "4"))
STEPS = 400
DONE = Counter[str]()
Databases = dict[str, dict[str, str]]


@pytest.fixture(scope="session")
def databases(containers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Roster and matching of two regions: region -> service -> address."""
    folder: Path = tmp_path_factory.mktemp("two-regions")
    postgres = Postgres(folder / "postgres", port(0, "PostgreSQL of two regions"))
    postgres.start()
    found: Databases = {"wca": {}, "europe": {}}
    try:
        for name, services in found.items():
            for service in ("roster", "matching"):
                own, owner = asyncio.run(provision(postgres.url, f"acsg_{name}_{service}", folder))
                upgrade(service, owner)
                services[service] = own
        yield found
    finally:
        postgres.stop()


@pytest_asyncio.fixture
async def open_() -> AsyncIterator[AsyncExitStack]:
    """Ends what a run opened."""
    async with AsyncExitStack() as stack:
        yield stack


class Dice:
    """Stands in for the module ``os`` there: identifiers follow from the seed, so that a run can be repeated."""

    def __init__(self, seed: int) -> None:
        self.urandom = Random(-seed).randbytes


async def schedule(databases: Databases, seed: int, open_: AsyncExitStack, monkeypatch: pytest.MonkeyPatch) -> Schedule:
    """A run that is about to begin, on empty tables."""
    clock = at_the_start()
    monkeypatch.setattr(identifiers, "os", Dice(seed))
    pairs = {"wca": "europe", "europe": "wca"}
    made = {name: await region(open_, name, other, databases[name], clock) for name, other in pairs.items()}
    for one in made.values():
        await forget(one)
    return Schedule(made, Random(seed), clock)


async def forget(one: Region) -> None:
    for service, connection in one.relays.items():
        own = {"roster": ["line_capacity", "support_offer", "reservation", "ended_match"],
               "matching": ["match_line", "match", "need_line", "need", "known_request", "known_offer"]}[service]  # fmt: skip
        for table in (*own, "outbox", "outbox_stream", "inbox", "inbox_retry", "idempotency"):
            await connection.execute(f"delete from {table}")


async def fetch(one: Region, service: str, query: str) -> list[asyncpg.Record]:
    return list(await one.relays[service].fetch(query))


async def broken(run: Schedule) -> list[str]:
    """Every way in which something is promised twice just now."""
    faults: list[str] = []
    quantity: dict[str, Decimal] = {}
    at_owner: dict[str, str] = {}
    for here in run.regions.values():
        for row in await fetch(here, "roster", "select * from line_capacity"):
            quantity[str(row["offer_id"])] = row["quantity"]
            if row["reserved"] + row["committed"] > row["quantity"]:
                faults.append(f"{row['offer_id']}: more is promised than there is")
        query = """select c.offer_id, c.reserved, c.committed,
            coalesce(sum(q.amount) filter (where r.status = 'held'), 0) as held,
            coalesce(sum(q.amount) filter (where r.status = 'committed'), 0) as done
            from line_capacity c left join reservation r on r.offer_id = c.offer_id::text
            left join lateral (select sum((l->'quantity'->>'amount')::numeric) as amount
                               from jsonb_array_elements(r.lines) l) q on true
            group by 1, 2, 3 having c.reserved <> coalesce(sum(q.amount) filter (where r.status = 'held'), 0)
                or c.committed <> coalesce(sum(q.amount) filter (where r.status = 'committed'), 0)"""
        faults += [f"{row['offer_id']}: counts differ from reservations" for row in await fetch(here, "roster", query)]
        for row in await fetch(here, "roster", "select reservation_id, status from reservation"):
            at_owner[row["reservation_id"]] = row["status"]
    promised: dict[str, Decimal] = {}
    for here in run.regions.values():
        query = """select l->>'offer_id' as offer, (l->'quantity'->>'amount')::numeric as amount,
            state->'reservations'->0->>'reservation_id' as reservation
            from match, jsonb_array_elements(state->'lines') l where status = 'confirmed'"""
        for row in await fetch(here, "matching", query):
            promised[row["offer"]] = promised.get(row["offer"], Decimal(0)) + row["amount"]
            if at_owner.get(row["reservation"]) not in {"held", "committed"}:
                faults.append(f"{row['reservation']}: confirmed, and its owner holds nothing for it")
    return faults + [f"{offer}: promised twice" for offer, sum_ in promised.items() if sum_ > quantity[offer]]


async def differing(run: Schedule) -> list[str]:
    """After everything arrived: copies that say other than their owners, and reservations that nobody settles."""
    found: list[str] = []
    offers, wanted = {}, {}
    settled = {"confirmed": "committed", "reserving": "held", "reserved": "held"}
    for here in run.regions.values():
        for row in await fetch(here, "roster", "select offer_id::text, version, state from support_offer"):
            offers[row["offer_id"]] = (row["version"], row["state"])
        query = "select status, state->'reservations'->0->>'reservation_id' as reservation from match"
        for row in await fetch(here, "matching", query):
            wanted[row["reservation"]] = settled.get(row["status"])
    for here in run.regions.values():
        for row in await fetch(here, "matching", "select offer_id, version, state from known_offer"):
            if offers[row["offer_id"]] != (row["version"], row["state"]):
                found.append(f"{row['offer_id']} in {here.name} is not what its owner says")
        for row in await fetch(here, "roster", "select reservation_id, status from reservation"):
            held = row["status"] if row["status"] in {"held", "committed"} else None
            if wanted[row["reservation_id"]] != held:
                found.append(f"reservation {row['reservation_id']} is {row['status']}, its match wants {held}")
        for service in ("roster", "matching"):
            found += [f"dead letter: {r['cause']}" for r in await fetch(here, service, "select cause from inbox_retry")]
    return found


@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
async def test_nothing_is_promised_twice_and_copies_converge(
    databases: Databases, open_: AsyncExitStack, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    run = await schedule(databases, seed, open_, monkeypatch)
    await run.begin(requests=3, offers=2)
    for number in range(STEPS):
        await run.step()
        assert await broken(run) == [], f"seed {seed}, step {number}"
    await run.settle()
    run.clock.advance(seconds=120)
    for here in run.regions.values():
        await run._pass(here)
    await run.settle()
    assert await broken(run) == []
    assert await differing(run) == []
    DONE.update(run.counts)


def test_the_schedules_did_something() -> None:
    """Else they would prove nothing; they ran before this."""
    print(dict(DONE))
    assert min(DONE[what] for what in ("proposed", "replicated", "repeated", "cut", "confirmed")) >= SEEDS


@pytest.mark.control
async def test_a_match_that_does_not_wait_for_the_owner_is_found_out(
    databases: Databases, open_: AsyncExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both regions believe their own copy of the offer: the same schedules then promise it twice."""
    real = propose_match.MatchState

    def hasty(**values: object) -> object:
        made = real.model_validate(values)
        for one in made.reservations:
            made = domain.held(made, one.reservation_id)
        return made

    monkeypatch.setattr(propose_match, "MatchState", hasty)
    for seed in range(1, 9):
        run = await schedule(databases, seed, open_, monkeypatch)
        await run.begin(requests=3, offers=2)
        for _ in range(STEPS):
            await run.step()
            if await broken(run):
                return
    raise AssertionError("the checker saw nothing")
