"""Drafts in PostgreSQL: one document each, beside who stands in it (WM 8)."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.storage.tables import draft
from shared.contracts.shapes.draft import RequestDraft
from shared.contracts.vocabulary import office_of


def parties_of(state: RequestDraft) -> list[str]:
    """Parties that stand in a draft, and the country offices of its States."""
    named = {state.lead, state.opened_by, *state.asked, *(one.party for one in state.hands)}
    offices = {office_of(one) for one in (state.lead, *state.asked)}
    return sorted(named | offices)


class DraftRepository:
    """Drafts on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, draft_id: UUID, *, lock: bool) -> tuple[RequestDraft, int] | None:
        """The draft, and the version that changes are decided on; None when there is none."""
        query = sa.select(draft.c.state).where(draft.c.draft_id == str(draft_id))
        found = (await self._connection.execute(query.with_for_update() if lock else query)).scalar_one_or_none()
        if found is None:
            return None
        state = RequestDraft.model_validate(found)
        return state, state.rev

    async def add(self, state: RequestDraft) -> int:
        """Stores a new one; the version of its first event."""
        await self._connection.execute(sa.insert(draft).values(draft_id=state.draft_id, version=1, **_row(state)))
        return 1

    async def save(self, state: RequestDraft) -> int:
        """Stores a changed one; the version of its event."""
        changed = sa.update(draft).where(draft.c.draft_id == state.draft_id)
        values = {**_row(state), "version": draft.c.version + 1, "updated_at": sa.func.clock_timestamp()}
        return int((await self._connection.execute(changed.values(values).returning(draft.c.version))).scalar_one())

    async def page(self, party: str, after: UUID | None, most: int) -> Sequence[RequestDraft]:
        """Drafts in which a party stands, newest first."""
        query = sa.select(draft.c.state).where(draft.c.parties.contains([party]))
        if after is not None:
            query = query.where(draft.c.draft_id < str(after))
        rows = (await self._connection.execute(query.order_by(draft.c.draft_id.desc()).limit(most))).scalars()
        return [RequestDraft.model_validate(state) for state in rows]


def _row(state: RequestDraft) -> dict[str, object]:
    return {"status": state.status, "parties": parties_of(state), "state": state.model_dump(mode="json")}
