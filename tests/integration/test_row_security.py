"""The database alone, without the application's filter: it shows a reader what the policy gives, and nothing without a context."""

import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import PartyRole, role_word
from shared.modalities.access.resources import stored
from shared.runtime.db.row_security.once_a_statement import each_row, once
from shared.runtime.db.row_security.reach import KINDS, reach
from tests.conftest import PRESENT
from tests.support.databases import environment
from tests.support.made_up_rows import everybody

TELLING = {"party", "parties", "region", "roles", "requesting_states", "offering_parties", "match_region", "state",
           "country", "content", "document"}  # fmt: skip
"""Columns that hold a party, a region, or what a party wrote."""
FREE = {
    "gateway": {"comparison": "figures of regions", "divergence": "officers' alone, by the field's own rule",
                "erasure": "which fields were erased, no value of one", "gap": "numbers of events", "owner_heard": "moments",
                "reconciliation": "numbers of events", "stream_cursor": "numbers of events"},
    "every": {"inbox_retry": "bytes of records, read by the worker and operators alone"},
}  # fmt: skip
"""Tables with such a column that need no row security, and why."""
UNSECURED = """select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity
    and exists (select from pg_policy p where p.polrelid = c.oid))
and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = any($1) and not a.attisdropped)"""
VIEWS = """select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where nspname = 'public'
and relkind = 'v' and not coalesce(reloptions @> '{security_invoker=true}', false)"""


EACH_ROW = r"""select tablename from pg_policies where qual ~ 'acsg_sees_[a-z_]+\(state\)|(?<!SELECT )acsg_reach\(\)'"""
"""Policies that parse for every row who reads."""


async def faults(connection: "asyncpg.Connection", service: str) -> list[str]:
    """Tables and views by which rows of parties could be read past the policy."""
    tables = {row["relname"] for row in await connection.fetch(UNSECURED, list(TELLING))}
    views = {row["relname"] for row in await connection.fetch(VIEWS)}
    return sorted(tables - set(FREE["every"]) - set(FREE.get(service, ())) | views)


@pytest.mark.parametrize("service", PRESENT)
async def test_every_table_with_parties_or_a_region_is_secured(
    postgres: Postgres, tmp_path: Path, service: str
) -> None:
    settings = await environment(postgres, tmp_path, service, f"secured_{service}")
    owner = await asyncpg.connect(settings["migration_url"])
    try:
        assert await faults(owner, service) == []
        await owner.execute("create table planted (party text)")
        await owner.execute("create view planted_view as select 1 as one")
        await owner.execute("alter table audit no force row level security")
        assert await faults(owner, service) == ["audit", "planted", "planted_view"]
        assert await owner.fetch(EACH_ROW) == []
        await owner.execute("create policy of_readers on planted for select using (acsg_reach() ? party)")
        assert [row["tablename"] for row in await owner.fetch(EACH_ROW)] == ["planted"]
    finally:
        await owner.close()


@pytest.mark.parametrize(
    "service", [one for one in PRESENT if one in ("intake", "roster", "matching", "dialogue", "delivery")]
)
async def test_who_reads_is_handed_to_the_policies_once_and_that_can_be_taken_back(
    postgres: Postgres, tmp_path: Path, service: str
) -> None:
    settings = await environment(postgres, tmp_path, service, f"once_{service}")
    owner = await asyncpg.connect(settings["migration_url"])
    kept = "select array_agg(tablename || qual order by tablename, policyname) from pg_policies"
    try:
        now = await owner.fetchval(kept)
        for statement in each_row():
            await owner.execute(statement)
        assert await owner.fetch(EACH_ROW)
        for statement in once():
            await owner.execute(statement)
        assert (await owner.fetchval(kept), await owner.fetch(EACH_ROW)) == (now, [])
    finally:
        await owner.close()


ITEMS = (
    "request",
    "offer",
    "match",
    "need",
    "delivery",
    "commitment",
    "meeting",
    "engagement",
    "thread",
    "review",
    "crisis",
    "warning",
    "edition",
    "project",
    "link",
    "initiative",
    "call_for_action",
    "liaison",
    "package",
    "expert",
    "organisation",
    "assessment",
    "national_plan",
)
"""Kinds of rows of the read model."""
PARTIES = ["iso3166:TCD", "iso3166:FRA", "org:ecre", "unhcr-office:TCD", "unhcr-bureau:wca"]
REGIONS = ["wca", "europe", "geneva"]
ACTORS = everybody(PARTIES, REGIONS, "read", "webhooks")
_INSERT = """insert into item (region, kind, id, version, status, areas, parties, roles, shown_to, begun_at, changed_at, state,
    serving) values ($1, $2, $3, 1, 'x', '{}', '{}', $4, $5, now(), now(), '{}', $6)"""


