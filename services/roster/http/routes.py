"""Offers over HTTP (WM 7, 17, 18)."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from services.roster.actions.record_change import record_change
from services.roster.domain import support_offer as domain
from services.roster.domain.named import party_said
from services.roster.storage.repository import OfferRepository
from shared.contracts.roster import (
    OfferListed,
    OfferMadeInResponse,
    OfferRevised,
    OfferWithdrawn,
    PartyOfOfferAnswered,
    SupportOfferEvent,
)
from shared.contracts.shapes.seen import SupportOfferSeen
from shared.contracts.shapes.support_offer import LegalTradition, OfferContent, SupportOfferState
from shared.contracts.shapes.values import Id, Text
from shared.modalities.access import actions as a
from shared.modalities.access import views
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_new_offer, of_offer
from shared.modalities.errors import Conflict, NotFound
from shared.modalities.paragraphs import P17
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.authorisation import authorise, authorise_seen
from shared.runtime.http.command import command
from shared.runtime.http.named_party import IN_OFFER, WordBody, action_of, signed
from shared.runtime.http.routes import body_of, id_in_path, route, seen
from shared.runtime.http.versions import expect_version
from shared.runtime.identifiers import new_id

ALL = "/support-offers"
ONE = ALL + "/{offer_id}"
Change = Callable[[SupportOfferState, int], SupportOfferEvent]


EXAMPLE: dict[str, Any] = {
    "title": "Experts in digital registration",
    "language": "fr",
    "offering_parties": ["iso3166:FRA"],
    "lines": [
        {
            "line_id": "experts", "functional_areas": ["registration"], "support_type": "technical",
            "quantity": {"amount": "2", "unit": "packages"},
        }
    ],
    "availability": {"start": "2026-01-01", "end": "2028-12-31"},
    "languages": ["fr"],
    "visibility": "mechanism",
}  # fmt: skip


class OfferBody(OfferContent):
    """An offer as listed; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    distinct_from: tuple[Id, ...] = Field(
        default=(),
        max_length=20,
        description="References of open ones that say the same, and of which this is another one",
    )
    in_response_to: Id | None = Field(default=None, description="request_id of a request the offerer was shown (WM 18)")
    legal_traditions: tuple[LegalTradition, ...] = Field(default=(), max_length=5)


class ReasonBody(BaseModel):
    """A reason, when there is one to give."""

    model_config = ConfigDict(extra="forbid")

    reason: Text | None = None


class NoBody(BaseModel):
    """Nothing is asked."""


def _content(content: OfferContent) -> OfferContent:
    """The offer itself, as it is kept."""
    return OfferContent.model_validate(content.model_dump(exclude={"distinct_from"}))


def answered(actor: Actor, state: SupportOfferState, version: int, status: int = 200, **headers: str) -> Response:
    """The state as its reader sees it; nothing of it for whom it left."""
    found = views.offer(actor, of_offer(state), state.model_dump(mode="json"))
    return seen(found if found is not None else {}, status, version, **headers)


