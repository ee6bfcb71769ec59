"""A party records what it does itself, without asking (WM 13)."""

from pydantic import ConfigDict

from services.intake.actions.the_request import Intake
from services.intake.storage.repository import keep_commitment
from shared.application.use_case import Done, Make, whole
from shared.contracts.intake import OwnCommitmentRecorded
from shared.contracts.shapes.own_commitment import OwnCommitmentContent, OwnCommitmentState
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_new_commitment


class CommitmentBody(OwnCommitmentContent):
    """An own commitment as recorded; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")


async def record_commitment(doing: Intake, body: CommitmentBody) -> Done[OwnCommitmentState]:
    """Nothing is assessed of it, and nobody decides on it."""
    state = OwnCommitmentState(
        commitment_id=doing.new_id(),
        region=doing.context.settings.deployment,
        content=OwnCommitmentContent.model_validate(body.model_dump()),
        recorded_at=doing.now,
    )
    await keep_commitment(doing.uow.connection, state)
    event = OwnCommitmentRecorded(aggregate_id=state.commitment_id, aggregate_version=1, commitment=state)
    doing.uow.record(event)
    return Done(state, 1, state.commitment_id)


RECORD_COMMITMENT = Make(
    a.RECORD_COMMITMENT, CommitmentBody, lambda _, body: of_new_commitment(body.party), record_commitment, whole
)
