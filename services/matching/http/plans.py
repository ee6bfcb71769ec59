"""Plans over all open needs over HTTP: for officers, internal; nothing is decided by them (WM 6, 11)."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.matching import actions
from services.matching.actions.the_match import MatchContext
from services.matching.domain.allocation import AllocationPlan, PlannedLine
from services.matching.queries import read_plans as query
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.modalities.access import actions as a
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import text, whole
from shared.runtime.http.routes import id_in_path, route, seen
from shared.runtime.identifiers import parsed

ALL = "/allocation-plans"
ONE = ALL + "/{plan_id}"
MOST, LINES = 100, 1000


class PlanSeen(AllocationPlan):
    """A plan as officers see it."""


class PlanWithLines(PlanSeen):
    """With some of its lines, in order of reference; ``after``: the place after which more follow."""

    version: int
    page: tuple[PlannedLine, ...]
    after: int | None


class PlanListed(PlanSeen):
    """Without its lines, and what would move."""

    version: int


class PlansAnswer(BaseModel):
    """Plans, the newest first; ``after`` where more follow."""

    plans: tuple[PlanListed, ...]
    after: str | None


class SuggestionTaken(PlanSeen):
    """The plan, and the proposal that was made of its suggestion."""

    match_id: str


TABLE = (
    At("POST", ALL, actions.MAKE_PLAN, PlanSeen,
       "Make a plan over all open needs, or a second one beside it that answers what if; it waits for a process of its own",
       made=ALL + "/{id}"),
    At("POST", ONE + "/keeping", actions.KEEP_PLAN, PlanSeen, "Keep a plan as the one that is followed"),
    At("POST", ONE + "/proposals", actions.TAKE_SUGGESTION, SuggestionTaken,
       "Take one suggestion of a plan into a proposal, with the reason"),
    At("POST", ONE + "/asides", actions.SET_ASIDE, PlanSeen, "Set a suggestion of a plan aside, with words"),
)  # fmt: skip


def plan_routes(runner: Runner[MatchContext]) -> APIRouter:
    """All routes of plans."""
    router = APIRouter(tags=["plans"])
    commands(router, runner, *TABLE)

    @route(router, "GET", ALL, a.READ_ALLOCATION, answer=PlansAnswer,
           parameters=(text("after", "Identifier of the last plan that was read"),
                       whole("first", 1, MOST, "How many plans", default=20)),
           summary="Plans over all open needs, the newest first")  # fmt: skip
    async def list_plans(request: Request) -> Response:
        actor = await actor_of(request)
        asked = Asked(request)
        first = asked.number("first", 1, MOST, 20)
        asked.check()
        found, more = await query.list_plans(
            runner.database, actor, parsed(request.query_params.get("after", "")), first
        )
        return seen({"plans": found, "after": more})

    @route(router, "GET", ONE, a.READ_ALLOCATION, answer=PlanWithLines,
           parameters=(whole("after", 0, 10**9, "Place of the last line that was read", default=0),
                       whole("first", 0, LINES, "How many lines", default=100)),
           summary="A plan: what it reaches, its suggestions line by line, why lines are left open, what officers did with it")  # fmt: skip
    async def read_plan(request: Request) -> Response:
        actor, plan_id = await actor_of(request), id_in_path(request, "plan_id", "plan")
        asked = Asked(request)
        after, first = asked.number("after", 0, 10**9, 0), asked.number("first", 0, LINES, 100)
        asked.check()
        state, version = await query.read_plan(runner.database, actor, plan_id, after, first)
        return seen(state, version=version)

    return router
