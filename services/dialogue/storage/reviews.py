"""Reviews of the terms in PostgreSQL (WM 21)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert

from services.dialogue.domain.review import NewReview
from services.dialogue.storage.tables import meeting, review, review_counter, review_year, thread
from shared.contracts.shapes.review import LOOKING, ReviewedPeriod, ReviewState
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import States

_LOCK = "reviews of the terms"


class ReviewRepository(Numbered, States[ReviewState]):
    """Stored reviews, on one connection."""

    table, shape = review, ReviewState
    numbered = "REVIEW", review_counter

    async def begun(self, review_id: str, deployment: str, now: datetime) -> NewReview:
        """What a new review has: REVIEW-<year>-<deployment>-<number>. Its number is the lock by which each sees the others."""
        return NewReview(review_id, await self.next_reference(deployment, now.year), deployment, now)

    async def asked_by(self, party: str) -> str | None:
        """Reference of the review that a party asked for and that is not answered yet."""
        waits = sa.select(review.c.reference).where(
            review.c.status == "asked", review.c.state["asked_by"].astext == party
        )
        return (await self._connection.execute(waits)).scalars().first()

    async def looking(self) -> Sequence[ReviewState]:
        """Reviews that look at a period; one at a time asks this, until its transaction ends."""
        await self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(_LOCK))))
        return await self._in(LOOKING)

    async def on_the_way_or_concluded(self) -> Sequence[ReviewState]:
        """The same with those that are due."""
        await self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(_LOCK))))
        return await self._in(("due", *LOOKING))

    async def _in(self, statuses: Collection[str]) -> Sequence[ReviewState]:
        query = sa.select(review.c.state).where(review.c.status.in_(statuses)).order_by(review.c.review_id)
        return [ReviewState.model_validate(state) for state in (await self._connection.execute(query)).scalars()]

    async def met_or_wrote(self, period: ReviewedPeriod) -> frozenset[str]:
        """Parties invited to a meeting here that began in the period, and those of threads that were written in."""
        begins = sa.cast(meeting.c.starts_at, sa.Date)
        invited = sa.select(_parties(meeting.c.state["invitations"])).where(
            begins.between(period.from_on, period.until_on), meeting.c.status != "cancelled"
        )
        wrote = sa.cast(thread.c.state["last_message_at"].astext, sa.DateTime(timezone=True))
        sides = sa.select(_parties(thread.c.state["sides"])).where(
            sa.cast(wrote, sa.Date).between(period.from_on, period.until_on)
        )
        return frozenset((await self._connection.execute(sa.union(invited, sides))).scalars())

    async def counted_from(self, now: datetime) -> datetime:
        """Since when years without a review are counted here: from the first time that this was asked."""
        first = insert(review_year).values(one=True, counted_from=now).on_conflict_do_nothing()
        await self._connection.execute(first)
        found: datetime = (await self._connection.execute(sa.select(review_year.c.counted_from))).scalar_one()
        return found


def _parties(those: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """The party of each of a list in a state."""
    each: sa.ColumnElement[str] = sa.func.jsonb_array_elements(those, type_=JSONB)["party"].astext.label("party")
    return each
