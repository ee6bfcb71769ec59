"""A party records what it does itself, without asking; words it anew, and says how far it is (WM 13)."""

from typing import Any

from pydantic import ConfigDict, Field

from services.intake.actions.named_plan import plan_of_commitment
from services.intake.actions.the_commitment import COMMITMENT, Pledged, changed
from services.intake.actions.the_request import Intake
from services.intake.domain import commitment as domain
from services.intake.storage.commitments import CommitmentRepository
from shared.application.use_case import Change, Done, Make, whole
from shared.contracts import commitments as e
from shared.contracts.incoming import Strict
from shared.contracts.shapes.own_commitment import CommitmentStage, OwnCommitmentContent, OwnCommitmentState
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_new_commitment

CONTENT: dict[str, Any] = {
    "party": "iso3166:TCD", "title": "Twelve officers for registration", "language": "en",
    "functional_areas": ["registration"], "year": 2023, "forum": "grf_2023",
    "contributors": ["Ministry of Territorial Administration"],
    "plan": {"recorded_as": "PLAN-2026-TCD-001", "line_id": "1"},
}  # fmt: skip


class CommitmentContentBody(OwnCommitmentContent):
    """An own commitment as it is worded from now on; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [CONTENT]})

    def content(self) -> OwnCommitmentContent:
        """The commitment itself, as it is kept."""
        return OwnCommitmentContent.model_validate(self.model_dump(include=set(OwnCommitmentContent.model_fields)))


class CommitmentBody(CommitmentContentBody):
    """An own commitment as recorded, and how far it is, where its party says so; unknown fields are faults."""

    stage: CommitmentStage | None = None


class StageBody(Strict):
    """How far it is."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [{"stage": "in_progress"}]})

    stage: CommitmentStage
    note: Text | None = Field(default=None, description="What was done since; everybody reads it")


async def record_commitment(doing: Intake, body: CommitmentBody) -> Done[OwnCommitmentState]:
    """Nothing is assessed of it, and nobody decides on it. Raises Invalid."""
    content = domain.checked(body.content())
    await plan_of_commitment(doing, content)
    state = OwnCommitmentState(
        commitment_id=doing.new_id(), region=doing.context.settings.deployment, content=content, recorded_at=doing.now
    )
    if body.stage is not None:
        state = domain.staged(state, body.stage, None, doing.now)
    await CommitmentRepository(doing.uow.connection).add(state)
    doing.uow.record(e.OwnCommitmentRecorded(aggregate_id=state.commitment_id, aggregate_version=1, commitment=state))
    return Done(state, 1, state.commitment_id)


async def revise_commitment(doing: Intake, stored: Pledged, body: CommitmentContentBody) -> Done[OwnCommitmentState]:
    """Raises Invalid."""
    state = domain.revised(stored.state, body.content())
    await plan_of_commitment(doing, state.content)
    return await changed(doing, stored, state, e.OwnCommitmentRevised)


async def stage_commitment(doing: Intake, stored: Pledged, body: StageBody) -> Done[OwnCommitmentState]:
    """By its party's own word alone."""
    state = domain.staged(stored.state, body.stage, body.note, doing.now)
    return await changed(doing, stored, state, e.OwnCommitmentStaged)


RECORD_COMMITMENT = Make(
    a.RECORD_COMMITMENT, CommitmentBody, lambda _, body: of_new_commitment(body.party), record_commitment, whole
)
REVISE_COMMITMENT = Change(COMMITMENT, a.REVISE_COMMITMENT, CommitmentContentBody, revise_commitment)
STAGE_COMMITMENT = Change(COMMITMENT, a.STAGE_COMMITMENT, StageBody, stage_commitment)
