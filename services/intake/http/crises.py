"""Declared crises over HTTP (WM 12)."""

from fastapi import APIRouter
from pydantic import BaseModel

from services.intake import actions
from services.intake.actions.the_request import RequestContext
from services.intake.queries.lists import CRISES
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.crisis import CrisisState

ALL = "/crises"
ONE = ALL + "/{crisis_id}"
TABLE = (
    At("POST", ALL, actions.DECLARE_CRISIS, CrisisState, "Declare a crisis of one State or several", made=ALL + "/{id}"),
    At("PUT", ONE + "/word", actions.SAY_ON_CRISIS, CrisisState, "A State's own word on it, which it may say anew"),
    At("PUT", ONE + "/review", actions.REVIEW_CRISIS, CrisisState, "Say that it still stands, and why"),
    At("PUT", ONE + "/end", actions.END_CRISIS, CrisisState, "Say with a reason that it is none any more"),
)  # fmt: skip


class CrisesAnswer(BaseModel):
    """Crises, the last declared first. ``after``: give it to read on; null at the end."""

    crises: list[CrisisState]
    after: str | None


READ = ReadAt(CRISES, ALL, ONE, CrisisState, CrisesAnswer,
              "Declared crises, the last one first",
              "A declared crisis, as its reader sees it")  # fmt: skip


def crisis_routes(runner: Runner[RequestContext]) -> APIRouter:
    """All routes of crises."""
    router = APIRouter(tags=["crises"])
    commands(router, runner, *TABLE)
    reads(router, runner.database, READ)
    return router
