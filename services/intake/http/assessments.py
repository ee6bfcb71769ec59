"""Capacity assessments over HTTP (WM 13, 14)."""

from fastapi import APIRouter
from pydantic import BaseModel

from services.intake import actions
from services.intake.actions.the_request import RequestContext
from services.intake.queries.lists import ASSESSMENTS
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.assessment import AssessmentContent
from shared.contracts.shapes.assessment import AssessmentState as State
from shared.contracts.shapes.seen import RequestDraftSeen
from shared.runtime.http.versions import Held

ALL = "/capacity-assessments"
ONE = ALL + "/{assessment_id}"
TABLE = (
    At("POST", ALL, actions.PLAN_ASSESSMENT, State, "Plan an assessment of a State's capacity", made=ALL + "/{id}"),
    At("PUT", ONE + "/content", actions.REVISE_ASSESSMENT, State, "Write down what is found, or word it anew"),
    At("POST", ONE + "/start", actions.BEGIN_ASSESSMENT, State, "Say that it is under way"),
    At("POST", ONE + "/validation", actions.VALIDATE_ASSESSMENT, State, "The State says that it is its own"),
    At("POST", ONE + "/drop", actions.DROP_ASSESSMENT, State, "Let it come to nothing"),
    At("PUT", ONE + "/hands/{party}", actions.SHOW_ASSESSMENT, State, "Show it to a party, or ask it to work on it",
       version=Held(ONE)),
    At("DELETE", ONE + "/hands/{party}", actions.HIDE_ASSESSMENT, State, "Show it to a party no more",
       version=Held(ONE)),
    At("POST", ONE + "/drafts", actions.DRAFT_FROM_ASSESSMENT, RequestDraftSeen,
       "Begin a draft of a request with lines drawn from it", made="/drafts/{id}", version=Held(ONE)),
)  # fmt: skip


class AssessmentsAnswer(BaseModel):
    """Assessments, the last planned first. ``after``: give it to read on; null at the end."""

    assessments: list[State]
    after: str | None


READ = ReadAt(ASSESSMENTS, ALL, ONE, State, AssessmentsAnswer,
              "Capacity assessments that one may read, the last planned first",
              "A capacity assessment", AssessmentContent, "What it said in one of its versions")  # fmt: skip


def assessment_routes(runner: Runner[RequestContext]) -> APIRouter:
    """All routes of assessments."""
    router = APIRouter(tags=["capacity assessments"])
    commands(router, runner, *TABLE)
    reads(router, runner.database, READ)
    return router
