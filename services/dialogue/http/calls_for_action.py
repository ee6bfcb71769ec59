"""Calls for action over HTTP (WM 5)."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.dialogue import actions
from services.dialogue.queries.lists import CALLS_FOR_ACTION
from services.dialogue.settings import DialogueSettings
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.call_for_action import CallForActionState

ALL = "/calls-for-action"
ONE = ALL + "/{call_for_action_id}"


class ActionCounts(BaseModel):
    """How many stand in it. ``nothing_came``: of those who said that they do something, who reported nothing."""

    asked: int
    answered: int
    will_do: int
    done: int
    nothing_came: int


class CallForActionSeen(CallForActionState):
    """A call for action as its reader sees it: a party its own word, and those that others let it read."""

    counts: ActionCounts | None = Field(default=None, description="For officers")


TABLE = (
    At("POST", ALL, actions.OPEN_CALL_FOR_ACTION, CallForActionSeen,
       "As an officer, ask parties, or all who are interested, for advocacy, resources, steering or communication", made=ALL + "/{id}"),
    At("PUT", ONE + "/content", actions.REVISE_CALL_FOR_ACTION, CallForActionSeen,
       "As an officer, word it anew, move its day, or ask further parties"),
    At("PUT", ONE + "/answer", actions.ANSWER_CALL_FOR_ACTION, CallForActionSeen,
       "Say for one's party what it does and by when, or that it does not"),
    At("PUT", ONE + "/showing", actions.SHOW_OWN_ACTION, CallForActionSeen,
       "Say whether others that were asked may read one's party's word and reports"),
    At("POST", ONE + "/reports", actions.REPORT_ON_CALL_FOR_ACTION, CallForActionSeen,
       "Say what one's party did, or correct what it said"),
    At("POST", ONE + "/reports/withdrawal", actions.TAKE_ACTION_REPORT_BACK, CallForActionSeen,
       "Take back what one's party said that it did"),
    At("POST", ONE + "/closing", actions.CLOSE_CALL_FOR_ACTION, CallForActionSeen, "As an officer, say what came of it"),
    At("POST", ONE + "/withdrawal", actions.WITHDRAW_CALL_FOR_ACTION, CallForActionSeen, "As an officer, take it back"),
)  # fmt: skip


class CallsForActionAnswer(BaseModel):
    """Calls for action, the last opened first. ``after``: give it to read on; null at the end."""

    calls_for_action: list[CallForActionSeen]
    after: str | None


READ = ReadAt(CALLS_FOR_ACTION, ALL, ONE, CallForActionSeen, CallsForActionAnswer,
              "Calls for action that one may read, the last opened first",
              "A call for action")  # fmt: skip


def routes(runner: Runner[DialogueSettings]) -> APIRouter:
    """All routes of calls for action."""
    router = APIRouter(tags=["calls for action"])
    commands(router, runner, *TABLE)
    reads(router, runner.database, READ)
    return router
