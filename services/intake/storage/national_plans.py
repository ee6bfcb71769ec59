"""National plans in PostgreSQL, with their versions (WM 13)."""

from collections.abc import Sequence

import sqlalchemy as sa

from services.intake.storage.tables import national_plan, national_plan_counter, national_plan_version
from shared.contracts.shapes.national_plan import NationalPlanContent, NationalPlanState
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import VersionedStates

MOST_NAMED = 20
"""References that a fault names."""


class NationalPlanRepository(Numbered, VersionedStates[NationalPlanState, NationalPlanContent]):
    """Stored plans, on one connection."""

    table, shape = national_plan, NationalPlanState
    versions, content, since = national_plan_version, NationalPlanContent, "changed_at"
    numbered = "PLAN", national_plan_counter

    def _new(self, state: NationalPlanState, **more: object) -> dict[str, object]:
        return super()._new(state, party=state.party, **more)

    async def called(self, named: str, party: str, *, lock: bool = False) -> tuple[NationalPlanState, int] | None:
        """The plan of a State by its reference; another State's is as absent."""
        query = sa.select(national_plan.c.state, national_plan.c.version)
        query = query.where(national_plan.c.reference == named, national_plan.c.party == party)
        row = (await self._connection.execute(query.with_for_update() if lock else query)).one_or_none()
        return (NationalPlanState.model_validate(row.state), row.version) if row else None

    async def references_of(self, party: str) -> Sequence[str]:
        """Of a State, the last ones recorded."""
        query = sa.select(national_plan.c.reference).where(national_plan.c.party == party)
        query = query.order_by(national_plan.c.national_plan_id.desc()).limit(MOST_NAMED)
        return list((await self._connection.execute(query)).scalars())
