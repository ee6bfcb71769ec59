"""Ranking, solicitation and matches over HTTP (WM 11, 16, 17, 19, 20)."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request, Response

from services.matching.actions.confirm_match import confirm_match
from services.matching.actions.end_match import end_match
from services.matching.actions.propose_match import Proposal, parties_of, propose_match
from services.matching.domain import match as domain
from services.matching.domain.moving import still_here
from services.matching.http.bench import MatchBench
from services.matching.http.schemas import (
    AnswerBody,
    ConfirmationBody,
    ConsultationBody,
    ProposalBody,
    RankingAnswer,
    SolicitationBody,
    WithdrawalBody,
)
from services.matching.http.seen import as_seen
from services.matching.invariants.agreement_before_solicitation import agreement_before_solicitation
from services.matching.invariants.in_line_before_seeking_offers import in_line_before_seeking_offers
from services.matching.settings import MatchingSettings
from services.matching.storage.moving import share_fence, stays
from services.matching.storage.repository import BoardRepository
from shared.contracts.matching import MatchAnswered, OffersSought
from shared.contracts.reference.working_days import due as due_date
from shared.contracts.shapes.match import Consultation, MatchState, Side, Solicitation
from shared.contracts.shapes.seen import MatchSeen
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.access.resources import of_deployment, of_match, of_request
from shared.modalities.errors import NotFound
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import command
from shared.runtime.http.described import whole
from shared.runtime.http.routes import body_of, json, route
from shared.runtime.http.versions import expect_version
from shared.runtime.identifiers import new_id

ONE = "/matches/{match_id}"
MOST = 10_000
FIRST = whole("first", 0, MOST, "How many ranked offers of each line", default=50)
Step = Callable[[BoardRepository, UnitOfWork, MatchState, int, Actor], Awaitable[tuple[MatchState, int]]]


def routes(database: Database, settings: MatchingSettings) -> APIRouter:
    """All routes of matching."""
    router = APIRouter(tags=["matching"])
    clock, bench = database.clock, MatchBench()

    async def known(board: BoardRepository, request_id: str, actor: Actor, action: Action) -> SupportRequestState:
        found = await board.request(request_id)
        thing = of_request(found) if found else None
        authorise_seen(actor, action, action, thing, "request in line")
        assert found is not None
        return found

    @route(router, "GET", "/support-requests/{request_id}/ranking", a.RANK_OFFERS, answer=RankingAnswer,
           parameters=(FIRST,),
           summary="Offers for each open line, ranked with explanation; nothing is decided")  # fmt: skip
    async def rank_offers(request: Request) -> Response:
        actor = await actor_of(request)
        asked = Asked(request)
        most = asked.number("first", 0, MOST, 50)
        asked.check()
        async with database.reading() as connection:
            board = BoardRepository(connection, locking=False)
            found = await known(board, request.path_params["request_id"], actor, a.RANK_OFFERS)
            in_line_before_seeking_offers(found)
            lines = await bench.ranking(board, found, clock.now().date(), most)
        return json(RankingAnswer(request_id=found.request_id, lines=lines))

    @route(router, "POST", "/support-requests/{request_id}/solicitations", a.SEEK_OFFERS, body=SolicitationBody,
           answer=Solicitation, status=201, summary="Seek offers from the parties named")  # fmt: skip
    async def seek_offers(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            board = BoardRepository(uow.connection)
            assert uow.cause.actor is not None
            found = await known(board, request.path_params["request_id"], uow.cause.actor, a.SEEK_OFFERS)
            body = await body_of(request, SolicitationBody)
            await share_fence(uow.connection)
            await stays(uow.connection, found, settings.deployment)
            in_line_before_seeking_offers(found)
            shown = agreement_before_solicitation(found)
            now = clock.now()
            sought = Solicitation(
                solicitation_id=new_id(clock),
                request_id=found.request_id,
                approached=body.approached,
                shown=shown.fields,
                message=body.message,
                answer_due_at=due_date(now, settings.solicitation_due_days, settings.deployment),
                sought_by=uow.cause.actor.subject,
                sought_at=now,
            )
            await board.keep_solicitation(sought)
            uow.record(OffersSought(aggregate_id=sought.solicitation_id, aggregate_version=1, solicitation=sought))
            uow.audit(a.SEEK_OFFERS.name, a.SEEK_OFFERS.paragraph, found.request_id, 1)
            return json(sought, 201, version=1)

        return await command(request, database, work)

    @route(router, "POST", "/matches", a.PROPOSE_MATCH, body=ProposalBody, answer=MatchSeen, status=201,
           summary="Propose a match; owners of the offers are asked to hold the capacity")  # fmt: skip
    async def propose(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            board, body = BoardRepository(uow.connection), await body_of(request, ProposalBody)
            actor = uow.cause.actor
            assert actor is not None
            authorise(actor, a.PROPOSE_MATCH, of_deployment(settings.deployment))
            await share_fence(uow.connection)
            requests, offers = await parties_of(board, body.lines)
            for found in requests.values():
                authorise(actor, a.PROPOSE_MATCH, of_request(found))
                await stays(uow.connection, found, settings.deployment)
            now, explanation = clock.now(), []
            for found in requests.values():
                lines = await bench.ranking(board, found, now.date(), only=offers)
                explanation += [{"line_id": line["line_id"], **one} for line in lines for one in line["ranked"]]
            match = await propose_match(
                board,
                uow,
                Proposal(
                    match_id=new_id(clock),
                    reservation_ids=tuple(new_id(clock) for _ in offers),
                    lines=body.lines,
                    reason=body.reason,
                    officer=actor.subject,
                    consultations=tuple(_held(c, actor) for c in body.consultations),
                    explanation=tuple(explanation),
                    region=settings.deployment,
                    now=now,
                    reservation_timeout_s=settings.reservation_timeout_s,
                    answer_due_days=settings.answer_due_days,
                ),
            )
            uow.audit(a.PROPOSE_MATCH.name, a.PROPOSE_MATCH.paragraph, match.match_id, 1)
            return await as_seen(board, actor, match, 1, 201, Location=f"/matches/{match.match_id}")

        return await command(request, database, work)

    @route(router, "GET", ONE, a.READ_MATCH, answer=MatchSeen, summary="A match with both sides' answers")
    async def read_match(request: Request) -> Response:
        actor = await actor_of(request)
        async with database.reading() as connection:
            board = BoardRepository(connection, locking=False)
            found = await board.match(request.path_params["match_id"], lock=False)
            authorise_seen(actor, a.READ_MATCH, a.READ_MATCH, of_match(found[0]) if found else None, "match")
            assert found is not None
            return await as_seen(board, actor, *found)

    async def change(request: Request, action: Action, make: Callable[[], Awaitable[Step]]) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            board, actor = BoardRepository(uow.connection), uow.cause.actor
            assert actor is not None
            found = await board.match(request.path_params["match_id"])
            authorise_seen(actor, action, a.READ_MATCH, of_match(found[0]) if found else None, "match")
            if found is None:
                raise NotFound("not_found", "There is no such match")
            still_here(found[0])
            expect_version(request, found[1])
            after, version = await (await make())(board, uow, *found, actor)
            uow.audit(action.name, action.paragraph, after.match_id, version)
            return await as_seen(board, actor, after, version)

        return await command(request, database, work)

    @route(router, "POST", ONE + "/consultations", a.CONSULT, body=ConsultationBody, answer=MatchSeen,
           summary="Note a consultation")  # fmt: skip
    async def consult(request: Request) -> Response:
        async def make() -> Step:
            body = await body_of(request, ConsultationBody)

            async def step(
                board: BoardRepository, _: UnitOfWork, match: MatchState, version: int, actor: Actor
            ) -> tuple[MatchState, int]:
                after = domain.consulted(match, _held(body, actor))
                await board.keep_match(after, version)
                return after, version

            return step

        return await change(request, a.CONSULT, make)

    @route(router, "POST", ONE + "/answer", a.ANSWER_MATCH, body=AnswerBody, answer=MatchSeen,
           summary="A party accepts, or declines with a coded reason")  # fmt: skip
    async def answer_match(request: Request) -> Response:
        async def make() -> Step:
            body = await body_of(request, AnswerBody)

            async def step(
                board: BoardRepository, uow: UnitOfWork, match: MatchState, version: int, actor: Actor
            ) -> tuple[MatchState, int]:
                # A party answers for itself alone, also when both are States that may read the match.
                authorise(actor, a.ANSWER_MATCH, of_match(match).only(body.party))
                given = Side(party=body.party, role="requester", answer=body.answer, reason_code=body.reason_code,
                             answered_at=clock.now())  # fmt: skip
                after, side = domain.answered(match, given)
                await board.keep_match(after, version + 1)
                uow.record(
                    MatchAnswered(
                        aggregate_id=match.match_id, aggregate_version=version + 1, match=after, answered=side
                    )
                )
                if side.answer == "declined":
                    return await end_match(board, uow, after, version + 1, "declined", "declined"), version + 2
                return after, version + 1

            return step

        return await change(request, a.ANSWER_MATCH, make)

    @route(router, "POST", ONE + "/confirmation", a.CONFIRM_MATCH, body=ConfirmationBody, answer=MatchSeen,
           summary="Confirm what both sides accepted")  # fmt: skip
    async def confirm(request: Request) -> Response:
        async def make() -> Step:
            body = await body_of(request, ConfirmationBody)

            async def step(
                board: BoardRepository, uow: UnitOfWork, match: MatchState, version: int, actor: Actor
            ) -> tuple[MatchState, int]:
                after = await confirm_match(
                    board, uow, match, version, body.channel, body.delivery_mode, actor.subject, clock.now()
                )
                return after, version + 1

            return step

        return await change(request, a.CONFIRM_MATCH, make)

    @route(router, "POST", ONE + "/withdrawal", a.WITHDRAW_MATCH, body=WithdrawalBody, answer=MatchSeen,
           summary="Take a proposal back")  # fmt: skip
    async def withdraw(request: Request) -> Response:
        async def make() -> Step:
            body = await body_of(request, WithdrawalBody)

            async def step(
                board: BoardRepository, uow: UnitOfWork, match: MatchState, version: int, _: Actor
            ) -> tuple[MatchState, int]:
                return await end_match(board, uow, match, version, "withdrawn", body.reason), version + 1

            return step

        return await change(request, a.WITHDRAW_MATCH, make)

    return router


def _held(body: ConsultationBody, actor: Actor) -> Consultation:
    return Consultation(party=body.party, summary=body.summary, held_at=body.held_at, recorded_by=actor.subject)
