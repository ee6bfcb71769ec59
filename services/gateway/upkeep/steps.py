"""Makes the worklist of a region anew when it was made with other limits, or by a release that had other rules.

After an upgrade, or when a time limit is set to another value, due dates that are kept are not what they must be.
"""

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert

from services.gateway.projections.projector import lock
from services.gateway.projections.step_statements import SOME
from services.gateway.projections.worklist import OWING_KINDS, keep_steps, limits_of
from services.gateway.read_model.step_tables import steps_made
from services.gateway.read_model.tables import stream_cursor
from services.gateway.settings import GatewaySettings
from shared.contracts.rule_sets import DECLARED
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database

log = structlog.get_logger()
RULES = 5
"""Raise by one when a rule of steps changes: what was made with another is made anew."""
SETS = "+".join(one.name for one in DECLARED)
"""A release that brings another rule set owes other steps: what a review changed may be applied by it (WM 21)."""
CHUNK = 1000
_CAUSE = ByClock("steps")


class StepsMaker:
    """One per gateway."""

    def __init__(self, database: Database, settings: GatewaySettings) -> None:
        self._database, self._made_with, self._made = database, f"{RULES}:{SETS}:{settings.limits}", False

    async def make(self) -> int:
        """Makes the steps of every region whose steps were made otherwise, once in a process's life: what comes later the
        projector makes. How many items were looked at.
        """
        if self._made:
            return 0
        count = sum([await self._make(region) for region in await self._due()])
        self._made = True
        return count

    async def _due(self) -> list[str]:
        made = sa.select(steps_made.c.region).where(steps_made.c.made_with == self._made_with)
        regions = sa.select(stream_cursor.c.region).distinct().where(stream_cursor.c.region.not_in(made))
        async with self._database.reading() as connection:
            return sorted((await connection.execute(regions)).scalars())

    async def _make(self, region: str) -> int:
        count, last = 0, ("", "")
        while True:
            async with self._database.unit_of_work(_CAUSE) as uow:
                await lock(uow, [region])
                given = {"region": region, "kind": last[0], "id": last[1], "kinds": sorted(OWING_KINDS), "most": CHUNK}
                rows = (await uow.connection.execute(SOME, given)).all()
                await keep_steps(uow, [(region, row.kind, row.id) for row in rows], limits_of(uow))
                count += len(rows)
                if len(rows) < CHUNK:
                    written = insert(steps_made).values(region=region, made_with=self._made_with)
                    again = {"made_with": written.excluded.made_with}
                    await uow.connection.execute(written.on_conflict_do_update(index_elements=["region"], set_=again))
                    log.info("steps_made", region=region, rows=count)
                    return count
                last = rows[-1].kind, rows[-1].id
