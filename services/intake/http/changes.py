"""Reading and changing a stored request (WM 8, 15, 16, 17)."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request, Response

from services.intake.actions.answer_as_named import answer_as_named
from services.intake.actions.record_change import record_change
from services.intake.domain import support_request as domain
from services.intake.domain.consented_view import CONSENTABLE
from services.intake.domain.named import named_twice, renamed_by
from services.intake.domain.ports import RuleSet
from services.intake.http.schemas import (
    ConsentBody,
    DecisionBody,
    FeedbackBody,
    ReasonBody,
    RequestBody,
    StoredVersion,
)
from services.intake.storage.repository import RequestRepository
from shared.application.named_party import IN_REQUEST, WordBody, action_of, signed
from shared.contracts import intake as events
from shared.contracts.reference.working_days import due as due_date
from shared.contracts.shapes.named_party import awaited
from shared.contracts.shapes.seen import SupportRequestSeen
from shared.contracts.shapes.support_request import Consent, Decision, Message, SupportRequestState
from shared.modalities.access import actions as a
from shared.modalities.access import views
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.access.resources import of_request
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P17
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import command
from shared.runtime.http.described import number_in_path
from shared.runtime.http.routes import body_of, id_in_path, route, seen
from shared.runtime.http.versions import expect_version

ONE = "/support-requests/{request_id}"
Change = Callable[[SupportRequestState, int, Actor], events.SupportRequestEvent]
"""From the state, the next version and the actor to the event that carries the state after it."""


def change_routes(database: Database, rules: RuleSet, answer_days: int) -> APIRouter:
    """Routes on one request."""
    router = APIRouter(tags=["support requests"])
    clock = database.clock

    async def change(request: Request, action: Action, make: Callable[[], Awaitable[Change]]) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            requests = RequestRepository(uow.connection)
            actor = uow.cause.actor
            assert actor is not None
            before, version = await requests.locked(id_in_path(request, "request_id", "support request"))
            authorise_seen(actor, action, a.READ_REQUEST, of_request(before), "support request")
            domain.still_here(before)
            expect_version(request, version)
            event = (await make())(before, version + 1, actor)
            if isinstance(event, events.SupportRequestRevised):
                await requests.revised(before.content, event.request, request.state.distinct_from)
            await record_change(requests, uow, before, event, done_by(event, action))
            return answered(actor, event.request, event.aggregate_version)

        return await command(request, database, work)

    def answered(actor: Actor, state: SupportRequestState, version: int) -> Response:
        """The state as its reader sees it; nothing of it for whom it left."""
        found = views.request(actor, of_request(state), state.model_dump(mode="json"))
        return seen(found if found is not None else {}, version=version)

    async def read(request: Request, requests: RequestRepository) -> tuple[Actor, SupportRequestState, int]:
        actor = await actor_of(request)
        state, version = await requests.read(id_in_path(request, "request_id", "support request"))
        authorise_seen(actor, a.READ_REQUEST, a.READ_REQUEST, of_request(state), "support request")
        return actor, state, version

    @route(router, "GET", ONE, a.READ_REQUEST, summary="A request with its findings", answer=SupportRequestSeen)
    async def read_request(request: Request) -> Response:
        async with database.reading() as connection:
            actor, state, version = await read(request, RequestRepository(connection))
        return answered(actor, state, version)

    @route(router, "GET", ONE + "/versions/{number}", a.READ_REQUEST, summary="One immutable version",
           parameters=(number_in_path("number", 1, 10**6),), answer=StoredVersion)  # fmt: skip
    async def read_version(request: Request) -> Response:
        asked = Asked(request)
        number = asked.number("number", 1, 10**6)
        asked.check()
        async with database.reading() as connection:
            requests = RequestRepository(connection)
            actor, state, _ = await read(request, requests)
            found = await requests.version(state.request_id, number)
        kept = StoredVersion.model_validate(found).model_dump(mode="json")
        content, findings = views.version_of_request(actor, of_request(state), kept["content"], kept["findings"])
        return seen({**kept, "content": content, "findings": findings})

    @route(router, "PUT", ONE + "/content", a.REVISE_REQUEST, summary="Submit a new version", body=RequestBody,
           answer=SupportRequestSeen)  # fmt: skip
    async def revise_request(request: Request) -> Response:
        async def make() -> Change:
            body = await body_of(request, RequestBody)
            content, request.state.distinct_from = body.content(), body.distinct_from
            if faults := named_twice(content):
                raise Invalid(faults)

            def revised(state: SupportRequestState, version: int, _: Actor) -> events.SupportRequestEvent:
                after, named = renamed_by(state, content, clock.now(), due_date(clock.now(), answer_days, state.region))
                findings = rules.assess(after, awaited(named, "requester"))
                after_revision = domain.revise(state, after, named, findings, clock.now())
                return events.SupportRequestRevised(
                    aggregate_id=state.request_id, aggregate_version=version, request=after_revision
                )

            return revised

        return await change(request, a.REVISE_REQUEST, make)

    def written(text: str | None, actor: Actor) -> Message | None:
        return Message(text=text, written_by=actor.subject, written_at=clock.now()) if text else None

    @route(router, "POST", ONE + "/feedback", a.SHARE_FEEDBACK, summary="Share feedback per criterion",
           body=FeedbackBody, answer=SupportRequestSeen)  # fmt: skip
    async def share_feedback(request: Request) -> Response:
        async def make() -> Change:
            body = await body_of(request, FeedbackBody)
            return lambda state, version, actor: events.FeedbackShared(
                aggregate_id=state.request_id,
                aggregate_version=version,
                request=domain.share_feedback(state, body.items, clock.now(), written(body.message, actor)),
                items=body.items,
                message=body.message,
                shared_by=actor.subject,
            )

        return await change(request, a.SHARE_FEEDBACK, make)

    @route(router, "POST", ONE + "/decision", a.DECIDE_REQUEST, summary="Find the request in line, or not",
           body=DecisionBody, answer=SupportRequestSeen)  # fmt: skip
    async def decide_request(request: Request) -> Response:
        async def make() -> Change:
            body = await body_of(request, DecisionBody)

            def decided(state: SupportRequestState, version: int, actor: Actor) -> events.SupportRequestEvent:
                decision = Decision(
                    in_line=body.in_line, reason=body.reason, decided_by=actor.subject, decided_at=clock.now()
                )
                kind = events.RequestFoundInLine if body.in_line else events.RequestFoundNotInLine
                after = domain.decide(state, decision)
                return kind(aggregate_id=state.request_id, aggregate_version=version, request=after)

            return decided

        return await change(request, a.DECIDE_REQUEST, make)

    @route(router, "PUT", ONE + "/consent", a.GIVE_CONSENT, summary="Agree to solicitation and name what is shown",
           body=ConsentBody, answer=SupportRequestSeen)  # fmt: skip
    async def give_consent(request: Request) -> Response:
        async def make() -> Change:
            body = await body_of(request, ConsentBody)
            unknown = [(n, name) for n, name in enumerate(body.fields) if name not in CONSENTABLE]
            if unknown:
                words = f"is not a field that can be shown; those are {', '.join(CONSENTABLE)}"
                faults = tuple(Fault(f"/fields/{n}", f"'{name}' {words}", "not_consentable") for n, name in unknown)
                raise Invalid(faults, paragraph=P17)

            def given(state: SupportRequestState, version: int, actor: Actor) -> events.SupportRequestEvent:
                consent = Consent(
                    fields=body.fields, audiences=body.audiences, given_by=actor.party or "", given_at=clock.now()
                )
                after = domain.give_consent(state, consent)
                return events.ConsentToSolicitGiven(
                    aggregate_id=state.request_id, aggregate_version=version, request=after
                )

            return given

        return await change(request, a.GIVE_CONSENT, make)

    @route(router, "DELETE", ONE + "/consent", a.WITHDRAW_CONSENT, summary="Take the agreement back",
           answer=SupportRequestSeen)  # fmt: skip
    async def withdraw_consent(request: Request) -> Response:
        async def make() -> Change:
            return lambda state, version, actor: events.ConsentToSolicitWithdrawn(
                aggregate_id=state.request_id,
                aggregate_version=version,
                request=domain.withdraw_consent(state, actor.party or ""),
            )

        return await change(request, a.WITHDRAW_CONSENT, make)

    @route(router, "POST", ONE + "/answer", a.AGREE_TO_REQUEST, body=WordBody, answer=SupportRequestSeen,
           summary="A party that the request names agrees, declines, or takes its part out")  # fmt: skip
    async def answer_naming(request: Request) -> Response:
        async def make() -> Change:
            body = await body_of(request, WordBody)

            def said(state: SupportRequestState, version: int, actor: Actor) -> events.SupportRequestEvent:
                paper = signed(body, actor, of_request(state).only(body.party), IN_REQUEST, clock.now())
                after, word = answer_as_named(state, rules, body.party, body.answer, clock.now(), body.reason, paper)
                return events.PartyOfRequestAnswered(
                    aggregate_id=state.request_id, aggregate_version=version, request=after, answered=word
                )

            return said

        return await change(request, a.READ_REQUEST, make)

    @route(router, "POST", ONE + "/withdrawal", a.WITHDRAW_REQUEST, summary="Withdraw the request", body=ReasonBody,
           answer=SupportRequestSeen)  # fmt: skip
    async def withdraw_request(request: Request) -> Response:
        async def make() -> Change:
            body = await body_of(request, ReasonBody)
            return lambda state, version, _: events.SupportRequestWithdrawn(
                aggregate_id=state.request_id,
                aggregate_version=version,
                request=domain.withdraw(state),
                reason=body.reason,
            )

        return await change(request, a.WITHDRAW_REQUEST, make)

    return router


def done_by(event: events.SupportRequestEvent, action: Action) -> Action:
    """What the audit calls a change: a named party's word by what it said."""
    return action_of(event.answered) if isinstance(event, events.PartyOfRequestAnswered) else action