def made_up(chance: random.Random, number: int) -> tuple[Any, ...]:
    """A row of any kind, with any words in it."""
    kind = chance.choice(ITEMS)
    words = {role_word(chance.choice(list(PartyRole)), chance.choice(PARTIES)) for _ in range(chance.randint(0, 3))}
    some = [f"{head}={one}" for head in ("party", "but") for one in PARTIES] + ["kind=state", "kind=ngo"]
    shown = chance.choice([[], ["offerers"], ["public"], ["public", "offerers"]]) + chance.sample(
        some, chance.choice((0, 0, 1, 3))
    )
    serving = chance.sample(REGIONS, chance.randint(0, 1))
    return chance.choice(REGIONS), kind, f"{number:04}", sorted(words), shown, serving


def allowed(actor: Actor, row: tuple[Any, ...]) -> bool:
    """What the policy says of a row."""
    region, kind, _, roles, shown_to, serving = row
    thing = stored(region, roles, shown_to, serving)
    return any(decide(actor, action, thing).allowed for action in KINDS[kind])


class Kept:
    """A read model of made-up rows, read by the service's own role without any filter."""

    def __init__(self, connection: "asyncpg.Connection", rows: list[tuple[Any, ...]]) -> None:
        self.connection, self.rows = connection, rows

    async def seen(self, actor: Actor | None, table: str = "item") -> set[str]:
        """What the database shows; None: nothing was said of who reads."""
        async with self.connection.transaction():
            if actor is not None:
                await self.connection.execute("select set_config('acsg.reach', $1, true)", reach(actor))
            return {row[0] for row in await self.connection.fetch(f"select id from {table}")}

    def right(self, actor: Actor) -> set[str]:
        """What the policy gives."""
        return {row[2] for row in self.rows if allowed(actor, row)}


@pytest_asyncio.fixture
async def kept(postgres: Postgres, tmp_path: Path) -> AsyncIterator[Kept]:
    settings = await environment(postgres, tmp_path, "gateway", "row_security")
    rows = [made_up(random.Random(7 + number), number) for number in range(150)]
    connection = await asyncpg.connect(settings["database_url"])
    try:
        async with connection.transaction():
            await connection.execute("select set_config('acsg.service', 'test', true)")
            await connection.executemany(_INSERT, rows)
            await connection.execute("""insert into item_version (region, kind, id, epoch, version, at, status, areas,
                parties, roles, shown_to, serving, state) select region, kind, id, epoch, version, begun_at, status, areas,
                parties, '{requester=iso3166:FRA}', '{public}', serving, state from item""")
        yield Kept(connection, rows)
    finally:
        await connection.close()


async def test_sql_and_the_policy_say_the_same_of_every_row(kept: Kept) -> None:
    for actor in ACTORS:
        assert await kept.seen(actor) == kept.right(actor), actor
    some = random.Random(5).sample(ACTORS, 60)
    for actor in some:
        assert await kept.seen(actor, "item_version") == kept.right(actor), actor


async def test_without_a_context_nothing_is_read_and_nothing_written(kept: Kept) -> None:
    assert await kept.seen(None) == set()
    assert await kept.connection.execute("update item set status = 'y'") == "UPDATE 0"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await kept.connection.execute(_INSERT, *made_up(random.Random(1), 9999))
    async with kept.connection.transaction():
        await kept.connection.execute(
            "select set_config('acsg.reach', $1, true)", reach(Actor("g", Role.GENEVA_OFFICER))
        )
        assert await kept.connection.execute("delete from item") == "DELETE 0"


async def test_ten_thousand_alternating_readers_of_one_connection_see_their_own(kept: Kept) -> None:
    chance, right = random.Random(11), {actor: kept.right(actor) for actor in ACTORS}
    for number in range(10_000):
        actor = chance.choice(ACTORS)
        if number % 100 == 0:
            assert await kept.seen(None) == set()
        assert await kept.seen(actor) <= right[actor]


@pytest.mark.control
async def test_a_context_that_outlives_its_transaction_is_found(kept: Kept) -> None:
    wide, narrow = Actor("g", Role.GENEVA_OFFICER), Actor("f", Role.STATE_AUTHORITY, "iso3166:FRA")
    await kept.connection.execute("select set_config('acsg.reach', $1, false)", reach(wide))
    left = {row["id"] for row in await kept.connection.fetch("select id from item")}
    assert not left <= kept.right(narrow)
