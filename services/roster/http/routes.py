"""Offers over HTTP (WM 7, 17, 18)."""

from fastapi import APIRouter, Request, Response

from services.roster import actions
from services.roster.queries import read_offer as query
from services.roster.settings import RosterSettings
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.contracts.shapes.seen import SupportOfferSeen as Seen
from shared.modalities.access import actions as a
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import id_in_path, route, seen

ALL = "/support-offers"
ONE = ALL + "/{offer_id}"
TABLE = (
    At("POST", ALL, actions.LIST_OFFER, Seen, "Put an offer on the roster", made=ALL + "/{id}"),
    At("PUT", ONE + "/content", actions.REVISE_OFFER, Seen, "Change an offer"),
    At("POST", ONE + "/confirmation", actions.CONFIRM_OFFER, Seen, "Say that the offer still stands"),
    At("POST", ONE + "/answer", actions.ANSWER_NAMING, Seen,
       "A party that the offer names agrees, declines, or takes its part out"),
    At("POST", ONE + "/withdrawal", actions.WITHDRAW_OFFER, Seen, "Take an offer off the roster"),
)  # fmt: skip


def routes(runner: Runner[RosterSettings]) -> APIRouter:
    """All routes of the roster."""
    router = APIRouter(tags=["support offers"])
    commands(router, runner, *TABLE)

    @route(router, "GET", ONE, a.READ_OFFER, summary="An offer; what it has left, for its parties and officers",
           answer=Seen)  # fmt: skip
    async def read_offer(request: Request) -> Response:
        actor, offer_id = await actor_of(request), id_in_path(request, "offer_id", "offer")
        state, version = await query.read_offer(runner.database, actor, offer_id)
        return seen(state, version=version)

    return router
