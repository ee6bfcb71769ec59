"""Ranking, solicitation and matches over HTTP (WM 11, 16, 17, 19, 20)."""

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.matching import actions
from services.matching.actions.the_match import MatchContext
from services.matching.invariants.agreement_before_solicitation import Solicitation
from services.matching.queries import read_match as match_query
from services.matching.queries.ranked_offers import ranked_offers
from services.matching.queries.read_call import read_call as call_query
from services.matching.queries.ready_offers import ready_offers
from services.matching.queries.who_may_be_asked import who_may_be_asked as may_be_asked_query
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.contracts.shapes.seen import CallSeen, MatchSeen
from shared.modalities.access import actions as a
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import listed, text, whole
from shared.runtime.http.routes import id_in_path, json, route, seen
from shared.runtime.http.versions import Held

REQUEST, ONE = "/support-requests/{request_id}", "/matches/{match_id}"
COUNTER = ONE + "/counters/{counter_id}"
CALL = "/calls-for-offers/{call_id}"
READY = "/ready-offers"
MOST, MOST_AREAS, MOST_READY = 10_000, 24, 100
FIRST = whole("first", 0, MOST, "How many ranked offers of each line", default=50)
TABLE = (
    At("POST", REQUEST + "/solicitations", actions.SEEK_OFFERS, CallSeen, "Seek offers from the parties named",
       made=""),
    At("PUT", CALL + "/seen", actions.SEE_CALL, CallSeen, "Say that one's party has read what is asked"),
    At("PUT", CALL + "/answer", actions.ANSWER_CALL, CallSeen,
       "Decline with a coded reason, or say after which day to ask again; what is offered is an offer"),
    At("POST", CALL + "/closure", actions.CLOSE_CALL, CallSeen, "Close it before its day"),
    At("POST", CALL + "/recall", actions.RECALL_CALL, CallSeen, "Show nothing of the request by it any more"),
    At("POST", "/matches", actions.PROPOSE_MATCH, MatchSeen,
       "Propose a match; owners of the offers are asked to hold the capacity", made="/matches/{id}"),
    At("POST", ONE + "/consultations", actions.CONSULT, MatchSeen, "Note a consultation"),
    At("POST", ONE + "/answer", actions.ANSWER_MATCH, MatchSeen, "A party accepts, or declines with a coded reason"),
    At("POST", ONE + "/counters", actions.COUNTER_MATCH, MatchSeen,
       "A party says what it would give or take instead, line by line"),
    At("POST", COUNTER + "/withdrawal", actions.WITHDRAW_COUNTER, MatchSeen, "A party takes its counter back", version=Held(ONE)),
    At("POST", COUNTER + "/taking", actions.TAKE_COUNTER, MatchSeen,
       "Take a counter: this match ends, and another is proposed from what is countered", version=Held(ONE)),
    At("POST", COUNTER + "/keeping", actions.KEEP_PROPOSAL, MatchSeen, "Keep the proposal as it is, with the reason",
       version=Held(ONE)),
    At("POST", ONE + "/confirmation", actions.CONFIRM_MATCH, MatchSeen, "Confirm what both sides accepted"),
    At("POST", ONE + "/withdrawal", actions.WITHDRAW_MATCH, MatchSeen, "Take a proposal back"),
)  # fmt: skip


class RankingAnswer(BaseModel):
    """Offers for each open line: ranked with their explanation, or excluded with their reason.

    `solicitation` says whether offers may be sought for the request now, or what stands before that (WM 17).
    """

    request_id: str
    solicitation: Solicitation
    lines: list[dict[str, Any]]


class CandidatesAnswer(BaseModel):
    """Whom one may ask for offers, each with the reasons; and every party that rests or has no address."""

    request_id: str
    candidates: list[dict[str, Any]]
    not_now: list[dict[str, Any]]
    without_address: list[str]


class ReadyAnswer(BaseModel):
    """Offers that stand ready for a State, for each functional area, the best first with the reasons (WM 18)."""

    state: str
    lines: list[dict[str, Any]]


def routes(runner: Runner[MatchContext]) -> APIRouter:
    """All routes of matching."""
    router = APIRouter(tags=["matching"])
    commands(router, runner, *TABLE)

    @route(router, "GET", REQUEST + "/ranking", a.RANK_OFFERS, answer=RankingAnswer, parameters=(FIRST,),
           summary="Offers for each open line, ranked with explanation; nothing is decided")  # fmt: skip
    async def rank_offers(request: Request) -> Response:
        actor = await actor_of(request)
        asked = Asked(request)
        most = asked.number("first", 0, MOST, 50)
        asked.check()
        request_id = id_in_path(request, "request_id", "request in line")
        sought, lines = await ranked_offers(runner.database, runner.context.bench, actor, request_id, most)
        return json(RankingAnswer(request_id=str(request_id), solicitation=sought, lines=lines))

    @route(router, "GET", REQUEST + "/candidates", a.SEEK_OFFERS, answer=CandidatesAnswer,
           summary="Who may be asked for offers, and why; nobody is asked by it")  # fmt: skip
    async def who_may_be_asked(request: Request) -> Response:
        actor = await actor_of(request)
        request_id = id_in_path(request, "request_id", "request in line")
        found = await may_be_asked_query(runner.database, runner.context.bench, actor, request_id)
        return json(CandidatesAnswer(request_id=str(request_id), **found))

    @route(router, "GET", READY, a.READ_READY_OFFERS, answer=ReadyAnswer,
           parameters=(listed("functional_areas", "functional_area", "Areas of the gap, 1 to 24") | {"required": True},
                       whole("first", 1, MOST_READY, "How many offers of each area at most", default=20),
                       text("for_state", "For officers: the State that it is looked for", "party"),
                       whole("at_once", 0, 1, "1: those alone that are available today and were confirmed of late", default=0)),
           summary="Offers that stand ready for a gap; nobody learns that one looked")  # fmt: skip
    async def read_ready_offers(request: Request) -> Response:
        actor, asked = await actor_of(request), Asked(request)
        areas, most = asked.listed("functional_areas", MOST_AREAS), asked.number("first", 1, MOST_READY, 20)
        of, at_once = asked.text("for_state", "") or None, asked.number("at_once", 0, 1, 0) == 1
        asked.check()
        state, lines = await ready_offers(runner.database, runner.context.ready, actor, areas, most, of, at_once)
        return json(ReadyAnswer(state=state, lines=lines))

    @route(router, "GET", ONE, a.READ_MATCH, answer=MatchSeen, summary="A match with both sides' answers")
    async def read_match(request: Request) -> Response:
        actor, match_id = await actor_of(request), id_in_path(request, "match_id", "match")
        state, version = await match_query.read_match(runner.database, actor, match_id)
        return seen(state, version=version)

    @route(router, "GET", CALL, a.READ_SOLICITATION, answer=CallSeen, summary="A call for offers, and what came of it")
    async def read_call(request: Request) -> Response:
        actor, call_id = await actor_of(request), id_in_path(request, "call_id", "call for offers")
        state, version = await call_query(runner.database, actor, call_id)
        return seen(state, version=version)

    return router
