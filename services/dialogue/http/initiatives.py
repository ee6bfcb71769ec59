"""Pilots and the quality-assurance initiative over HTTP (WM 7, 11)."""

from fastapi import APIRouter
from pydantic import BaseModel, RootModel

from services.dialogue import actions
from services.dialogue.http.peer_links import NoLonger
from services.dialogue.queries.lists import INITIATIVES
from services.dialogue.settings import DialogueSettings
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.initiative import InitiativeState

ALL = "/initiatives"
ONE = ALL + "/{initiative_id}"


class AfterPartnersWord(RootModel[InitiativeState | NoLonger]):
    """The initiative after a party's own word, as far as that party still reads it."""


TABLE = (
    At("POST", ALL, actions.OPEN_INITIATIVE, InitiativeState,
       "Open a pilot or the quality-assurance initiative for one's State, or as an officer propose one to a State", made=ALL + "/{id}"),
    At("PUT", ONE + "/answer", actions.ANSWER_INITIATIVE, AfterPartnersWord,
       "Say whether one's party takes part; the State may name a partner, a partner may leave"),
    At("PUT", ONE + "/diagnosis", actions.DIAGNOSE, InitiativeState, "Write the joint diagnosis down"),
    At("PUT", ONE + "/diagnosis/word", actions.STAND_BY_DIAGNOSIS, InitiativeState, "Say that one's side stands by the diagnosis"),
    At("PUT", ONE + "/steps", actions.PLAN_INITIATIVE, InitiativeState, "Plan the steps that are to be done"),
    At("POST", ONE + "/steps/done", actions.RECORD_STEP, InitiativeState, "Say that a step of one's side was done"),
    At("POST", ONE + "/cycles", actions.RECORD_CYCLE, InitiativeState, "Record a round of the audit"),
    At("PUT", ONE + "/recommendations/answer", actions.ANSWER_RECOMMENDATION, InitiativeState,
       "Say for the State what it makes of a recommendation"),
    At("PUT", ONE + "/readers", actions.SHOW_INITIATIVE, InitiativeState, "Say for the State to whom it is shown"),
    At("PUT", ONE + "/practice", actions.NAME_PRACTICE, InitiativeState, "Say for the State which good practice it led to"),
    At("POST", ONE + "/closing", actions.CLOSE_INITIATIVE, InitiativeState, "Say how it went, or end it early"),
)  # fmt: skip


class InitiativesAnswer(BaseModel):
    """Initiatives, the last begun first. ``after``: give it to read on; null at the end."""

    initiatives: list[InitiativeState]
    after: str | None


READ = ReadAt(INITIATIVES, ALL, ONE, InitiativeState, InitiativesAnswer,
              "Pilots and the quality-assurance initiative, as far as one may read them, the last begun first",
              "A pilot, or the quality-assurance initiative of a State")  # fmt: skip


def routes(runner: Runner[DialogueSettings]) -> APIRouter:
    """All routes of initiatives."""
    router = APIRouter(tags=["initiatives"])
    commands(router, runner, *TABLE)
    reads(router, runner.database, READ)
    return router
