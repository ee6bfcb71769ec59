"""Which organisations are registered, as every service keeps it in its own database: the process reads it from there (WM 3).

The tables, and the SQL that makes them in a migration, frozen as ``row_security.statements`` is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.runtime.db.row_security import by_role
from shared.runtime.db.row_security import statements as s
from shared.runtime.db.tables import moment

_TABLES = (
    """create table if not exists known_organisation (code text not null, region text not null, version integer not null,
        changed bigint not null, state jsonb not null, constraint known_organisation_pkey primary key (code))""",
    "create index if not exists ix_known_organisation_changed on known_organisation (changed)",
    """create table if not exists known_organisations_read (one boolean not null default true, changed bigint not null default 0,
        read_at timestamp with time zone, constraint known_organisations_read_pkey primary key (one))""",
    "comment on table known_organisation is 'Registered organisations of every deployment, as far as was heard (WM 3)'",
    "comment on column known_organisation.changed is 'Rises with each change, in the order in which they were committed'",
    "comment on column known_organisations_read.read_at is 'When the end of what was told was reached for the first time'",
)
_NAMES = ("known_organisation", "known_organisations_read")


@dataclass(frozen=True)
class KnownTables:
    """Handles of the tables, bound to one service's metadata."""

    organisation: sa.Table
    read: sa.Table


def known_tables(metadata: sa.MetaData) -> KnownTables:
    """Adds the tables to a service's metadata; call once per service."""
    organisation = sa.Table(
        "known_organisation", metadata,
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False, index=True,
                  comment="Rises with each change, in the order in which they were committed"),
        sa.Column("state", JSONB, nullable=False),
        comment="Registered organisations of every deployment, as far as was heard (WM 3)",
    )  # fmt: skip
    read = sa.Table(
        "known_organisations_read", metadata,
        sa.Column("one", sa.Boolean, primary_key=True, server_default=sa.text("true")),
        sa.Column("changed", sa.BigInteger, nullable=False, server_default="0"),
        moment("read_at", comment="When the end of what was told was reached for the first time"),
    )  # fmt: skip
    return KnownTables(organisation, read)


@dataclass(frozen=True)
class Changes:
    """Rows (changed, state) in the order of their numbers, and how far they go. ``more``: some are left; ``awaited``: what was told
    was not read to its end yet.
    """

    rows: Sequence[Any]
    changed: int
    more: bool
    awaited: bool


async def changes_since(connection: AsyncConnection, tables: KnownTables, since: int, most: int) -> Changes:
    """At most so many organisations that changed since a number. Each statement sees what is committed when it begins: how far the
    changes go is asked first, so that one which comes in between is read now or again, and never passed over.
    """
    organisation, read = tables.organisation, tables.read
    said = (await connection.execute(sa.select(read.c.changed, read.c.read_at))).one()
    if said.changed <= since:
        return Changes((), said.changed, False, said.read_at is None)
    query = sa.select(organisation.c.changed, organisation.c.state).where(organisation.c.changed > since)
    rows = (await connection.execute(query.order_by(organisation.c.changed).limit(most + 1))).all()
    more = len(rows) > most
    return Changes(rows[:most], rows[most - 1].changed if more else said.changed, more, said.read_at is None)


def begin_to_know() -> Iterable[str]:
    """What the database of a service runs that names organisations."""
    yield from _TABLES
    for table in _NAMES:
        yield from (*s.forced(table), s.for_services(table), s.for_readers(table, by_role.SERVICES))
    yield "select set_config('acsg.service', 'migration', true)"
    yield "insert into known_organisations_read (one) values (true) on conflict do nothing"
    yield "select set_config('acsg.service', '', true)"


def first_to_hear() -> Iterable[str]:
    """What the database of a service runs beside it that has heard of no other deployment so far: who speaks for what (WM 6)."""
    yield """create table if not exists speaker (topic text not null, aggregate_id text not null, deployment text not null, until integer,
        constraint speaker_pkey primary key (topic, aggregate_id, deployment))"""
    yield from (*s.forced("speaker"), s.for_services("speaker"), s.for_readers("speaker", by_role.SERVICES))


def know_no_more() -> Iterable[str]:
    """Takes it away; the topics tell it again."""
    for table in _NAMES:
        yield f"drop table {table}"
