"""Thematic projects over HTTP (WM 2, 3, 18)."""

from fastapi import APIRouter
from pydantic import BaseModel

from services.roster import actions
from services.roster.queries.lists import PROJECTS
from services.roster.settings import RosterSettings
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.thematic_project import ThematicProjectState as State
from shared.runtime.http.versions import NotHeld

ALL = "/thematic-projects"
ONE = ALL + "/{project_id}"
_OWN = NotHeld("is said of what is one's own and nobody else changes")
TABLE = (
    At("POST", ALL, actions.PROPOSE_PROJECT, State, "Propose a thematic project; an officer opens one", made=ALL + "/{id}"),
    At("PUT", ONE + "/opening", actions.OPEN_PROJECT, State, "Open a project that is proposed"),
    At("PUT", ONE + "/refusal", actions.DECLINE_PROJECT, State, "Open no such project, with the reason"),
    At("PUT", ONE + "/closing", actions.CLOSE_PROJECT, State, "Close a project at its end"),
    At("POST", ONE + "/offers", actions.ATTACH_OFFER, State, "Tie one's own proactive offer to it", made=""),
    At("POST", ONE + "/offers/{offer_id}/withdrawal", actions.DETACH_OFFER, State, "Take one's own offer back from it",
       version=_OWN),
    At("POST", ONE + "/volunteers", actions.VOLUNTEER_AS_CHAMPION, State, "Volunteer as a champion of it", made=""),
    At("PUT", ONE + "/volunteers/answer", actions.ANSWER_VOLUNTEER, State,
       "Take note of who volunteers as a champion, or decline with the reason"),
    At("PUT", ONE + "/champions", actions.ASK_PROJECT_CHAMPION, State, "Approach a party to be a champion of it"),
    At("PUT", ONE + "/champions/answer", actions.ANSWER_AS_PROJECT_CHAMPION, State,
       "Say for oneself whether one is a champion of it"),
)  # fmt: skip


class ProjectsAnswer(BaseModel):
    """Thematic projects, the last begun first. ``after``: give it to read on; null at the end."""

    projects: list[State]
    after: str | None


READ = ReadAt(PROJECTS, ALL, ONE, State, ProjectsAnswer,
              "Thematic projects that one may read, the last begun first",
              "A thematic project, with its champions and the offers one may read")  # fmt: skip


def routes(runner: Runner[RosterSettings]) -> APIRouter:
    """All routes of thematic projects."""
    router = APIRouter(tags=["thematic projects"])
    commands(router, runner, *TABLE)
    reads(router, runner.database, READ)
    return router
