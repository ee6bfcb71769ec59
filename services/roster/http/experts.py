"""Experts whom parties can send, over HTTP (WM 7)."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.roster import actions
from services.roster.queries import read_experts as query
from services.roster.queries.lists import EXPERTS
from services.roster.settings import RosterSettings
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.expert import ExpertState as State
from shared.contracts.shapes.expert import NamedExpert
from shared.contracts.shapes.values import FocalPoint
from shared.modalities.access import actions as a
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import id_in_path, route, seen

ALL = "/experts"
ONE = ALL + "/{expert_id}"
TABLE = (
    At("POST", ALL, actions.LIST_EXPERT, State, "List an expert whom one's party can send, without a name", made=ALL + "/{id}"),
    At("PUT", ONE + "/content", actions.REVISE_EXPERT, State, "Change the profile"),
    At("POST", ONE + "/confirmation", actions.CONFIRM_EXPERT, State, "Say that the profile holds"),
    At("PUT", ONE + "/unavailability", actions.NOTE_AWAY, State, "Say when the expert cannot be sent"),
    At("POST", ONE + "/deployments", actions.DEPLOY_EXPERT, State, "Note that the expert works in an engagement"),
    At("PUT", ONE + "/person", actions.RELEASE_PERSON, State,
       "Let both sides of a deployment's engagement read who the expert is"),
    At("POST", ONE + "/person/withdrawal", actions.TAKE_PERSON_BACK, State, "Let nobody else read it any more"),
    At("PUT", ONE + "/appraisal", actions.APPRAISE_EXPERT, State,
       "Say how it went, as the party that received the expert, once the deployment is over"),
    At("POST", ONE + "/withdrawal", actions.WITHDRAW_EXPERT, State, "Send the expert no more"),
)  # fmt: skip


class ReleasedPerson(BaseModel):
    """Who an expert is. ``number``: of the deployment for which it was released."""

    number: int
    person: FocalPoint


class PeopleAnswer(BaseModel):
    """What one may read of who the expert is."""

    people: list[ReleasedPerson]


class NamedExpertsAnswer(BaseModel):
    """The experts that an offer names, of those that one reads."""

    experts: list[NamedExpert]


class ExpertsAnswer(BaseModel):
    """Experts that one may read, the last listed first. ``after``: give it to read on; null at the end."""

    experts: list[State]
    after: str | None


READ = ReadAt(EXPERTS, ALL, ONE, State, ExpertsAnswer,
              "Experts that one may read, the last listed first",
              "An expert: the profile, when it is away, and of its deployments those that one may read")  # fmt: skip


def routes(runner: Runner[RosterSettings]) -> APIRouter:
    """All routes of experts."""
    router, database = APIRouter(tags=["experts"]), runner.database
    commands(router, runner, *TABLE)
    reads(router, database, READ)

    @route(router, "GET", ONE + "/people", a.READ_EXPERT_PERSON, answer=PeopleAnswer,
           summary="Who the expert is, where its party released it")  # fmt: skip
    async def read_people(request: Request) -> Response:
        actor, expert_id = await actor_of(request), id_in_path(request, "expert_id", "expert")
        return seen({"people": await query.read_people(database, actor, expert_id)})

    @route(router, "GET", "/support-offers/{offer_id}/experts", a.READ_OFFER, answer=NamedExpertsAnswer,
           summary="The experts that an offer names, and when each is away while the offer is there")  # fmt: skip
    async def experts_of_offer(request: Request) -> Response:
        actor, offer_id = await actor_of(request), id_in_path(request, "offer_id", "offer")
        return seen({"experts": await query.experts_of_offer(database, actor, offer_id)})

    return router
