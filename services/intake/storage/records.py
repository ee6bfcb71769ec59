"""What is recorded here that a request may name as done before it, on one connection (WM 13)."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from services.intake.storage.assessments import AssessmentRepository
from services.intake.storage.commitments import CommitmentRepository
from services.intake.storage.national_plans import NationalPlanRepository


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
