"""Meetings in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.dialogue.domain.alike import likeness_of
from services.dialogue.storage.tables import meeting, open_alike, reference_counter
from shared.contracts.shapes.meeting import MeetingState
from shared.runtime.db.alike import Alike
from shared.runtime.db.numbered import Numbered


class MeetingRepository(Numbered):
    """Stored meetings, on one connection."""

    numbered = "MEETING", reference_counter

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, meeting_id: UUID, *, lock: bool) -> tuple[MeetingState, int] | None:
        """State and version; None when there is no such meeting here."""
        query = sa.select(meeting.c.state, meeting.c.version)
        query = query.where(meeting.c.meeting_id == str(meeting_id))
        row = (await self._connection.execute(query.with_for_update() if lock else query)).one_or_none()
        return (MeetingState.model_validate(row.state), row.version) if row else None

    async def add(self, state: MeetingState) -> None:
        """Stores a new meeting."""
        row = {"meeting_id": state.meeting_id, "reference": state.reference, "version": 1}
        await self._connection.execute(sa.insert(meeting).values({**row, **_columns(state)}))

    async def claim(
        self, state: MeetingState, distinct_from: Sequence[str], before: MeetingState | None = None
    ) -> None:
        """What a meeting says now is in another one's way. Raises Conflict naming an open one that says it."""
        alike = Alike(self._connection, open_alike)
        unchanged = before is not None and likeness_of(before.content, state.region) == likeness_of(
            state.content, state.region
        )
        if not unchanged or distinct_from or not await alike.is_claimed(state.meeting_id):
            await alike.claim(
                likeness_of(state.content, state.region, distinct_from), state.meeting_id, state.reference
            )

    async def save(self, state: MeetingState, version: int) -> None:
        """Stores a changed meeting."""
        changed = sa.update(meeting).where(meeting.c.meeting_id == state.meeting_id)
        moment = sa.func.clock_timestamp()
        await self._connection.execute(changed.values({**_columns(state), "version": version, "updated_at": moment}))
        if state.status != "convened":
            await Alike(self._connection, open_alike).release(state.meeting_id)

    async def upcoming(self, since: datetime, after: UUID | None, most: int) -> Sequence[MeetingState]:
        """Meetings that begin after a moment, by beginning; ``after`` is the identifier of the last one read."""
        order = (meeting.c.starts_at, meeting.c.meeting_id)
        query = sa.select(meeting.c.state).where(meeting.c.starts_at > since)
        if after is not None:
            last = sa.select(*order).where(meeting.c.meeting_id == str(after))
            query = query.where(sa.tuple_(*order) > last.scalar_subquery())
        rows = (await self._connection.execute(query.order_by(*order).limit(most))).scalars()
        return [MeetingState.model_validate(state) for state in rows]

    async def moderated_since(self, since: datetime, but: str) -> Sequence[MeetingState]:
        """Other meetings with moderators that begin after a moment and were not cancelled."""
        query = sa.select(meeting.c.state).where(
            meeting.c.starts_at > since, meeting.c.status != "cancelled", meeting.c.meeting_id != but
        )
        rows = (await self._connection.execute(query.order_by(meeting.c.starts_at).limit(500))).scalars()
        states = (MeetingState.model_validate(state) for state in rows)
        return [state for state in states if state.moderators]


class MeetingColumns(TypedDict):
    """What a row keeps beside its identity, from the state."""

    status: str
    starts_at: datetime | None
    state: dict[str, Any]


def _columns(state: MeetingState) -> MeetingColumns:
    at = state.content.starts_at
    return {"status": state.status, "starts_at": at, "state": state.model_dump(mode="json")}
