"""What is recorded here that a request may name as done before it, on one connection (WM 13)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.storage.assessments import AssessmentRepository
from services.intake.storage.commitments import CommitmentRepository
from services.intake.storage.national_plans import NationalPlanRepository
from services.intake.storage.tables import assessment, national_plan, own_commitment
from shared.contracts.shapes.own_commitment import OwnCommitmentState

Named = tuple[str, str]
"""A State, and the reference of what it records."""


@dataclass(frozen=True)
class Records:
    """Assessments, plans and own commitments."""

    connection: AsyncConnection

    @property
    def assessments(self) -> AssessmentRepository:
        """Of States."""
        return AssessmentRepository(self.connection)

    @property
    def plans(self) -> NationalPlanRepository:
        """Of States."""
        return NationalPlanRepository(self.connection)

    @property
    def commitments(self) -> CommitmentRepository:
        """Of parties."""
        return CommitmentRepository(self.connection)

    async def assessed(self, named: Collection[Named]) -> Mapping[Named, str]:
        """Where those assessments stand that are here and were not dropped."""
        found = await self._standing(assessment, named)
        return {one: status for one, status in found.items() if status != "dropped"}

    async def planned(self, named: Collection[Named]) -> Mapping[Named, str]:
        """Where those plans stand that are here."""
        return await self._standing(national_plan, named)

    async def pledged(self, named: Collection[str]) -> Mapping[str, OwnCommitmentState]:
        """Those own commitments that are here, whoever made them."""
        query = sa.select(own_commitment.c.state).where(own_commitment.c.commitment_id.in_(named))
        found = (await self.connection.execute(query)).scalars() if named else ()
        return {one.commitment_id: one for one in map(OwnCommitmentState.model_validate, found)}

    async def _standing(self, table: sa.Table, named: Collection[Named]) -> dict[Named, str]:
        if not named:
            return {}
        query = sa.select(table.c.party, table.c.reference, table.c.status)
        rows = await self.connection.execute(query.where(sa.tuple_(table.c.party, table.c.reference).in_(named)))
        return {(row.party, row.reference): row.status for row in rows}
