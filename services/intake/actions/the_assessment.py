"""A capacity assessment as commands meet it (WM 13, 14)."""

from typing import Any

from services.intake.actions.the_request import Intake
from services.intake.storage.assessments import AssessmentRepository
from shared.application.use_case import Done, Kind, Stored, whole
from shared.contracts.assessments import AssessmentEvent
from shared.contracts.shapes.assessment import AssessmentState
from shared.modalities.access import actions as a
from shared.modalities.access.assessments import of_assessment

Assessed = Stored[AssessmentState]

ASSESSMENT = Kind(
    "assessment",
    a.READ_CAPACITY_ASSESSMENT,
    of_assessment,
    lambda connection, assessment_id, lock: AssessmentRepository(connection).find(assessment_id, lock=lock),
    whole,
)


async def changed(
    doing: Intake, stored: Assessed, state: AssessmentState, kind: type[AssessmentEvent], **said: Any
) -> Done[AssessmentState]:
    """Ends a change: the state is stored and told."""
    version = stored.version + 1
    await AssessmentRepository(doing.uow.connection).change(state, version, stored.state)
    doing.uow.record(kind(aggregate_id=state.assessment_id, aggregate_version=version, assessment=state, **said))
    return Done(state, version, state.assessment_id)