def routes(database: Database, answer_days: int) -> APIRouter:
    """All routes of the roster."""
    router = APIRouter(tags=["support offers"])
    settings, clock = database.settings, database.clock

    @route(router, "POST", ALL, a.LIST_OFFER, summary="Put an offer on the roster", body=OfferBody,
           answer=SupportOfferSeen, status=201)  # fmt: skip
    async def list_offer(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            body = await body_of(request, OfferBody)
            content = _content(body)
            assert uow.cause.actor is not None
            authorise(uow.cause.actor, a.LIST_OFFER, of_new_offer(settings.deployment, content))
            offers = OfferRepository(uow.connection)
            if content.in_response_to is not None and not await offers.is_shown(content.in_response_to):
                raise Conflict("request_not_shown", "There is no such request to offer support to", P17)
            reference = await offers.next_reference(content.offering_parties[0], clock.now().year)
            state = domain.listed(content, new_id(clock), reference, settings.deployment, clock.now(), answer_days)
            kind = OfferMadeInResponse if content.in_response_to else OfferListed
            await offers.claim(state, body.distinct_from)
            await offers.add(state)
            event = kind(aggregate_id=state.offer_id, aggregate_version=1, offer=state)
            await record_change(offers, uow, None, event)
            uow.audit(a.LIST_OFFER.name, a.LIST_OFFER.paragraph, state.offer_id, 1)
            return answered(uow.cause.actor, state, 1, 201, Location=f"{ALL}/{state.offer_id}")

        return await command(request, database, work)

    async def change(request: Request, action: Action, make: Callable[[], Awaitable[Change]]) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            offers = OfferRepository(uow.connection)
            assert uow.cause.actor is not None
            before, version = await offers.locked(id_in_path(request, "offer_id", "offer"))
            authorise_seen(uow.cause.actor, action, a.READ_OFFER, of_offer(before), "offer")
            domain.still_here(before)
            expect_version(request, version)
            event = (await make())(before, version + 1)
            if isinstance(event, OfferRevised) and event.offer.content != before.content:
                await offers.claim(event.offer, (await body_of(request, OfferBody)).distinct_from, before)
            state = await record_change(offers, uow, before, event)
            done = action_of(event.answered) if isinstance(event, PartyOfOfferAnswered) else action
            uow.audit(done.name, done.paragraph, before.offer_id, version + 1)
            return answered(uow.cause.actor, state, version + 1)

        return await command(request, database, work)

    @route(
        router,
        "GET",
        ONE,
        a.READ_OFFER,
        summary="An offer; what it has left, for its parties and officers",
        answer=SupportOfferSeen,
    )
    async def read_offer(request: Request) -> Response:
        actor = await actor_of(request)
        async with database.reading() as connection:
            found = await OfferRepository(connection).find(id_in_path(request, "offer_id", "offer"), lock=False)
        if found is None:
            raise NotFound("not_found", "There is no such offer")
        authorise_seen(actor, a.READ_OFFER, a.READ_OFFER, of_offer(found[0]), "offer")
        state, version = found
        thing = of_offer(state)
        # Who is asked to offer jointly answers on the version that stands; others see the number of what they can see.
        if not decide(actor, a.READ_OFFER_WHOLE, thing).allowed and not thing.only(actor.party or "").roles:
            version = state.for_others.number if state.for_others else state.content_version
        return answered(actor, state, version)

    @route(router, "PUT", ONE + "/content", a.REVISE_OFFER, summary="Change an offer", body=OfferBody,
           answer=SupportOfferSeen)  # fmt: skip
    async def revise_offer(request: Request) -> Response:
        async def make() -> Change:
            content = _content(await body_of(request, OfferBody))
            return lambda state, version: OfferRevised(
                aggregate_id=state.offer_id,
                aggregate_version=version,
                offer=domain.revised(state, content, clock.now(), answer_days),
            )

        return await change(request, a.REVISE_OFFER, make)

    @route(router, "POST", ONE + "/confirmation", a.REVISE_OFFER, summary="Say that the offer still stands",
           body=NoBody, answer=SupportOfferSeen)  # fmt: skip
    async def confirm_offer(request: Request) -> Response:
        async def make() -> Change:
            return lambda state, version: OfferRevised(
                aggregate_id=state.offer_id, aggregate_version=version, offer=domain.confirmed(state, clock.now())
            )

        return await change(request, a.REVISE_OFFER, make)

    @route(router, "POST", ONE + "/answer", a.AGREE_TO_OFFER, body=WordBody, answer=SupportOfferSeen,
           summary="A party that the offer names agrees, declines, or takes its part out")  # fmt: skip
    async def answer_naming(request: Request) -> Response:
        async def make() -> Change:
            body, actor = await body_of(request, WordBody), await actor_of(request)

            def said(state: SupportOfferState, version: int) -> SupportOfferEvent:
                paper = signed(body, actor, of_offer(state).only(body.party), IN_OFFER, clock.now())
                after, word = party_said(state, body.party, body.answer, clock.now(), body.reason, paper)
                return PartyOfOfferAnswered(
                    aggregate_id=state.offer_id, aggregate_version=version, offer=after, answered=word
                )

            return said

        return await change(request, a.READ_OFFER, make)

    @route(router, "POST", ONE + "/withdrawal", a.WITHDRAW_OFFER, summary="Take an offer off the roster",
           body=ReasonBody, answer=SupportOfferSeen)  # fmt: skip
    async def withdraw_offer(request: Request) -> Response:
        async def make() -> Change:
            body = await body_of(request, ReasonBody)
            return lambda state, version: OfferWithdrawn(
                aggregate_id=state.offer_id,
                aggregate_version=version,
                offer=domain.withdrawn(state),
                reason=body.reason,
            )

        return await change(request, a.WITHDRAW_OFFER, make)

    return router
