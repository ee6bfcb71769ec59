"""Own commitments: what a party does itself, without asking (WM 13)."""

from fastapi import APIRouter, Request, Response
from pydantic import ConfigDict

from services.intake.storage.repository import keep_commitment
from shared.contracts.intake import OwnCommitmentRecorded
from shared.contracts.shapes.own_commitment import OwnCommitmentContent, OwnCommitmentState
from shared.modalities.access.actions import RECORD_COMMITMENT
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_new_commitment
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.command import command
from shared.runtime.http.routes import body_of, json, route
from shared.runtime.identifiers import new_id


class CommitmentBody(OwnCommitmentContent):
    """An own commitment as recorded; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def commitment_routes(database: Database) -> APIRouter:
    """Routes of own commitments."""
    router = APIRouter(tags=["own commitments"])

    @route(router, "POST", "/own-commitments", RECORD_COMMITMENT, summary="Record an own commitment",
           body=CommitmentBody, answer=OwnCommitmentState, status=201)  # fmt: skip
    async def record_commitment(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            body = await body_of(request, CommitmentBody)
            assert uow.cause.actor is not None
            authorise(uow.cause.actor, RECORD_COMMITMENT, of_new_commitment(body.party))
            state = OwnCommitmentState(
                commitment_id=new_id(uow.clock),
                region=uow.settings.deployment,
                content=OwnCommitmentContent.model_validate(body.model_dump()),
                recorded_at=uow.clock.now(),
            )
            await keep_commitment(uow.connection, state)
            uow.record(OwnCommitmentRecorded(aggregate_id=state.commitment_id, aggregate_version=1, commitment=state))
            uow.audit(RECORD_COMMITMENT.name, RECORD_COMMITMENT.paragraph, state.commitment_id, 1)
            return json(state, 201, version=1)

        return await command(request, database, work)

    return router
