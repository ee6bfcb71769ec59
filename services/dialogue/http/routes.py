"""Meetings over HTTP (WM 4, 5)."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.dialogue import actions
from services.dialogue.queries import read_meetings as query
from services.dialogue.settings import DialogueSettings
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.contracts.shapes.meeting import MeetingState
from shared.modalities.access import actions as a
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.last_read import after_last, place_in
from shared.runtime.http.routes import id_in_path, json, route
from shared.runtime.http.versions import Held

ALL = "/meetings"
ONE = ALL + "/{meeting_id}"
TABLE = (
    At("POST", ALL, actions.CONVENE_MEETING, MeetingState, "Convene a meeting", made=ALL + "/{id}"),
    At(
        "POST",
        ONE + "/next",
        actions.CONVENE_NEXT,
        MeetingState,
        "Convene the next of its series, with its agenda and invitations",
        made=ALL + "/{id}",
        version=Held(ONE),
    ),
    At("PUT", ONE + "/content", actions.CHANGE_MEETING, MeetingState, "Move a meeting, or change something of it"),
    At("POST", ONE + "/cancellation", actions.CANCEL_MEETING, MeetingState, "Cancel a meeting, with the reason"),
    At("PUT", ONE + "/moderators", actions.CHOOSE_MODERATORS, MeetingState, "Choose who moderates, with the reason"),
    At("PUT", ONE + "/answer", actions.ANSWER_INVITATION, MeetingState, "Say whether one's party takes part"),
    At(
        "PUT",
        ONE + "/volunteering",
        actions.VOLUNTEER_TO_MODERATE,
        MeetingState,
        "Volunteer to moderate: for one's party",
    ),
    At(
        "DELETE",
        ONE + "/volunteering",
        actions.WITHDRAW_VOLUNTEERING,
        MeetingState,
        "Take back that one's party volunteers",
    ),
    At("PUT", ONE + "/record", actions.RECORD_MEETING, MeetingState, "Record what came of a meeting"),
    At("PUT", ONE + "/actions", actions.REPORT_ACTION, MeetingState, "Say what became of an action of one's party"),
)


class MeetingsAnswer(BaseModel):
    """Meetings by beginning. ``after``: give it to read on; null at the end."""

    meetings: list[MeetingState]
    after: str | None


def routes(runner: Runner[DialogueSettings]) -> APIRouter:
    """All routes of dialogue."""
    router, database = APIRouter(tags=["meetings"]), runner.database

    @route(router, "GET", ALL, a.READ_MEETING, summary="Meetings that begin, or began within 90 days, by beginning",
           parameters=after_last("meeting", query.MOST),
           answer=MeetingsAnswer)  # fmt: skip
    async def list_meetings(request: Request) -> Response:
        actor, (after, first) = await actor_of(request), place_in(request, query.MOST)
        meetings, more = await query.list_meetings(database, actor, after, first)
        return json(MeetingsAnswer(meetings=meetings, after=more))

    @route(router, "GET", ONE, a.READ_MEETING, summary="A meeting; the way in, for those who take part and officers",
           answer=MeetingState)  # fmt: skip
    async def read_meeting(request: Request) -> Response:
        actor, meeting_id = await actor_of(request), id_in_path(request, "meeting_id", "meeting")
        state, version = await query.read_meeting(database, actor, meeting_id)
        return json(state, version=version)

    commands(router, runner, *TABLE)
    return router
