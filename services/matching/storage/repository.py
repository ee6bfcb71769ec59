"""Matching's board in PostgreSQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.matching.domain.need import ZERO
from services.matching.domain.worked import Worked
from services.matching.storage import tables as t
from services.matching.storage.worked_together import WorkedTogether
from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.match import ALIVE, MatchState, NeedLine
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState
from shared.runtime.db.numbered import Numbered


class OfferCopy(NamedTuple):
    """A copy of an offer with the version it was taken from."""

    version: int
    state: SupportOfferState


class BoardRepository(Numbered):
    """Implements the port ``Board`` on one connection."""

    numbered = "MATCH", t.reference_counter

    def __init__(self, connection: AsyncConnection, *, locking: bool = True) -> None:
        self._connection, self._locking = connection, locking

    async def request(self, request_id: str) -> SupportRequestState | None:
        """The copy of a request."""
        query = sa.select(t.known_request.c.state).where(t.known_request.c.request_id == request_id)
        found = (await self._connection.execute(query)).scalar_one_or_none()
        return None if found is None else SupportRequestState.model_validate(found)

    async def know_request(self, state: SupportRequestState, version: int) -> bool:
        """Takes a newer copy; whether it was newer."""
        values = {"version": version, "state": state.model_dump(mode="json")}
        return await self._newer(t.known_request, {"request_id": state.request_id}, values)

    async def offer(self, offer_id: str) -> SupportOfferState | None:
        """The copy of an offer."""
        query = sa.select(t.known_offer.c.state).where(t.known_offer.c.offer_id == offer_id)
        found = (await self._connection.execute(query)).scalar_one_or_none()
        return None if found is None else SupportOfferState.model_validate(found)

    async def know_offer(self, state: SupportOfferState, version: int) -> bool:
        """Takes a newer copy; whether it was newer."""
        values: dict[str, object] = {
            "version": version,
            "status": standing(state),
            "state": state.model_dump(mode="json"),
        }
        values["changed"] = sa.text("pg_current_xact_id()::text::bigint")
        return await self._newer(t.known_offer, {"offer_id": state.offer_id}, values)

    async def _newer(self, table: sa.Table, key: dict[str, str], values: dict[str, object]) -> bool:
        kept = insert(table).values(**key, **values)
        kept = kept.on_conflict_do_update(
            index_elements=list(key), set_=values, where=table.c.version < kept.excluded.version
        )
        return (await self._connection.execute(kept.returning(table.c.version))).one_or_none() is not None

    async def offers_changed(self, since: int, known: Mapping[str, int]) -> tuple[list[OfferCopy], int]:
        """Copies of offers that are newer than the ``known`` versions, and the mark to go on from.

        The mark is the oldest transaction still open at the time: one that commits late is not passed over.
        """
        open_from = sa.text("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        mark = int((await self._connection.execute(open_from)).scalar_one())
        table = t.known_offer
        written = sa.select(table.c.offer_id, table.c.version, table.c.state).where(table.c.changed >= since)
        rows = await self._connection.execute(written)
        newer = [row for row in rows if row.version > known.get(row.offer_id, 0)]
        return [OfferCopy(row.version, SupportOfferState.model_validate(row.state)) for row in newer], mark

    async def need(self, request_id: str) -> tuple[tuple[NeedLine, ...], int]:
        """The need with its version, locked until the end unless this board only reads."""
        held = sa.select(t.need.c.version).where(t.need.c.request_id == request_id)
        held = held.with_for_update() if self._locking else held
        version = (await self._connection.execute(held)).scalar_one_or_none()
        if version is None:
            return (), 0
        query = sa.select(t.need_line).where(t.need_line.c.request_id == request_id).order_by(t.need_line.c.position)
        rows = (await self._connection.execute(query)).mappings()
        return tuple(
            NeedLine.model_validate(dict(r) | {"open": max(ZERO, r["asked"] - r["reserved"] - r["committed"])})
            for r in rows
        ), version

    async def need_owner(self, request_id: str) -> str | None:
        """The deployment that a need was handed over to; None when it is ours."""
        query = sa.select(t.need.c.handed_over_to).where(t.need.c.request_id == request_id)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def keep_need(self, request_id: str, lines: Sequence[NeedLine], version: int) -> None:
        """Stores a need."""
        kept = insert(t.need).values(request_id=request_id, version=version)
        kept = kept.on_conflict_do_update(index_elements=["request_id"], set_={"version": version})
        await self._connection.execute(kept)
        await self._connection.execute(sa.delete(t.need_line).where(t.need_line.c.request_id == request_id))
        rows = [
            {"request_id": request_id, "position": n, **line.model_dump(exclude={"open"})}
            for n, line in enumerate(lines)
        ]
        await self._connection.execute(sa.insert(t.need_line), rows)

    async def match(self, match_id: str, *, lock: bool = True) -> tuple[MatchState, int] | None:
        """A match with its version."""
        query = sa.select(t.match.c.state, t.match.c.version).where(t.match.c.match_id == match_id)
        row = (await self._connection.execute(query.with_for_update() if lock else query)).one_or_none()
        return (MatchState.model_validate(row.state), row.version) if row else None

    async def keep_match(self, match: MatchState, version: int) -> None:
        """Stores a match."""
        values = {
            "reference": match.reference, "version": version, "status": standing(match),
            "reservation_deadline": match.reservation_deadline, "state": match.model_dump(mode="json"),
        }  # fmt: skip
        kept = insert(t.match).values(match_id=match.match_id, **values)
        kept = kept.on_conflict_do_update(index_elements=["match_id"], set_=values)
        await self._connection.execute(kept)
        await WorkedTogether(self._connection).know_match(match)
        if version == 1:
            pairs = sorted({(line.request_id, line.offer_id) for line in match.lines})
            rows = [{"match_id": match.match_id, "request_id": r, "offer_id": o} for r, o in pairs]
            # The first of several owners answers without a new version: a match may be stored at its first more than once.
            await self._connection.execute(insert(t.match_line).on_conflict_do_nothing(), rows)

    async def _matches(self, *where: sa.ColumnElement[bool]) -> list[str]:
        query = sa.select(t.match.c.match_id).join(t.match_line).where(*where).distinct().order_by(t.match.c.match_id)
        return list((await self._connection.execute(query)).scalars())

    async def alive_of_request(self, request_id: str) -> list[str]:
        """Matches of a request that are not over and not confirmed."""
        return await self._matches(t.match_line.c.request_id == request_id, t.match.c.status.in_(ALIVE))

    async def confirmed_of_request(self, request_id: str) -> list[str]:
        """Confirmed matches of a request."""
        return await self._matches(t.match_line.c.request_id == request_id, t.match.c.status == "confirmed")

    async def confirmed_of_offer(self, offer_id: str) -> list[str]:
        """Confirmed matches of an offer."""
        return await self._matches(t.match_line.c.offer_id == offer_id, t.match.c.status == "confirmed")

    async def alive_of_offer(self, offer_id: str) -> list[str]:
        """Matches of an offer that are not over and not confirmed."""
        return await self._matches(t.match_line.c.offer_id == offer_id, t.match.c.status.in_(ALIVE))

    async def overdue(self, now: datetime) -> list[str]:
        """Matches still waiting for owners past their deadline."""
        return await self._matches(t.match.c.status == "reserving", t.match.c.reservation_deadline < now)

    async def next_deadline(self, now: datetime) -> datetime | None:
        """When the next of them will be past it."""
        waiting = (t.match.c.status == "reserving", t.match.c.reservation_deadline >= now)
        first = sa.select(sa.func.min(t.match.c.reservation_deadline)).where(*waiting)
        found: datetime | None = (await self._connection.execute(first)).scalar_one()
        return found

    async def worked_with(self, states: Sequence[str]) -> list[Worked]:
        """With whom States worked before, and how it ended."""
        return await WorkedTogether(self._connection).of(states)

    async def published(self, match_id: str) -> dict[str, object] | None:
        """What the public was last shown of a match; None when nothing, or nothing any more."""
        query = sa.select(t.match.c.published).where(t.match.c.match_id == match_id)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def keep_published(self, match_id: str, fields: dict[str, object] | None) -> int:
        """Remembers what the public is shown from now on; the number of this public event."""
        shown = sa.null() if fields is None else fields
        raised = sa.update(t.match).where(t.match.c.match_id == match_id)
        raised = raised.values(public_version=t.match.c.public_version + 1, published=shown)
        return int((await self._connection.execute(raised.returning(t.match.c.public_version))).scalar_one())
