"""Calls for offers in PostgreSQL, who asked not to be asked, and whom a message found (WM 17)."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.matching.storage import tables as t
from shared.contracts.shapes.call import TAKES_ANSWERS, Solicitation

_CALL = t.solicitation


class StoredCall(NamedTuple):
    """A call with its version."""

    state: Solicitation
    version: int


def _next(call: Solicitation) -> datetime | None:
    """When its date changes it next."""
    if call.status not in TAKES_ANSWERS or call.handed_over_to is not None:
        return None
    return call.closes_from if call.status == "open" and call.closes_from is not None else call.answer_due_at


class CallRepository:
    """Calls on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, call_id: str, *, lock: bool = True) -> StoredCall | None:
        """A call, locked until the end unless it is only read."""
        query = sa.select(_CALL.c.state, _CALL.c.version).where(_CALL.c.solicitation_id == call_id)
        row = (await self._connection.execute(query.with_for_update() if lock else query)).one_or_none()
        return None if row is None else StoredCall(await self._whole(row.state), row.version)

    async def _whole(self, state: Mapping[str, object]) -> Solicitation:
        """A call of before calls had a life says neither whose it is nor who asks: its request does."""
        call = Solicitation.model_validate(state)
        if call.region and call.requesting_states:
            return call
        known = t.known_request.c.state["content"]["requesting_states"]
        query = sa.select(known).where(t.known_request.c.request_id == call.request_id)
        states = (await self._connection.execute(query)).scalar_one_or_none() or ()
        ours = (await self._connection.execute(sa.text("select current_setting('acsg.deployment', true)"))).scalar_one()
        return call.model_copy(update={"region": call.region or ours or "", "requesting_states": tuple(states)})

    async def keep(self, call: Solicitation, version: int) -> None:
        """Stores a call, and who said "not now"."""
        values = {
            "request_id": call.request_id, "state": call.model_dump(mode="json"), "version": version,
            "status": call.status, "next_at": _next(call),
        }  # fmt: skip
        kept = insert(_CALL).values(solicitation_id=call.solicitation_id, **values)
        await self._connection.execute(kept.on_conflict_do_update(index_elements=["solicitation_id"], set_=values))
        rests = t.resting
        await self._connection.execute(sa.delete(rests).where(rests.c.solicitation_id == call.solicitation_id))
        said = [(one.party, one.ask_again_after) for one in call.asked if one.ask_again_after is not None]
        rows = [{"party": p, "solicitation_id": call.solicitation_id, "until": until} for p, until in said]
        if rows:
            await self._connection.execute(sa.insert(rests), rows)

    async def alive_of_request(self, request_id: str) -> list[str]:
        """Calls of a request that are not recalled: what is closed still shows what was asked."""
        query = sa.select(_CALL.c.solicitation_id).where(_CALL.c.request_id == request_id, _CALL.c.status != "recalled")
        return list((await self._connection.execute(query.order_by(_CALL.c.solicitation_id))).scalars())

    async def of_request(self, request_id: str) -> list[str]:
        """All calls of a request, in the order they are locked."""
        query = sa.select(_CALL.c.solicitation_id).where(_CALL.c.request_id == request_id)
        return list((await self._connection.execute(query.order_by(_CALL.c.solicitation_id))).scalars())

    async def due(self, now: datetime) -> list[str]:
        """Calls that their date changes now."""
        query = sa.select(_CALL.c.solicitation_id).where(_CALL.c.next_at <= now)
        return list((await self._connection.execute(query.order_by(_CALL.c.solicitation_id))).scalars())

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next of them comes."""
        query = sa.select(sa.func.min(_CALL.c.next_at)).where(_CALL.c.next_at > now)
        found: datetime | None = (await self._connection.execute(query)).scalar_one()
        return found

    async def rests(self, parties: Collection[str], today: date) -> dict[str, date]:
        """Of these parties those that said "not now", with the day after which they may be asked."""
        table = t.resting
        latest = sa.func.max(table.c.until).label("until")
        query = sa.select(table.c.party, latest).where(table.c.party.in_(parties), table.c.until >= today)
        return {row.party: row.until for row in await self._connection.execute(query.group_by(table.c.party))}

    async def all_resting(self, today: date) -> dict[str, date]:
        """Every party that said "not now", with the day after which it may be asked."""
        latest = sa.func.max(t.resting.c.until).label("until")
        query = sa.select(t.resting.c.party, latest).where(t.resting.c.until >= today).group_by(t.resting.c.party)
        return {row.party: row.until for row in await self._connection.execute(query)}

    async def all_without_address(self) -> set[str]:
        """Every party for which the last message found no mailbox."""
        query = sa.select(t.heard_party.c.party).where(~t.heard_party.c.has_address)
        return set((await self._connection.execute(query)).scalars())

    async def without_address(self, parties: Collection[str]) -> set[str]:
        """Of these parties those for which the last message found no mailbox."""
        table = t.heard_party
        query = sa.select(table.c.party).where(table.c.party.in_(parties), ~table.c.has_address)
        return set((await self._connection.execute(query)).scalars())

    async def hear(self, party: str, has_address: bool, at: datetime) -> None:
        """Whether a message to a party found a mailbox; what is older than the last word changes nothing."""
        values = {"has_address": has_address, "at": at}
        kept = insert(t.heard_party).values(party=party, **values)
        kept = kept.on_conflict_do_update(index_elements=["party"], set_=values, where=t.heard_party.c.at <= at)
        await self._connection.execute(kept)
