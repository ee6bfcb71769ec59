"""A party says in one call that all its pledges stand as they did (WM 13)."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from services.intake.actions.the_request import Intake
from services.intake.domain import commitment as domain
from services.intake.storage.commitments import CommitmentRepository
from shared.application.use_case import Done, Make, whole
from shared.contracts.commitments import OwnCommitmentConfirmed
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import CommitmentId, PartyId
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_new_commitment


class ConfirmCommitmentsBody(Strict):
    """Whose pledges stand as they did; ``but``: those of which something else is to be said."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [{"party": "iso3166:TCD"}]})

    party: PartyId
    but: tuple[CommitmentId, ...] = Field(default=(), max_length=200)


class CommitmentsConfirmed(BaseModel):
    """What was confirmed. Fulfilled ones are not asked about, and are left as they are."""

    party: PartyId
    confirmed: tuple[str, ...]
    at: datetime


async def confirm_commitments(doing: Intake, body: ConfirmCommitmentsBody) -> Done[CommitmentsConfirmed]:
    """Each is told by an event of its own. None to confirm is no fault."""
    kept, confirmed = CommitmentRepository(doing.uow.connection), []
    for before, version in await kept.of_party(body.party):
        if before.stage == "fulfilled" or before.commitment_id in body.but:
            continue
        state = domain.confirmed(before, doing.now)
        await kept.save(state, version + 1)
        doing.uow.record(
            OwnCommitmentConfirmed(aggregate_id=state.commitment_id, aggregate_version=version + 1, commitment=state)
        )
        confirmed.append(state.commitment_id)
    said = CommitmentsConfirmed(party=body.party, confirmed=tuple(confirmed), at=doing.now)
    return Done(said, 1, body.party, detail={"confirmed": len(confirmed)})


CONFIRM_COMMITMENTS = Make(
    a.CONFIRM_COMMITMENTS,
    ConfirmCommitmentsBody,
    lambda _, body: of_new_commitment(body.party),
    confirm_commitments,
    whole,
)
