"""Runs a service's own migrations with the owner's role, and gives what each first migration needs."""

import asyncio
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from shared.runtime.db.tables import SLOTS, RuntimeTables

APPEND_ONLY = (
    """create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.sealed is null and new.sealed is not null and (
        new.id, new.at, new.actor, new.role, new.party, new.action, new.paragraph, new.aggregate,
        new.aggregate_version, new.correlation_id, new.detail
    ) is not distinct from (
        old.id, old.at, old.actor, old.role, old.party, old.action, old.paragraph, old.aggregate,
        old.aggregate_version, old.correlation_id, old.detail
    ) then
        return new;
    end if;
    raise exception 'the audit is append-only';
end $$""",
    "create trigger audit_append_only before update or delete on audit "
    "for each row execute function audit_is_append_only()",
    "create trigger audit_no_truncate before truncate on audit "
    "for each statement execute function audit_is_append_only()",
)

STORAGE = (
    "alter table outbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0, fillfactor = 50)",
    "alter table inbox set (autovacuum_vacuum_insert_scale_factor = 0.05)",
)


def create_runtime_tables(connection: Connection, tables: RuntimeTables) -> None:
    """Creates the plumbing's tables as they are in this release, with free slots and an append-only audit."""
    for table in vars(tables).values():
        table.create(connection)
    connection.execute(sa.insert(tables.outbox_slot), [{"slot": slot} for slot in range(SLOTS)])
    for statement in (*APPEND_ONLY, *STORAGE):
        connection.exec_driver_sql(statement)


def create_first(connection: Connection, tables: RuntimeTables, own: Sequence[sa.Table]) -> None:
    """First tables of a service: the plumbing's, then its own in their order."""
    create_runtime_tables(connection, tables)
    for table in own:
        table.create(connection)


def drop_first(connection: Connection, tables: RuntimeTables, own: Sequence[sa.Table]) -> None:
    """Drops everything."""
    for table in (*reversed(own), *vars(tables).values()):
        table.drop(connection)
    connection.exec_driver_sql("drop function audit_is_append_only()")


EPOCHS = (
    "alter table outbox add column if not exists epoch integer",
    """update outbox set epoch = coalesce((
        select (header ->> 1)::int from jsonb_array_elements(headers) header where header ->> 0 = 'ce_epoch'), 1)
    where sequence is not null and epoch is null""",
    "create index if not exists outbox_sequence on outbox using brin (sequence) with (autosummarize = on)",
    "alter table outbox_stream add column if not exists epoch integer not null default 1",
)


def number_within_epochs(connection: Connection) -> None:
    """Gives the outbox its epochs. A database made by this release has them already."""
    for statement in EPOCHS:
        connection.exec_driver_sql(statement)


def number_everything_anew(connection: Connection) -> None:
    """Takes them away again."""
    connection.exec_driver_sql("alter table outbox_stream drop column epoch")
    connection.exec_driver_sql("drop index outbox_sequence")
    connection.exec_driver_sql("alter table outbox drop column epoch")


SET_ASIDE = (
    "alter table outbox add column if not exists set_aside_at timestamptz",
    "alter table outbox add column if not exists set_aside_cause text",
    """create index if not exists outbox_set_aside on outbox (id)
    where set_aside_at is not null and published_at is null""",
    "comment on column outbox.set_aside_at is 'When the broker refused it for good'",
    "comment on column outbox.set_aside_cause is 'Why; null again once a person has put it back in turn'",
)


def create_set_aside(connection: Connection) -> None:
    """Gives the outbox a place for what the broker refuses. A database made by this release has it already."""
    for statement in SET_ASIDE:
        connection.exec_driver_sql(statement)


def drop_set_aside(connection: Connection) -> None:
    """Takes it away again."""
    connection.exec_driver_sql("drop index outbox_set_aside")
    connection.exec_driver_sql("alter table outbox drop column set_aside_at, drop column set_aside_cause")


def create_federation(connection: Connection, digests: sa.Table) -> None:
    """What an owner needs that shows its aggregates to other deployments: numbers within an epoch, a table of digests."""
    number_within_epochs(connection)
    digests.create(connection)


def drop_federation(connection: Connection, digests: sa.Table) -> None:
    """Takes it away again."""
    digests.drop(connection)
    number_everything_anew(connection)


def create_recovered(connection: Connection, recovered: sa.Table) -> None:
    """What an owner needs that hears after a restore what others took: who has said so, and in which epoch a receiver has
    an item. An epoch that has begun already is not asked about any more; a database made by this release has the column.
    """
    connection.exec_driver_sql("alter table sealed_item add column if not exists received_epoch integer")
    recovered.create(connection)
    connection.exec_driver_sql("insert into recovered select '*', max(epoch) from outbox_stream having max(epoch) > 1")


def drop_recovered(connection: Connection, recovered: sa.Table) -> None:
    """Takes both away."""
    recovered.drop(connection)
    connection.exec_driver_sql("alter table sealed_item drop column received_epoch")


def upgrade(service: str, url: str, revision: str = "head") -> None:
    """Brings a service's database to a revision, in one transaction. Raises what the database raises."""
    asyncio.run(_run(service, url, revision, up=True))


def downgrade(service: str, url: str, revision: str) -> None:
    """Takes a service's database back to a revision, in one transaction."""
    asyncio.run(_run(service, url, revision, up=False))


def revisions(service: str) -> list[str]:
    """Revisions of a service, oldest first."""
    return [entry.revision for entry in reversed(list(_scripts(service).walk_revisions()))]


def _scripts(service: str) -> ScriptDirectory:
    folder = Path(str(import_module(f"services.{service}").__file__)).parent / "migrations"
    return ScriptDirectory(str(folder), version_locations=[str(folder)])


async def _run(service: str, url: str, revision: str, *, up: bool) -> None:
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=sa.NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_migrate, _scripts(service), revision, up)
    finally:
        await engine.dispose()


def _migrate(connection: Connection, scripts: ScriptDirectory, revision: str, up: bool) -> None:
    def steps(present: Any, _: MigrationContext) -> Any:
        return scripts._upgrade_revs(revision, present) if up else scripts._downgrade_revs(revision, present)

    # Two processes may migrate at once; the second waits and finds the work done.
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("acsg_migrations"))))
    # Row security binds the owner too: what a migration moves it moves as a service.
    connection.exec_driver_sql("select set_config('acsg.service', 'migration', true)")
    context = MigrationContext.configure(connection, opts={"fn": steps})
    with Operations.context(context):
        context.run_migrations()
