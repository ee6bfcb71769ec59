"""The audit on a real database: rows of one's own actor and service alone, changed by nobody, sealed by one role."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.dialogue.settings import DialogueSettings
from services.dialogue.storage.tables import runtime
from shared.modalities.access.actor import Actor, Role
from shared.modalities.paragraphs import P4
from shared.runtime.audit.sealer import Sealer
from shared.runtime.audit.verification import check, connected, head
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByActor, ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import speakers
from tests.conftest import PRESENT
from tests.support.databases import environment

INSERT = """insert into audit (at, actor, role, party, action, paragraph, aggregate, aggregate_version, correlation_id, detail)
values (now(), $1, $2, $3, 'made.up', '4', 'x', 1, 'c', '{}')"""
TCD = Actor("one", Role.STATE_AUTHORITY, "iso3166:TCD")
OFFICER = Actor("two", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca")
REFUSED = asyncpg.InsufficientPrivilegeError


def row_of(actor: Actor) -> tuple[str, str, str | None]:
    """Actor, role and party as the audit has them."""
    return actor.subject, actor.role.value, actor.party


async def write(connection: "asyncpg.Connection", row: tuple[str, str, str | None], **said: str) -> None:
    """Writes a row in a transaction that says this of itself."""
    async with connection.transaction():
        for name, value in said.items():
            await connection.execute(f"select set_config('acsg.{name}', $1, true)", value)
        await connection.execute(INSERT, *row)


def said(actor: Actor) -> dict[str, str]:
    """What a command's transaction says of itself."""
    return {"service": "command", "actor": actor.subject, "role": actor.role.value, "party": actor.party or ""}


@pytest.mark.parametrize("service", PRESENT)
async def test_a_row_is_of_its_transactions_actor_or_of_the_service(
    postgres: Postgres, tmp_path: Path, service: str
) -> None:
    settings = await environment(postgres, tmp_path, service, f"tied_{service}")
    connection = await asyncpg.connect(settings["database_url"])
    own, batch = (f"/acsg/wca/{service}", "system", None), {"service": "hot", "speakers": speakers([TCD, OFFICER])}
    try:
        for row, given in (
            (row_of(TCD), said(TCD)), (own, {"service": "work"}), (row_of(OFFICER), batch), (row_of(TCD), batch),
        ):  # fmt: skip
            await write(connection, row, **given)
        mixed = (TCD.subject, OFFICER.role.value, OFFICER.party)
        for row, given in (
            (row_of(OFFICER), said(TCD)), (mixed, said(TCD)), (mixed, batch), (("one", "state_authority", None), said(TCD)),
            (own, said(TCD)), (row_of(TCD), {}), (own, {}), (row_of(TCD), {"service": "work"}),
            (("/acsg/wca/other", "system", None), {"service": "work"}),
            ((f"/acsg/wca/{service}", "system", "iso3166:TCD"), {"service": "work"}),
        ):  # fmt: skip
            with pytest.raises(REFUSED, match="row-level security"):
                await write(connection, row, **given)
        await connection.execute("set acsg.service = 'work'")
        assert await connection.fetchval("select count(*) from audit") == 4
    finally:
        await connection.close()


@dataclass
class Chain:
    """A dialogue's audit with some sealed rows: the service's database, what its role may do, its sealer."""

    database: Database
    connection: "asyncpg.Connection"
    sealer: Sealer
    settings: dict[str, Any]

    async def write(self, many: int, actor: Actor | None = TCD) -> None:
        """Rows as a command writes them."""
        async with self.database.unit_of_work(ByActor(actor, "c") if actor else ByClock("c")) as uow:
            for number in range(many):
                uow.audit("meeting.convene", P4, f"m{number}", 1)


@pytest_asyncio.fixture
async def chain(postgres: Postgres, tmp_path: Path) -> AsyncIterator[Chain]:
    settings = await environment(postgres, tmp_path, "dialogue", "tied_chain")
    database = Database(DialogueSettings(**settings), runtime, SystemClock())
    connection = await asyncpg.connect(settings["database_url"], server_settings={"acsg.service": "operator"})
    made = Chain(database, connection, Sealer.of(database), settings)
    await made.write(5)
    await made.write(2, None)
    assert await made.sealer.seal() == 7
    try:
        yield made
    finally:
        await connection.close()
        await made.sealer.close()
        await database.dispose()


async def test_the_services_role_changes_nothing_and_gives_no_row_its_place(chain: Chain) -> None:
    await chain.write(1)
    for statement in (
        "update audit set actor = 'other'", "update audit set sealed = 99, hash = 'x' where sealed is null",
        "delete from audit", "truncate audit", "insert into audit (sealed) values (1)", "drop trigger audit_append_only on audit",
        "insert into audit (id) overriding system value values (1)", "alter table audit disable row level security",
    ):  # fmt: skip
        with pytest.raises(REFUSED):
            await chain.connection.execute(statement)
    with pytest.raises(Exception, match="permission denied"):
        await Sealer(chain.database).seal()
    assert await chain.sealer.seal() == 1


async def test_the_sealers_role_seals_and_can_do_nothing_else(chain: Chain) -> None:
    sealer = await asyncpg.connect(chain.settings["sealer_url"], server_settings={"acsg.service": "operator"})
    try:
        for statement in (
            "update audit set actor = 'other'", "delete from audit", "truncate audit", "select * from meeting",
            "insert into outbox default values", "create table planted ()", "create temporary table planted ()",
        ):  # fmt: skip
            with pytest.raises(REFUSED):
                await sealer.execute(statement)
        with pytest.raises(REFUSED):
            await sealer.execute(INSERT, *row_of(TCD))
        with pytest.raises(asyncpg.RaiseError, match="append-only"):
            await sealer.execute("update audit set hash = 'x' where sealed = 3")
    finally:
        await sealer.close()


async def test_a_reader_reads_nothing_of_the_audit(chain: Chain) -> None:
    async with chain.database.reading(Actor("g", Role.GENEVA_OFFICER)) as connection:
        assert (await connection.exec_driver_sql("select count(*) from audit")).scalar_one() == 0


async def test_a_chain_of_the_database_is_read_as_it_was_sealed(chain: Chain) -> None:
    reader = await connected(chain.settings["database_url"])
    try:
        place, link = await head(reader)
        assert (place, await check(reader)) == (7, None)
        assert await check(reader, {7: link}) is None
        found = await check(reader, {8: link})
        assert found is not None
        assert found.fault == "the tail that was witnessed is cut off"
    finally:
        await reader.close()


@pytest.mark.control
async def test_the_owner_can_do_all_that_and_the_chain_and_its_witness_tell(chain: Chain) -> None:
    """What no right forbids to the owner of a database is found by its hashes, and by a head that somebody else keeps."""
    owner = await asyncpg.connect(chain.settings["migration_url"], server_settings={"acsg.service": "operator"})
    reader = await connected(chain.settings["database_url"])
    _, link = await head(reader)
    try:
        await owner.execute("alter table audit disable trigger all")
        await owner.execute("alter table audit disable row level security")
        await owner.execute("update audit set actor = 'another' where sealed = 4")
        found = await check(reader)
        assert found is not None
        assert (found.sealed, found.fault) == (4, "the row is not what was sealed")
        await owner.execute("delete from audit where sealed >= 4")
        assert await check(reader) is None
        found = await check(reader, {7: link})
        assert found is not None
        assert found.sealed == 4
    finally:
        await owner.close()
        await reader.close()
