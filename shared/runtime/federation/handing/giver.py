"""The giver's side: items sealed once, given as often as they are asked for, until the receiver says it has them."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.reduction.holding import HUB
from shared.contracts.shapes.handover import HandoverState
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import NotFound
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.packages import AT_ONCE, Package, Receipt, digest_of
from shared.runtime.federation.handing.tables import HandoverTables

Still = Callable[[AsyncConnection, str, str, int], Awaitable[bool]]
"""Whether an item (kind, id) stands here as it was sealed, as that version: its receiver, and nobody after it, has it."""

_VERSIONS = {"ordered": 1, "begun": 2, "completed": 3}


def version_of(handover: HandoverState) -> int:
    """A handover goes through its states once, so a reader knows by the state how new it is: it begins as its second
    version, or is called back as that.
    """
    return _VERSIONS[handover.status] + (handover.called_back is not None)


class Giver:
    """Handovers and sealed items on one connection."""

    def __init__(self, connection: AsyncConnection, tables: HandoverTables) -> None:
        self._connection, self._tables = connection, tables

    async def keep(self, state: HandoverState) -> None:
        """Stores a handover, unless a newer state of it stands already."""
        table, version = self._tables.handover, version_of(state)
        values: dict[str, Any] = {"version": version, "status": state.status, "state": state.model_dump(mode="json")}
        named = {"country": state.country, "giving": state.giving, "receiving": state.receiving}
        written = insert(table).values(handover_id=state.handover_id, **named, **values)
        written = written.on_conflict_do_update(
            index_elements=["handover_id"], set_=values, where=table.c.version < written.excluded.version
        )
        await self._connection.execute(written)

    async def find(self, handover_id: str, *, lock: bool = False) -> tuple[HandoverState, int]:
        """State and version. Raises NotFound."""
        table = self._tables.handover
        query = sa.select(table.c.state, table.c.version).where(table.c.handover_id == handover_id)
        row = (await self._connection.execute(query.with_for_update() if lock else query)).one_or_none()
        if row is None:
            raise NotFound("not_found", "There is no such handover here")
        return HandoverState.model_validate(row.state), row.version

    async def listed(self, receiving: str | None = None) -> list[HandoverState]:
        """Handovers, oldest first."""
        table = self._tables.handover
        query = sa.select(table.c.state).order_by(table.c.handover_id)
        query = query if receiving is None else query.where(table.c.receiving == receiving)
        return [HandoverState.model_validate(state) for state in (await self._connection.execute(query)).scalars()]

    async def one_at_a_time(self, country: str) -> None:
        """Orders of one country wait for each other until the transaction ends."""
        await self._connection.execute(
            sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"handover {country}")))
        )

    async def last_of(self, country: str) -> HandoverState | None:
        """The handover of a country that began last: it has the last word on where the country belongs."""
        begun = [one for one in await self.listed() if one.country == country and one.begun_at is not None]
        return max(begun, key=lambda one: str(one.begun_at), default=None)

    async def seal(self, uow: UnitOfWork, handover_id: str, kind: str, item: str, version: int, content: Any) -> None:
        """Fixes what is given. The item's own row, locked by the caller, refuses every change in the same transaction."""
        row = {"handover_id": handover_id, "kind": kind, "id": item, "version": version, "content": content,
               "digest": digest_of(content), "sealed_at": uow.clock.now()}  # fmt: skip
        await self._connection.execute(sa.insert(self._tables.sealed).values(row))

    async def has_sealed(self, handover_id: str, kind: str) -> bool:
        """Whether something of a kind was given."""
        table = self._tables.sealed
        query = sa.select(sa.literal(1)).where(table.c.handover_id == handover_id, table.c.kind == kind).limit(1)
        return (await self._connection.execute(query)).first() is not None

    async def sealed_as(self, handover_id: str, kind: str, item: str) -> int | None:
        """The version an item was sealed as in a handover; None when it was not."""
        table = self._tables.sealed
        mine = (table.c.handover_id == handover_id, table.c.kind == kind, table.c.id == item)
        return (await self._connection.execute(sa.select(table.c.version).where(*mine))).scalar_one_or_none()

    async def went_on(self, kind: str, item: str, version: int) -> bool:
        """Whether an item was handed on from here as a later version than this."""
        table = self._tables.sealed
        later = (table.c.kind == kind, table.c.id == item, table.c.version > version)
        return (await self._connection.execute(sa.select(sa.literal(1)).where(*later).limit(1))).first() is not None

    async def has_been_received(self, uow: UnitOfWork, handover_id: str, kind: str, item: str, epoch: int) -> None:
        """Notes that the receiver has an item, in an epoch of its own."""
        table = self._tables.sealed
        mine = (table.c.handover_id == handover_id, table.c.kind == kind, table.c.id == item)
        noted = sa.update(table).where(*mine).values(received_at=uow.clock.now(), received_epoch=epoch)
        await self._connection.execute(noted)

    async def receipts(self, uow: UnitOfWork, handover_id: str, received: Sequence[Receipt], epoch: int) -> None:
        """Notes what the receiver has whole; a receipt over another digest is none."""
        table = self._tables.sealed
        for one in received:
            mine = (table.c.handover_id == handover_id, table.c.kind == one.kind, table.c.id == one.id)
            noted = sa.update(table).where(*mine, table.c.digest == one.digest, self._not_received(epoch))
            await self._connection.execute(noted.values(received_at=uow.clock.now(), received_epoch=epoch))

    def _not_received(self, epoch: int) -> sa.ColumnElement[bool]:
        table = self._tables.sealed
        return sa.or_(table.c.received_at.is_(None), sa.func.coalesce(table.c.received_epoch, 1) < epoch)

    async def counts(self, handover_id: str) -> tuple[int, int]:
        """How many items are sealed, and how many of them received."""
        table = self._tables.sealed
        query = sa.select(sa.func.count(), sa.func.count(table.c.received_at)).where(table.c.handover_id == handover_id)
        sealed, received = (await self._connection.execute(query)).one()
        return int(sealed), int(received)

    async def forgotten(self, handover_id: str, epoch: int, still: Still) -> None:
        """Before a receiver that was restored is given items again: those that are its giver's no more to give are not.

        An item that came back, or was handed on elsewhere since, stands here as a later version than it was sealed as.
        """
        table = self._tables.sealed
        lost = (table.c.handover_id == handover_id, table.c.received_at.is_not(None), self._not_received(epoch))
        for row in (await self._connection.execute(sa.select(table).where(*lost))).all():
            if row.content and await still(self._connection, row.kind, row.id, row.version):
                continue
            mine = (table.c.handover_id == handover_id, table.c.kind == row.kind, table.c.id == row.id)
            await self._connection.execute(sa.update(table).where(*mine).values(received_epoch=epoch))

    async def waiting(self, handover_id: str, epoch: int = 1, most: int = AT_ONCE) -> list[Package]:
        """Sealed items that the receiver has not said it has; restored from a backup, it has to say so anew."""
        table = self._tables.sealed
        query = sa.select(table).where(table.c.handover_id == handover_id, self._not_received(epoch))
        rows = await self._connection.execute(query.order_by(table.c.sealed_at, table.c.id).limit(most))
        return [Package(kind=r.kind, id=r.id, version=r.version, content=r.content, digest=r.digest) for r in rows]


async def audit_of(uow: UnitOfWork, item: str) -> list[dict[str, Any]]:
    """What this owner's audit says of an item, with its places and hashes in the chain, as JSON."""
    table = uow.tables.audit
    rows = (await uow.connection.execute(sa.select(table).where(table.c.aggregate == item).order_by(table.c.id))).all()
    return [
        {str(name): value for name, value in row._mapping.items()}
        | {"at": row.at.isoformat(), "hash": bytes(row.hash).hex() if row.hash is not None else None}
        for row in rows
    ]


def concerns(actor: Actor, handover: HandoverState) -> bool:
    """Whether an actor follows a handover: Geneva all of them, its two sides their own (WM 6)."""
    return actor.role is Role.GENEVA_OFFICER or actor.region in (HUB, handover.giving, handover.receiving)


def found_by(actor: Actor, handover: HandoverState) -> HandoverState:
    """The handover, for who follows it. Raises NotFound."""
    if not concerns(actor, handover):
        raise NotFound("not_found", "There is no such handover here")
    return handover
