"""Warnings over HTTP, for officers (WM 12)."""

from fastapi import APIRouter
from pydantic import BaseModel

from services.intake import actions
from services.intake.actions.the_request import RequestContext
from services.intake.queries.lists import WARNINGS
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.warning import WarningState

ALL = "/warnings"
ONE = ALL + "/{warning_id}"
TABLE = (
    At("POST", ALL, actions.RAISE_WARNING, WarningState, "Keep a signal of early warning, for an officer to judge", made=ALL + "/{id}"),
    At("PUT", ONE + "/taking-up", actions.TAKE_UP_WARNING, WarningState, "Take it up, and say what is looked at"),
    At("PUT", ONE + "/setting-aside", actions.SET_ASIDE_WARNING, WarningState, "Say with a reason that it is none"),
)  # fmt: skip


class WarningsAnswer(BaseModel):
    """Warnings, the last raised first. ``after``: give it to read on; null at the end."""

    warnings: list[WarningState]
    after: str | None


READ = ReadAt(WARNINGS, ALL, ONE, WarningState, WarningsAnswer,
              "Warnings, the last one first",
              "A warning")  # fmt: skip


def warning_routes(runner: Runner[RequestContext]) -> APIRouter:
    """All routes of warnings."""
    router = APIRouter(tags=["warnings"])
    commands(router, runner, *TABLE)
    reads(router, runner.database, READ)
    return router
