"""National plans of action over HTTP (WM 13)."""

from fastapi import APIRouter
from pydantic import BaseModel

from services.intake import actions
from services.intake.actions.the_request import RequestContext
from services.intake.queries.lists import NATIONAL_PLANS
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.national_plan import NationalPlanContent
from shared.contracts.shapes.national_plan import NationalPlanState as State
from shared.runtime.http.versions import Held

ALL = "/national-plans"
ONE = ALL + "/{national_plan_id}"
TABLE = (
    At("POST", ALL, actions.RECORD_NATIONAL_PLAN, State, "Record a State's national plan of action", made=ALL + "/{id}"),
    At("PUT", ONE + "/content", actions.REVISE_NATIONAL_PLAN, State, "Word a national plan anew"),
    At("PUT", ONE + "/readers/{party}", actions.SHOW_NATIONAL_PLAN, State, "Show it to a party", version=Held(ONE)),
    At("DELETE", ONE + "/readers/{party}", actions.HIDE_NATIONAL_PLAN, State, "Show it to a party no more",
       version=Held(ONE)),
)  # fmt: skip


class NationalPlansAnswer(BaseModel):
    """National plans, the last recorded first. ``after``: give it to read on; null at the end."""

    national_plans: list[State]
    after: str | None


READ = ReadAt(NATIONAL_PLANS, ALL, ONE, State, NationalPlansAnswer,
              "National plans that one may read, the last recorded first",
              "A national plan", NationalPlanContent, "What it said in one of its versions")  # fmt: skip


def national_plan_routes(runner: Runner[RequestContext]) -> APIRouter:
    """All routes of national plans."""
    router = APIRouter(tags=["national plans"])
    commands(router, runner, *TABLE)
    reads(router, runner.database, READ)
    return router
