"""Good practices over HTTP (WM 1, 4, 11)."""

from fastapi import APIRouter
from pydantic import BaseModel

from services.dialogue import actions
from services.dialogue.queries.lists import PRACTICES
from services.dialogue.settings import DialogueSettings
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.practice import PracticeState

ALL = "/good-practices"
ONE = ALL + "/{practice_id}"
TABLE = (
    At("POST", ALL, actions.PROPOSE_PRACTICE, PracticeState, "Propose a good practice of a country", made=ALL + "/{id}"),
    At("PUT", ONE + "/content", actions.REWORD_PRACTICE, PracticeState, "Word a practice anew before its State answers"),
    At("PUT", ONE + "/answer", actions.ANSWER_PRACTICE, PracticeState, "Say for its State whether it is published"),
    At("PUT", ONE + "/review", actions.REVIEW_PRACTICE, PracticeState, "Say for its State whether it still holds"),
    At("POST", ONE + "/retraction", actions.RETRACT_PRACTICE, PracticeState, "Take a practice back"),
)  # fmt: skip


class PracticesAnswer(BaseModel):
    """Practices, the newest first. ``after``: give it to read on; null at the end."""

    practices: list[PracticeState]
    after: str | None


READ = ReadAt(PRACTICES, ALL, ONE, PracticeState, PracticesAnswer,
              "Good practices that one may read, the newest first",
              "A good practice")  # fmt: skip


def routes(runner: Runner[DialogueSettings]) -> APIRouter:
    """All routes of good practices."""
    router = APIRouter(tags=["good practices"])
    commands(router, runner, *TABLE)
    reads(router, runner.database, READ)
    return router
