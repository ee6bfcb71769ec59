"""Engagements in PostgreSQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.delivery.storage.tables import SAID_WITH, engagement, reference_counter, released_contact
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.values import FocalPoint
from shared.runtime.db.numbered import Numbered


class EngagementRepository(Numbered):
    """Engagements and the contacts that were released, on one connection."""

    numbered = "ENGAGEMENT", reference_counter

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, engagement_id: UUID, *, lock: bool) -> tuple[EngagementState, int] | None:
        """State and version; None when there is no such engagement here."""
        query = sa.select(engagement.c.state, engagement.c.version)
        query = query.where(engagement.c.engagement_id == str(engagement_id))
        row = (await self._connection.execute(query.with_for_update() if lock else query)).one_or_none()
        return (EngagementState.model_validate(row.state), row.version) if row else None

    async def of_match(self, match_id: str) -> str | None:
        """The engagement of a match; None when it has none."""
        query = sa.select(engagement.c.engagement_id).where(engagement.c.match_id == match_id)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def add(self, state: EngagementState) -> None:
        """Stores a new engagement."""
        row = {
            "engagement_id": state.engagement_id,
            "reference": state.reference,
            "version": 1,
            "match_id": state.match_id,
            "said_with": SAID_WITH,
        }
        await self._connection.execute(sa.insert(engagement).values({**row, **_columns(state)}))

    async def save(self, state: EngagementState, version: int, *, asked: bool = False) -> None:
        """Stores a changed engagement. ``asked``: both sides are asked for a word by it, once for this silence.

        Who was asked is asked again when a word is due at another moment, and not because something else changed.
        """
        due = state.report_due_at
        before = sa.cast(engagement.c.state["report_due_at"].astext, sa.DateTime(timezone=True))
        same = before.is_not_distinct_from(sa.literal(due, sa.DateTime(timezone=True)))
        word = sa.null() if asked else sa.case((same, engagement.c.word_due_at), else_=due)
        row = {**_columns(state), "word_due_at": word, "version": version, "updated_at": sa.func.clock_timestamp()}
        changed = sa.update(engagement).where(engagement.c.engagement_id == state.engagement_id)
        await self._connection.execute(changed.values(row))

    async def silent(self, now: datetime, most: int) -> Sequence[tuple[EngagementState, int]]:
        """Engagements in which a side owes a word and was not asked for it yet, locked; others' locks are passed over."""
        query = sa.select(engagement.c.state, engagement.c.version).where(engagement.c.word_due_at <= now)
        query = query.order_by(engagement.c.word_due_at).limit(most).with_for_update(skip_locked=True)
        rows = (await self._connection.execute(query)).all()
        return [(EngagementState.model_validate(row.state), row.version) for row in rows]

    async def said_before(self, most: int) -> Sequence[str]:
        """Engagements that were last said whole by other rules, locked; others' locks are passed over."""
        query = sa.select(engagement.c.engagement_id).where(engagement.c.said_with < SAID_WITH)
        query = query.order_by(engagement.c.engagement_id).limit(most).with_for_update(skip_locked=True)
        return (await self._connection.execute(query)).scalars().all()

    async def said_whole(self, engagement_id: str) -> None:
        """Remembers that it was said by today's rules."""
        said = sa.update(engagement).where(engagement.c.engagement_id == engagement_id)
        await self._connection.execute(said.values(said_with=SAID_WITH))

    async def page(self, parties: Collection[str] | None, after: UUID | None, most: int) -> Sequence[EngagementState]:
        """Engagements by identifier; ``parties``: those alone in which one of them stands."""
        query = sa.select(engagement.c.state)
        if parties is not None:
            query = query.where(engagement.c.parties.overlap(sorted(parties)))
        if after is not None:
            query = query.where(engagement.c.engagement_id > str(after))
        rows = (await self._connection.execute(query.order_by(engagement.c.engagement_id).limit(most))).scalars()
        return [EngagementState.model_validate(state) for state in rows]

    async def published(self, engagement_id: str) -> dict[str, object] | None:
        """What the public was last shown of it; None when nothing, or nothing any more."""
        query = sa.select(engagement.c.published).where(engagement.c.engagement_id == engagement_id)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def keep_published(self, engagement_id: str, fields: dict[str, object] | None) -> int:
        """Remembers what the public is shown from now on; the number of this public event."""
        shown = sa.null() if fields is None else fields
        raised = sa.update(engagement).where(engagement.c.engagement_id == engagement_id)
        raised = raised.values(public_version=engagement.c.public_version + 1, published=shown)
        return int((await self._connection.execute(raised.returning(engagement.c.public_version))).scalar_one())

    async def keep_contact(self, engagement_id: str, party: str, contact: FocalPoint, now: datetime) -> None:
        """Keeps what a side lets the other read."""
        row: dict[str, Any] = {"focal_point": contact.model_dump(mode="json"), "released_at": now}
        kept = insert(released_contact).values(engagement_id=engagement_id, party=party, **row)
        kept = kept.on_conflict_do_update(index_elements=["engagement_id", "party"], set_=row)
        await self._connection.execute(kept)

    async def forget_contact(self, engagement_id: str, party: str) -> None:
        """Forgets it."""
        table = released_contact
        await self._connection.execute(
            sa.delete(table).where(table.c.engagement_id == engagement_id, table.c.party == party)
        )

    async def contacts(self, engagement_id: str) -> dict[str, FocalPoint]:
        """What was released, by party."""
        table = released_contact
        query = sa.select(table.c.party, table.c.focal_point).where(table.c.engagement_id == engagement_id)
        rows = (await self._connection.execute(query)).all()
        return {row.party: FocalPoint.model_validate(row.focal_point) for row in rows}


class EngagementColumns(TypedDict):
    """What a row keeps beside its identity, from the state."""

    stage: str
    parties: list[str]
    word_due_at: datetime | None
    state: dict[str, Any]


def _columns(state: EngagementState) -> EngagementColumns:
    standing = {one.party for one in state.champions if one.answer in {"pending", "accepted"}}
    standing |= {one.party for one in state.asked_sides if one.answer == "pending"}
    return {
        "stage": state.stage,
        "parties": sorted({one.party for one in state.sides} | standing),
        "word_due_at": state.report_due_at,
        "state": state.model_dump(mode="json"),
    }
