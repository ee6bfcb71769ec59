"""Capacity assessments in PostgreSQL, with their versions (WM 13, 14)."""

from collections.abc import Sequence

import sqlalchemy as sa

from services.intake.storage.tables import assessment, assessment_counter, assessment_version
from shared.contracts.shapes.assessment import AssessmentContent, AssessmentState
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import VersionedStates

MOST_NAMED = 20
"""References that a fault names."""


class AssessmentRepository(Numbered, VersionedStates[AssessmentState, AssessmentContent]):
    """Stored assessments, on one connection."""

    table, shape = assessment, AssessmentState
    versions, content, since = assessment_version, AssessmentContent, "changed_at"
    numbered = "ASSESSMENT", assessment_counter

    def _new(self, state: AssessmentState, **more: object) -> dict[str, object]:
        return super()._new(state, party=state.party, **more)

    async def called(self, named: str, party: str, *, lock: bool = False) -> tuple[AssessmentState, int] | None:
        """The assessment of a State by its reference; another State's is as absent."""
        query = sa.select(assessment.c.state, assessment.c.version)
        query = query.where(assessment.c.reference == named, assessment.c.party == party)
        row = (await self._connection.execute(query.with_for_update() if lock else query)).one_or_none()
        return (AssessmentState.model_validate(row.state), row.version) if row else None

    async def references_of(self, party: str) -> Sequence[str]:
        """Of a State, the last ones that were not dropped."""
        query = sa.select(assessment.c.reference).where(assessment.c.party == party, assessment.c.status != "dropped")
        query = query.order_by(assessment.c.assessment_id.desc()).limit(MOST_NAMED)
        return list((await self._connection.execute(query)).scalars())
