"""Who stood in which engagement, and how it ended: one row per party, written when it changes and never worked out anew."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.matching.domain.worked import NOT_KNOWN, HowItEnded, Worked
from services.matching.storage.tables import worked_together as t
from shared.contracts.shapes.match import MatchState


class WorkedTogether:
    """Earlier work on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def know_match(self, match: MatchState) -> None:
        """Of a confirmed match: its sides work together. What its engagement told stands over it."""
        if match.status != "confirmed":
            return
        about = (t.c.region == match.region, t.c.about == match.match_id)
        if (await self._connection.execute(sa.select(t.c.party).where(*about).limit(1))).first() is None:
            await self._write(match.region, match.match_id, 0, [side.party for side in match.sides], NOT_KNOWN)

    async def know(self, region: str, about: str, version: int, parties: Sequence[str], how: HowItEnded) -> bool:
        """Of an engagement, when this is newer than what is known; whether it was."""
        mine = (t.c.region == region, t.c.about == about)
        known = sa.select(t.c.version).where(*mine).order_by(t.c.party).with_for_update()
        if max((await self._connection.execute(known)).scalars(), default=-1) >= version:
            return False
        await self._connection.execute(sa.delete(t).where(*mine, t.c.party.not_in(parties)))
        await self._write(region, about, version, parties, how)
        return True

    async def _write(self, region: str, about: str, version: int, parties: Sequence[str], how: HowItEnded) -> None:
        values: dict[str, Any] = {"version": version, "ended": how.ended, "reason": how.reason, "ended_by": how.by}
        rows = [{"region": region, "about": about, "party": party, **values} for party in sorted(set(parties))]
        if not rows:
            return
        written = insert(t).values(rows)
        newer = {name: written.excluded[name] for name in values}
        written = written.on_conflict_do_update(
            index_elements=["region", "about", "party"], set_=newer, where=t.c.version < written.excluded.version
        )
        await self._connection.execute(written)

    async def of(self, states: Sequence[str]) -> list[Worked]:
        """With whom States worked, and how it ended; in one order."""
        mine, theirs = t.alias("mine"), t.alias("theirs")
        named = (mine.c.party, theirs.c.party, theirs.c.ended, theirs.c.reason, theirs.c.ended_by)
        query = (
            sa.select(*named, sa.func.count())
            .join_from(mine, theirs, (theirs.c.region == mine.c.region) & (theirs.c.about == mine.c.about))
            .where(mine.c.party.in_(states), theirs.c.party.not_in(states))
            .group_by(*named)
            .order_by(*named)
        )
        return [Worked(*row) for row in await self._connection.execute(query)]
