"""Open things that must not be there twice unsaid: of each what it says, as a digest; the database refuses a second one."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.modalities.errors import Conflict

NAME, KEY = "open_alike", "open_alike_pkey"


def alike_table(metadata: sa.MetaData) -> sa.Table:
    """Adds the table to a service's metadata; call once per service."""
    return sa.Table(
        NAME, metadata,
        sa.Column("likeness", BYTEA, nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("likeness", name=KEY),
        sa.UniqueConstraint("id", name="open_alike_one"),
        comment="What open things say; gone when they are no longer open",
    )  # fmt: skip


def already_open(reference: str, pointer: str = "distinct_from") -> Conflict:
    """The refusal of a second one: names the first, and how to say that another one is meant."""
    words = f'{reference} says the same and is open. If another one is meant, name it: "{pointer}": ["{reference}"]'
    return Conflict("already_open", words)


class Alike:
    """Keeps what open things say, on one connection."""

    def __init__(self, connection: AsyncConnection, table: sa.Table) -> None:
        self._connection, self._table = connection, table

    async def known(self, likeness: bytes, but: str | None = None) -> str | None:
        """The reference of an open thing that says the same."""
        table = self._table
        query = sa.select(table.c.reference).where(table.c.likeness == likeness)
        query = query if but is None else query.where(table.c.id != but)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def is_claimed(self, one: str) -> bool:
        """Whether a thing has said what it says."""
        table = self._table
        return (await self._connection.execute(sa.select(table.c.id).where(table.c.id == one))).first() is not None

    async def claim(self, likeness: bytes, one: str, reference: str) -> None:
        """Says that a thing is open, and what it says now. Raises Conflict naming the one that says the same already."""
        table = self._table
        await self.release(one)
        row = insert(table).values(likeness=likeness, id=one, reference=reference)
        kept = row.on_conflict_do_nothing(index_elements=["likeness"]).returning(table.c.id)
        if (await self._connection.execute(kept)).scalar_one_or_none() is None:
            raise already_open(await self.known(likeness) or "another one")

    async def release(self, one: str) -> None:
        """A thing that is no longer open stands in nobody's way."""
        await self._connection.execute(sa.delete(self._table).where(self._table.c.id == one))
