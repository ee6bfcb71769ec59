"""Contacts of the Secretariat with parties over HTTP, for its officers alone (WM 6)."""

from fastapi import APIRouter
from pydantic import BaseModel

from services.dialogue import actions
from services.dialogue.queries.lists import LIAISONS
from services.dialogue.settings import DialogueSettings
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.liaison import LiaisonState

ALL = "/liaisons"
ONE = ALL + "/{liaison_id}"
TABLE = (
    At("POST", ALL, actions.RECORD_LIAISON, LiaisonState, "Note a contact that was held with a party", made=ALL + "/{id}"),
    At("PUT", ONE + "/content", actions.CORRECT_LIAISON, LiaisonState,
       "Correct what was noted, with the reason; what stood there before stays"),
    At("PUT", ONE + "/follow-up", actions.FOLLOW_UP_LIAISON, LiaisonState, "Say what became of what the Secretariat owed"),
)  # fmt: skip


class LiaisonsAnswer(BaseModel):
    """Contacts, the last noted first. ``after``: give it to read on; null at the end."""

    liaisons: list[LiaisonState]
    after: str | None


READ = ReadAt(LIAISONS, ALL, ONE, LiaisonState, LiaisonsAnswer,
              "Contacts with parties that officers of this deployment noted, the last noted first",
              "A contact with a party, with what stood there before it was corrected")  # fmt: skip


def routes(runner: Runner[DialogueSettings]) -> APIRouter:
    """All routes of contacts."""
    router = APIRouter(tags=["liaisons"])
    commands(router, runner, *TABLE)
    reads(router, runner.database, READ)
    return router
