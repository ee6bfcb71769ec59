"""Engagements over HTTP (WM 11, 15.vii, 19, 20)."""

from fastapi import APIRouter, Request, Response

from services.delivery import actions as does
from services.delivery.http.schemas import ContactsAnswer, EngagementsAnswer, RecordAnswer
from services.delivery.queries import read_engagement as query
from services.delivery.settings import DeliverySettings
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.contracts.shapes.engagement import EngagementState as Seen
from shared.modalities.access import actions as a
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import whole
from shared.runtime.http.last_read import after_last, place_in
from shared.runtime.http.routes import id_in_path, route, seen

ALL = "/engagements"
ONE = ALL + "/{engagement_id}"
MOST = 200
TABLE = (
    At("POST", ALL, does.GIVE_NOTICE, Seen, "Tell of support that needs no match: bilateral, or to carry out a pledge"),
    At("PUT", ONE + "/notice/answer", does.ANSWER_NOTICE, Seen, "Say whether one's party, which a notice names, takes part"),
    At("POST", ONE + "/terms", does.PROPOSE_TERMS, Seen, "Propose other terms, with words"),
    At("POST", ONE + "/signatures", does.SIGN_TERMS, Seen, "Sign the terms, or record a paper that a party signed"),
    At("POST", ONE + "/terms/refusal", does.SET_TERMS_ASIDE, Seen,
       "Decline terms that are proposed beside those in force, or take one's own proposal back, with words"),
    At("PUT", ONE + "/contact", does.RELEASE_CONTACT, Seen, "Let the other side read one's focal point"),
    At("POST", ONE + "/contact/withdrawal", does.TAKE_CONTACT_BACK, Seen, "Let the other side read it no more"),
    At("PUT", ONE + "/plan", does.PROPOSE_PLAN, Seen, "Propose what is delivered when, and what it is to reach"),
    At("POST", ONE + "/plan/agreement", does.AGREE_PLAN, Seen, "Agree to the plan"),
    At("POST", ONE + "/start", does.START_ENGAGEMENT, Seen, "Start, once both sides agreed to the plan"),
    At("POST", ONE + "/deliveries", does.REPORT_DELIVERY, Seen, "Report a delivery"),
    At("POST", ONE + "/deliveries/answer", does.ANSWER_DELIVERY, Seen, "Confirm a delivery, or say what was otherwise"),
    At("POST", ONE + "/milestones", does.REPORT_MILESTONE, Seen, "Report where a milestone stands"),
    At("POST", ONE + "/milestones/answer", does.ANSWER_MILESTONE, Seen,
       "Confirm a report of a milestone, or say what was otherwise"),
    At("POST", ONE + "/funds", does.REPORT_FUNDS, Seen, "Report what money was used for"),
    At("POST", ONE + "/no-change", does.SAY_NO_CHANGE, Seen, "Say that nothing changed"),
    At("POST", ONE + "/pause", does.PAUSE_ENGAGEMENT, Seen, "Put it to rest, with the reason"),
    At("POST", ONE + "/resumption", does.RESUME_ENGAGEMENT, Seen, "Go on with it"),
    At("POST", ONE + "/fulfilment", does.SAY_FULFILLED, Seen, "Say that it is done"),
    At("POST", ONE + "/end", does.END_ENGAGEMENT, Seen, "End it before it is fulfilled, with the reason"),
    At("POST", ONE + "/closure", does.CLOSE_ENGAGEMENT, Seen, "Close one of which no side gives word"),
    At("PUT", ONE + "/evaluation", does.EVALUATE, Seen, "Judge it after its end"),
    At("PUT", ONE + "/secretariat-evaluation", does.EVALUATE_AS_SECRETARIAT, Seen, "The Secretariat judges it"),
    At("PUT", ONE + "/publication", does.ANSWER_PUBLICATION, Seen,
       "Agree to what could be published of the evaluations, or take that back"),
    At("PUT", ONE + "/results", does.SAY_RESULTS_STAND, Seen, "Say whether results still stand"),
    At("POST", ONE + "/champions", does.ASK_CHAMPION, Seen, "Ask a party to stand beside it"),
    At("PUT", ONE + "/champions/answer", does.ANSWER_AS_CHAMPION, Seen, "Say whether one's party stands beside it"),
)  # fmt: skip


def routes(runner: Runner[DeliverySettings]) -> APIRouter:
    """All routes of delivery."""
    router, database = APIRouter(tags=["engagements"]), runner.database
    commands(router, runner, *TABLE)

    @route(router, "GET", ALL, a.READ_ENGAGEMENT, summary="Engagements that one may read, by identifier",
           parameters=after_last("engagement", MOST),
           answer=EngagementsAnswer)  # fmt: skip
    async def list_engagements(request: Request) -> Response:
        actor, (after, first) = await actor_of(request), place_in(request, MOST)
        page, more = await query.list_engagements(database, actor, after, first)
        return seen({"engagements": page, "after": more})

    @route(router, "GET", ONE, a.READ_ENGAGEMENT, summary="An engagement", answer=Seen)
    async def read_engagement(request: Request) -> Response:
        actor, which = await actor_of(request), id_in_path(request, "engagement_id", "engagement")
        state, version = await query.read_engagement(database, actor, which)
        return seen(state, version=version)

    @route(router, "GET", ONE + "/contacts", a.READ_PARTNER_CONTACT,
           summary="Contacts that the other side lets one's party read, and its own", answer=ContactsAnswer)  # fmt: skip
    async def read_contacts(request: Request) -> Response:
        actor, which = await actor_of(request), id_in_path(request, "engagement_id", "engagement")
        return seen({"contacts": await query.read_contacts(database, actor, which)})

    @route(router, "GET", ONE + "/record", a.READ_ENGAGEMENT, summary="The agreement record, with its signatures",
           parameters=(whole("version", 0, 10_000, "Version of the terms; 0: the one in force, the latest while none is", default=0),),
           answer=RecordAnswer)  # fmt: skip
    async def read_record(request: Request) -> Response:
        actor, which = await actor_of(request), id_in_path(request, "engagement_id", "engagement")
        asked = Asked(request)
        version = asked.number("version", 0, 10_000, 0) or None
        asked.check()
        return seen(await query.read_record(database, actor, which, version))

    return router
