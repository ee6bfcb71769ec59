"""Own commitments, which the mechanism shows as pledges, over HTTP (WM 13)."""

from fastapi import APIRouter
from pydantic import BaseModel

from services.intake import actions
from services.intake.actions.confirm_commitments import CommitmentsConfirmed
from services.intake.actions.draft_from_commitment import DraftBegun
from services.intake.actions.the_request import RequestContext
from services.intake.queries.lists import COMMITMENTS
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.own_commitment import OwnCommitmentState as State
from shared.runtime.http.versions import Held

ALL = "/own-commitments"
ONE = ALL + "/{commitment_id}"
TABLE = (
    At("POST", ALL, actions.RECORD_COMMITMENT, State, "Record an own commitment", made=ALL + "/{id}"),
    At("POST", ALL + "/confirmation", actions.CONFIRM_COMMITMENTS, CommitmentsConfirmed,
       "Say that all pledges of one's party stand as they did", tagged=False),
    At("PUT", ONE + "/content", actions.REVISE_COMMITMENT, State, "Word an own commitment anew"),
    At("PUT", ONE + "/stage", actions.STAGE_COMMITMENT, State, "Say how far it is"),
    At("POST", ONE + "/drafts", actions.DRAFT_FROM_COMMITMENT, DraftBegun,
       "Begin a draft of a request that rests on it, which the State alone submits", made="/drafts/{id}", version=Held(ONE)),
)  # fmt: skip


class CommitmentsAnswer(BaseModel):
    """Own commitments, the last recorded first. ``after``: give it to read on; null at the end."""

    commitments: list[State]
    after: str | None


READ = ReadAt(COMMITMENTS, ALL, ONE, State, CommitmentsAnswer,
              "Own commitments that parties record here, the last recorded first", "An own commitment")  # fmt: skip


def commitment_routes(runner: Runner[RequestContext]) -> APIRouter:
    """All routes of own commitments."""
    router = APIRouter(tags=["own commitments"])
    commands(router, runner, *TABLE)
    reads(router, runner.database, READ)
    return router
