"""An own commitment as commands meet it (WM 13)."""

from typing import Any

from services.intake.actions.the_request import Intake
from services.intake.storage.commitments import CommitmentRepository
from shared.application.use_case import Done, Kind, Stored, whole
from shared.contracts.commitments import OwnCommitmentEvent
from shared.contracts.shapes.own_commitment import OwnCommitmentState
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_commitment

Pledged = Stored[OwnCommitmentState]

COMMITMENT = Kind(
    "commitment",
    a.READ_COMMITMENT,
    of_commitment,
    lambda connection, commitment_id, lock: CommitmentRepository(connection).find(commitment_id, lock=lock),
    whole,
)


async def changed(
    doing: Intake, stored: Pledged, state: OwnCommitmentState, kind: type[OwnCommitmentEvent], **said: Any
) -> Done[OwnCommitmentState]:
    """Ends a change: the state is stored and told."""
    version = stored.version + 1
    await CommitmentRepository(doing.uow.connection).save(state, version)
    doing.uow.record(kind(aggregate_id=state.commitment_id, aggregate_version=version, commitment=state, **said))
    return Done(state, version, state.commitment_id)
