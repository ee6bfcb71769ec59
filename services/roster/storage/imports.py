"""Existing rosters that are taken in, in PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.roster.domain.imported import ImportedRow, ReportedRow, RosterImport
from services.roster.storage.import_tables import import_file, imported_row, reported_row, roster_import
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.imports import imported

PIECE = 1_000_000
"""Bytes of a file in one row."""


@dataclass(frozen=True)
class KnownRow:
    """A row that was taken before: what it said, as a digest."""

    entry_id: str
    content: bytes
    version: int
    state: ImportedRow


@dataclass(frozen=True)
class StoredRow:
    """A row as it is stored: new, or instead of what stood there (``version`` above 1)."""

    state: ImportedRow
    row_key: bytes
    content: bytes
    version: int = 1


class ImportRepository:
    """Imports, their files, their rows and reports, on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, state: RosterImport, actor: Actor, file: bytes) -> None:
        """A new import with its file."""
        row = {"import_id": state.import_id, "region": state.region, "owner": state.owner, "status": state.status}
        said = {"subject": actor.subject, "role": actor.role.value, "party": actor.party, "region": actor.region,
                "language": actor.language, "via": actor.via,
                "scopes": None if actor.scopes is None else sorted(actor.scopes)}  # fmt: skip
        values = row | {"actor": said, "state": state.model_dump(mode="json")}
        await self._connection.execute(sa.insert(roster_import).values(values))
        for piece, start in enumerate(range(0, len(file), PIECE)):
            content = {"import_id": state.import_id, "piece": piece, "content": file[start : start + PIECE]}
            await self._connection.execute(sa.insert(import_file).values(content))

    async def find(self, import_id: UUID) -> RosterImport | None:
        """An import; None when there is none."""
        query = sa.select(roster_import.c.state).where(roster_import.c.import_id == str(import_id))
        state = (await self._connection.execute(query)).scalar_one_or_none()
        return RosterImport.model_validate(state) if state is not None else None

    async def page(self, before: UUID | None, first: int) -> list[RosterImport]:
        """Imports, the newest first."""
        query = sa.select(roster_import.c.state).order_by(roster_import.c.import_id.desc()).limit(first)
        query = query if before is None else query.where(roster_import.c.import_id < str(before))
        return [RosterImport.model_validate(one) for one in (await self._connection.execute(query)).scalars()]

    async def file(self, import_id: str) -> bytes:
        """The bytes of a file."""
        query = sa.select(import_file.c.content).where(import_file.c.import_id == import_id)
        return b"".join((await self._connection.execute(query.order_by(import_file.c.piece))).scalars())

    async def claim(self, worker: str, now: datetime, until: datetime) -> tuple[RosterImport, Actor] | None:
        """The oldest import that nobody takes in, leased."""
        table = roster_import
        free = table.c.lease_until.is_(None) | (table.c.lease_until <= now)
        query = sa.select(table).where(table.c.status.in_(("waiting", "running")), free)
        query = query.order_by(table.c.import_id).limit(1).with_for_update(skip_locked=True)
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            return None
        mine = sa.update(table).where(table.c.import_id == row.import_id)
        await self._connection.execute(mine.values(lease_by=worker, lease_until=until))
        said = dict(row.actor)
        scopes = frozenset(said.pop("scopes")) if said["scopes"] is not None else said.pop("scopes")
        actor = Actor(**{**said, "role": Role(said["role"]), "scopes": scopes})
        return RosterImport.model_validate(row.state), actor

    async def next_free(self) -> datetime | None:
        """When the next lease ends."""
        table = roster_import
        query = sa.select(sa.func.min(table.c.lease_until)).where(table.c.status.in_(("waiting", "running")))
        found: datetime | None = (await self._connection.execute(query)).scalar_one()
        return found

    async def hold(self, import_id: str, worker: str, until: datetime | None) -> bool:
        """The lease goes on, or is given back (None); False when another worker has it."""
        table = roster_import
        mine = sa.update(table).where(table.c.import_id == import_id, table.c.lease_by == worker)
        done = await self._connection.execute(mine.values(lease_until=until).returning(table.c.import_id))
        return done.scalar_one_or_none() is not None

    async def keep(self, state: RosterImport) -> None:
        """How far it is."""
        table, values = roster_import, {"state": state.model_dump(mode="json"), "status": state.status}
        await self._connection.execute(sa.update(table).where(table.c.import_id == state.import_id).values(values))
        if state.ended_at is not None:
            await self._connection.execute(sa.delete(import_file).where(import_file.c.import_id == state.import_id))

    async def one_at_a_time(self, owner: str, source: str) -> None:
        """Until the transaction ends nobody else takes rows of this roster."""
        key = sa.func.hashtextextended(f"import {owner} {source}", 0)
        await self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))

    async def known(self, owner: str, source: str, keys: Iterable[bytes]) -> dict[bytes, KnownRow]:
        """Rows of a roster that were taken before, by key."""
        table = imported_row
        query = sa.select(table).where(
            table.c.owner == owner, table.c.source == source, table.c.row_key.in_(list(keys))
        )
        rows = (await self._connection.execute(query)).all()
        return {
            bytes(row.row_key): KnownRow(
                row.entry_id, bytes(row.content), row.version, ImportedRow.model_validate(row.state)
            )
            for row in rows
        }

    async def keep_rows(self, rows: Sequence[StoredRow]) -> None:
        """Rows that are new, or that say something else than before."""
        if not rows:
            return
        made = insert(imported_row)
        names = ("content", "version", "status", "roles", "state")
        made = made.on_conflict_do_update(
            index_elements=["entry_id"], set_={name: made.excluded[name] for name in names}
        )
        await self._connection.execute(made, [_columns(one) for one in rows])

    async def report(self, import_id: str, first: int, rows: Sequence[ReportedRow]) -> None:
        """What came of rows of a file, the first of which is so many-th."""
        values = [
            {"import_id": import_id, "place": place, "outcome": one.outcome,
             "report": one.model_dump(mode="json", exclude_defaults=True)}
            for place, one in enumerate(rows, first)
        ]  # fmt: skip
        if values:
            await self._connection.execute(insert(reported_row), values)

    async def reported(
        self, import_id: UUID, after: int, first: int, outcome: str | None
    ) -> list[tuple[int, ReportedRow]]:
        """Rows of a report, in the order of the file."""
        table = reported_row
        query = sa.select(table.c.place, table.c.report).where(
            table.c.import_id == str(import_id), table.c.place > after
        )
        query = query if outcome is None else query.where(table.c.outcome == outcome)
        rows = (await self._connection.execute(query.order_by(table.c.place).limit(first))).all()
        return [(row.place, ReportedRow.model_validate(row.report)) for row in rows]

    async def find_row(self, entry_id: UUID, lock: bool) -> tuple[ImportedRow, int] | None:
        """A row and its version."""
        query = sa.select(imported_row.c.state, imported_row.c.version).where(imported_row.c.entry_id == str(entry_id))
        row = (await self._connection.execute(query.with_for_update() if lock else query)).one_or_none()
        return (ImportedRow.model_validate(row.state), row.version) if row else None

    async def rows(self, where: Mapping[str, str], after: UUID | None, first: int) -> list[tuple[ImportedRow, int]]:
        """Rows by when they were first taken, each with its version; ``where``: columns and what they must be."""
        table = imported_row
        query = sa.select(table.c.state, table.c.version).order_by(table.c.entry_id).limit(first)
        query = query if after is None else query.where(table.c.entry_id > str(after))
        for name, value in where.items():
            query = query.where(table.c[name] == value)
        rows = (await self._connection.execute(query)).all()
        return [(ImportedRow.model_validate(one.state), one.version) for one in rows]

    async def save_row(self, state: ImportedRow, version: int) -> None:
        """A row after somebody said something about it."""
        values = {**_said(state), "version": version}
        change = sa.update(imported_row).where(imported_row.c.entry_id == state.entry_id).values(values)
        await self._connection.execute(change)


class ImportedColumns(TypedDict):
    """What a row keeps of a state that changes."""

    status: str
    roles: list[str]
    state: dict[str, Any]


def _said(state: ImportedRow) -> ImportedColumns:
    roles = imported(state.region, state.owner, state.party, state.status).roles
    return {"status": state.status, "roles": sorted(roles), "state": state.model_dump(mode="json")}


def _columns(one: StoredRow) -> dict[str, object]:
    state = one.state
    row = {"entry_id": state.entry_id, "region": state.region, "owner": state.owner, "source": state.source}
    return {**row, **_said(state), "row_key": one.row_key, "content": one.content, "version": one.version}
