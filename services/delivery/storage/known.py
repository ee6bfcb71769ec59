"""Requests and offers as they were worded, kept until a match on them is confirmed (WM 11)."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.delivery.storage.tables import known_content, waiting_match
from shared.contracts.shapes.match import MatchState
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState


class KnownRepository:
    """Delivery's own copies, on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, kind: str, state: SupportRequestState | SupportOfferState, version: int) -> None:
        """Keeps a wording; an older event of the same wording changes nothing."""
        item = state.request_id if isinstance(state, SupportRequestState) else state.offer_id
        row = {"kind": kind, "version": version, "state": state.model_dump(mode="json")}
        kept = insert(known_content).values(item_id=item, content_version=state.content_version, **row)
        kept = kept.on_conflict_do_update(
            index_elements=["item_id", "content_version"], set_=row, where=known_content.c.version < version
        )
        await self._connection.execute(kept)

    async def _latest(self, item_id: str) -> dict[str, object] | None:
        query = sa.select(known_content.c.state).where(known_content.c.item_id == item_id)
        query = query.order_by(known_content.c.content_version.desc()).limit(1)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def request(self, request_id: str) -> SupportRequestState | None:
        """A request as it was last worded; None when it has not come yet."""
        state = await self._latest(request_id)
        return SupportRequestState.model_validate(state) if state else None

    async def offer(self, offer_id: str) -> SupportOfferState | None:
        """An offer as it was last worded; None when it has not come yet."""
        state = await self._latest(offer_id)
        return SupportOfferState.model_validate(state) if state else None

    async def wait(self, match: MatchState) -> None:
        """Keeps a confirmed match until what it is about has come."""
        items = sorted({one.request_id for one in match.lines} | {one.offer_id for one in match.lines})
        kept = insert(waiting_match).values(match_id=match.match_id, items=items, state=match.model_dump(mode="json"))
        await self._connection.execute(kept.on_conflict_do_nothing())

    async def waiting(self, item_id: str) -> Sequence[MatchState]:
        """Matches that wait for an item, locked."""
        query = sa.select(waiting_match.c.state).where(waiting_match.c["items"].contains([item_id])).with_for_update()
        return [MatchState.model_validate(state) for state in (await self._connection.execute(query)).scalars()]

    async def no_more_waiting(self, match_id: str) -> None:
        """The engagement of a match is open."""
        await self._connection.execute(sa.delete(waiting_match).where(waiting_match.c.match_id == match_id))
