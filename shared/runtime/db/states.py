"""Things that are kept as one state each: found, stored, listed. What a kind asks for beside that stands in its own repository."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.runtime.db.tables import moment

State = TypeVar("State", bound=BaseModel)
Content = TypeVar("Content", bound=BaseModel)
COUNTED = "content_version"


def state_table(metadata: sa.MetaData, name: str, key: str, *more: sa.schema.SchemaItem) -> sa.Table:
    """A table of states. ``key``: as it is named in the state, rising with time; ``more``: columns of the kind's own."""
    return sa.Table(
        name, metadata,
        sa.Column(key, sa.Uuid(as_uuid=False), primary_key=True),
        sa.Column("reference", sa.Text, nullable=False, unique=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("state", JSONB, nullable=False),
        moment("updated_at", server_default=sa.func.clock_timestamp(), nullable=False),
        *more,
    )  # fmt: skip


class States(Generic[State]):
    """A table of states (``state_table``), on one connection."""

    table: sa.Table
    shape: type[State]

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, key: UUID, *, lock: bool) -> tuple[State, int] | None:
        """State and version; None when there is no such thing here."""
        query = sa.select(self.table.c.state, self.table.c.version).where(self._key == str(key))
        row = (await self._connection.execute(query.with_for_update() if lock else query)).one_or_none()
        return (self.shape.model_validate(row.state), row.version) if row else None

    async def add(self, state: State) -> None:
        """Stores a new one."""
        await self._connection.execute(sa.insert(self.table).values(self._new(state)))

    async def save(self, state: State, version: int) -> None:
        """Stores a changed one."""
        said = state.model_dump(mode="json")
        row = {"status": said["status"], "state": said, "version": version, "updated_at": sa.func.clock_timestamp()}
        await self._connection.execute(sa.update(self.table).where(self._key == said[self._key.name]).values(row))

    async def latest_first(self, before: UUID | None, most: int) -> Sequence[State]:
        """States, the last begun first; ``before`` is the identifier of the last one read: identifiers rise with time."""
        query = sa.select(self.table.c.state)
        if before is not None:
            query = query.where(self._key < str(before))
        rows = (await self._connection.execute(query.order_by(self._key.desc()).limit(most))).scalars()
        return [self.shape.model_validate(state) for state in rows]

    @property
    def _key(self) -> sa.Column[Any]:
        return self.table.primary_key.columns[0]

    def _new(self, state: State, **more: object) -> dict[str, object]:
        """The row of a new one. ``more``: columns of the kind's own."""
        said = state.model_dump(mode="json")
        row = {name: said[name] for name in (self._key.name, "reference", "status")}
        return row | {"version": 1, "state": said} | more


class VersionedStates(States[State], Generic[State, Content]):
    """The same, of which every version of what it says is kept: ``content``, counted by ``content_version`` of the state.

    ``versions``: a table of the identifier, ``content_version``, ``content`` and ``since``; ``since``: which moment of the state that is.
    """

    versions: sa.Table
    content: type[Content]
    since: str

    async def add(self, state: State) -> None:
        """Stores a new one with its first version."""
        await super().add(state)
        await self._keep_version(state)

    async def change(self, state: State, version: int, before: State) -> None:
        """Stores a changed one; what it said before stays as a version."""
        await self.save(state, version)
        if getattr(state, COUNTED) != getattr(before, COUNTED):
            await self._keep_version(state)

    async def _keep_version(self, state: State) -> None:
        said = state.model_dump(mode="json")
        row = {name: said[name] for name in (self._key.name, COUNTED, "content")} | {
            "since": getattr(state, self.since)
        }
        await self._connection.execute(sa.insert(self.versions).values(row))

    async def content_of(self, key: UUID, number: int) -> Content | None:
        """What one said in a version; None where it has none of that number."""
        table = self.versions
        mine = (table.c[self._key.name] == str(key), table.c[COUNTED] == number)
        found = (await self._connection.execute(sa.select(table.c.content).where(*mine))).scalar_one_or_none()
        return None if found is None else self.content.model_validate(found)


class ShownStates(States[State]):
    """The same, of which everybody may be shown something; its table has ``shown_columns``."""

    async def published(self, key: str) -> dict[str, Any] | None:
        """What everybody was last shown of it; None when nothing, or nothing any more."""
        query = sa.select(self.table.c.published).where(self._key == key)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def keep_published(self, key: str, fields: dict[str, Any] | None) -> int:
        """Remembers what everybody is shown from now on; the number of this public event."""
        shown = sa.null() if fields is None else fields
        raised = sa.update(self.table).where(self._key == key)
        raised = raised.values(public_version=self.table.c.public_version + 1, published=shown)
        return int((await self._connection.execute(raised.returning(self.table.c.public_version))).scalar_one())


def shown_columns() -> tuple[sa.Column[Any], ...]:
    """Columns of a table of ``ShownStates``."""
    return (
        sa.Column("public_version", sa.Integer, nullable=False, server_default="0", comment="Of its public events"),
        sa.Column("published", JSONB, comment="What everybody was last shown of it; null for nothing"),
    )
