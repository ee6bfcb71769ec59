"""Offers and reservations in PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.roster.domain.alike import likeness_of
from services.roster.domain.ports import Held
from services.roster.storage.table_rows import ReservationRow
from services.roster.storage.tables import (
    asked_for,
    ended_match,
    line_capacity,
    open_alike,
    reference_counter,
    reservation,
    shown_request,
    support_offer,
)
from shared.contracts.roster import ReservedLine
from shared.contracts.shapes.handover import standing
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.modalities.access.audience import Audience
from shared.modalities.errors import NotFound
from shared.runtime.db.alike import Alike
from shared.runtime.db.numbered import Numbered


class OfferRepository(Numbered):
    """Implements the port ``Offers`` on one connection."""

    numbered = "OFFER", reference_counter

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, offer_id: UUID, *, lock: bool) -> tuple[SupportOfferState, int] | None:
        """State and version; None when there is no such offer here."""
        table = support_offer
        query = sa.select(table.c.state, table.c.version).where(table.c.offer_id == str(offer_id))
        row = (await self._connection.execute(query.with_for_update() if lock else query)).one_or_none()
        return (SupportOfferState.model_validate(row.state), row.version) if row else None

    async def locked(self, offer_id: UUID) -> tuple[SupportOfferState, int]:
        """State and version, locked until the transaction ends. Raises NotFound."""
        found = await self.find(offer_id, lock=True)
        if found is None:
            raise NotFound("not_found", "There is no such offer")
        return found

    async def add(self, state: SupportOfferState) -> None:
        """Stores a new offer."""
        row = {"offer_id": state.offer_id, "reference": state.reference, "version": 1, "status": standing(state)}
        more = {"offering_parties": list(state.content.offering_parties), "state": state.model_dump(mode="json")}
        await self._connection.execute(sa.insert(support_offer).values(row | more))
        await self._capacity(state)

    async def claim(
        self, state: SupportOfferState, distinct_from: Sequence[str], before: SupportOfferState | None = None
    ) -> None:
        """What an offer says now is in another one's way. Raises Conflict naming an open one that says it."""
        alike = Alike(self._connection, open_alike)
        unchanged = before is not None and likeness_of(before.content) == likeness_of(state.content)
        if not unchanged or distinct_from or not await alike.is_claimed(state.offer_id):
            await alike.claim(likeness_of(state.content, distinct_from), state.offer_id, state.reference)

    async def save(self, state: SupportOfferState, version: int) -> None:
        """Stores a changed offer with its capacity."""
        table = support_offer
        values: dict[str, object] = {
            "version": version,
            "status": standing(state),
            "state": state.model_dump(mode="json"),
            "offering_parties": list(state.content.offering_parties),
        }
        await self._connection.execute(sa.update(table).where(table.c.offer_id == state.offer_id).values(values))
        if standing(state) != "live":
            await Alike(self._connection, open_alike).release(state.offer_id)
        await self._capacity(state)

    async def _capacity(self, state: SupportOfferState) -> None:
        table = line_capacity
        lines = [c.line_id for c in state.capacity]
        gone = sa.delete(table).where(table.c.offer_id == state.offer_id, table.c.line_id.not_in(lines))
        await self._connection.execute(gone)
        rows = [
            {"offer_id": state.offer_id, **c.model_dump(include={"line_id", "quantity", "reserved", "committed"})}
            for c in state.capacity
        ]
        kept = insert(table).values(rows)
        values = {name: kept.excluded[name] for name in ("quantity", "reserved", "committed")}
        await self._connection.execute(kept.on_conflict_do_update(index_elements=["offer_id", "line_id"], set_=values))

    async def next_public_version(self, offer_id: str) -> int:
        """Counts the public events of an offer."""
        raised = sa.update(support_offer).where(support_offer.c.offer_id == offer_id)
        raised = raised.values(public_version=support_offer.c.public_version + 1)
        return int((await self._connection.execute(raised.returning(support_offer.c.public_version))).scalar_one())

    async def shown_to(self, request_id: str) -> tuple[Audience, ...]:
        """Who of the possible offerers may see a request: those it is shown to, and those whom a call asks for it.

        Of another deployment's request its calls alone are known here.
        """
        shown = sa.select(shown_request.c.shown_to).where(shown_request.c.request_id == request_id)
        asked = sa.select(asked_for.c.shown_to).where(asked_for.c.request_id == request_id)
        found = (await self._connection.execute(sa.union_all(shown, asked))).scalars()
        return tuple(Audience.of_words(words) for words in found)

    async def note_asked(
        self, call_id: str, version: int, request_id: str, parties: Iterable[str], lines: Sequence[Mapping[str, object]]
    ) -> None:
        """Remembers whom a call for offers asks for what, unless something newer is known; nothing of it once it asks nobody."""
        words = sorted(Audience(parties=frozenset(parties)).words)
        kept = list(lines) if words else []
        noted = insert(asked_for).values(
            solicitation_id=call_id, version=version, request_id=request_id, shown_to=words, lines=kept
        )
        newer = {name: noted.excluded[name] for name in ("version", "request_id", "shown_to", "lines")}
        noted = noted.on_conflict_do_update(
            index_elements=["solicitation_id"], set_=newer, where=asked_for.c.version < noted.excluded.version
        )
        await self._connection.execute(noted)

    async def note_shown(
        self, request_id: str, version: int, audience: Audience, lines: Sequence[Mapping[str, object]]
    ) -> None:
        """Remembers it, unless something newer is known; of lines nothing once it is shown to nobody."""
        table, words = shown_request, sorted(audience.words)
        noted = insert(table).values(request_id=request_id, version=version, shown=bool(words), shown_to=words)
        noted = noted.values(lines=list(lines) if words else [])
        newer = {name: noted.excluded[name] for name in ("version", "shown", "shown_to", "lines")}
        noted = noted.on_conflict_do_update(
            index_elements=["request_id"], set_=newer, where=table.c.version < noted.excluded.version
        )
        await self._connection.execute(noted)

    async def is_asked(self, reservation_id: str, match_region: str) -> bool:
        """Whether a reservation of this deployment was answered before."""
        mine = (reservation.c.match_region == match_region, reservation.c.reservation_id == reservation_id)
        query = sa.select(reservation.c.status).where(*mine)
        return (await self._connection.execute(query)).scalar_one_or_none() is not None

    async def keep(self, held: Held, status: str) -> None:
        """Remembers an answered reservation."""
        lines = [line.model_dump(mode="json") for line in held.lines]
        row = {"reservation_id": held.reservation_id, "match_id": held.match_id, "match_region": held.match_region}
        row |= {"offer_id": held.offer_id, "status": status}
        await self._connection.execute(sa.insert(reservation).values(**row, lines=lines))

    async def held_of(self, match_id: str, match_region: str) -> Sequence[Held]:
        """What is held for a match of this deployment, locked, in a fixed order."""
        return [_held(row) for row in await self._of_match(match_id, match_region, "held")]

    async def committed_of(self, match_id: str, match_region: str) -> Sequence[tuple[Held, Mapping[str, Decimal]]]:
        """What is committed to a match of this deployment, or that was its own before it moved, and what was given back of it by
        line, locked.
        """
        rows = await self._of_match(match_id, match_region, "committed", moved=True)
        return [(_held(row), {name: Decimal(amount) for name, amount in row.given_back.items()}) for row in rows]

    async def _of_match(
        self, match_id: str, match_region: str, status: str, *, moved: bool = False
    ) -> Sequence[ReservationRow]:
        table = reservation
        its = table.c.match_region == match_region
        if moved:
            its |= table.c.asked_from_before.contains([match_region])
        mine = (table.c.match_id == match_id, its, table.c.status == status)
        query = sa.select(table).where(*mine).order_by(table.c.offer_id).with_for_update()
        return list(await self._connection.execute(query))

    async def take_back(self, held: Held, given_back: Mapping[str, Decimal]) -> None:
        """Remembers what was given back of a reservation, by line."""
        table = reservation
        mine = (table.c.match_region == held.match_region, table.c.reservation_id == held.reservation_id)
        amounts = {name: format(amount, "f") for name, amount in given_back.items()}
        await self._connection.execute(sa.update(table).where(*mine).values(given_back=amounts))

    async def settle(self, held: Held, status: str) -> None:
        """What was held is committed or released."""
        table = reservation
        mine = (table.c.match_region == held.match_region, table.c.reservation_id == held.reservation_id)
        await self._connection.execute(sa.update(table).where(*mine).values(status=status))

    async def end_match(self, match_id: str, match_region: str) -> None:
        """Remembers that a match of this deployment is over."""
        row = {"match_id": match_id, "match_region": match_region}
        await self._connection.execute(insert(ended_match).values(row).on_conflict_do_nothing())

    async def is_ended(self, match_id: str, match_region: str) -> bool:
        """Whether a match of this deployment is over."""
        mine = (ended_match.c.match_id == match_id, ended_match.c.match_region == match_region)
        query = sa.select(sa.literal(1)).where(*mine)
        return (await self._connection.execute(query)).scalar_one_or_none() is not None

    async def move_match(self, match_id: str, giving: str, receiving: str) -> None:
        """What is held for a match of one deployment is held for another from here on."""
        mine = (reservation.c.match_id == match_id, reservation.c.match_region == giving)
        before = sa.func.array_append(reservation.c.asked_from_before, giving)
        moved = sa.update(reservation).where(*mine).values(match_region=receiving, asked_from_before=before)
        await self._connection.execute(moved)


def _held(row: ReservationRow) -> Held:
    lines = tuple(ReservedLine.model_validate(line) for line in row.lines)
    return Held(row.reservation_id, row.match_id, row.match_region, row.offer_id, lines)
