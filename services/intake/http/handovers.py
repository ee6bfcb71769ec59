"""Handing a country over to another deployment (WM 6): ordered here by a person, taken by the receiving deployment."""

from collections.abc import Collection

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from services.intake.actions import hand_over as act
from services.intake.http.calling_back import calling_back_route
from services.intake.http.sealing import seal_request
from services.intake.storage import homes, moving
from services.intake.storage.tables import handing
from shared.contracts.shapes.handover import HandoverState
from shared.contracts.shapes.values import Country, Day, Deployment, Text
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.modalities.access.resources import of_deployment
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P6
from shared.runtime import failpoints
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.answers import OwnersAnswer, head
from shared.runtime.federation.handing.giver import Giver, found_by, version_of
from shared.runtime.federation.handing.packages import AT_ONCE, TakeAnswer, TakeBody
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import command
from shared.runtime.http.handovers import ONE, orders_route, taken_route
from shared.runtime.http.routes import body_of, cause_of, json, route
from shared.runtime.identifiers import new_id


class OrderBody(BaseModel):
    """Which country goes where, from which date on, and why."""

    model_config = ConfigDict(extra="forbid")

    country: Country
    receiving: Deployment
    on: Day
    reason: Text


class Opening(OwnersAnswer):
    """The country's requests are received elsewhere from now on; its references go on after these numbers, by year."""

    handover: HandoverState
    last_numbers: dict[int, int] = Field(description="Year -> last number of a reference given here")


def handover_routes(database: Database) -> APIRouter:
    """Routes of handovers."""
    router, clock, here = APIRouter(tags=["handovers"]), database.clock, database.settings.deployment

    @route(router, "POST", "/handovers", a.ORDER_HANDOVER, summary="Order that a country moves on a date",
           body=OrderBody, answer=HandoverState, status=201)  # fmt: skip
    async def order_handover(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            assert uow.cause.actor is not None
            authorise(uow.cause.actor, a.ORDER_HANDOVER, of_deployment(here))
            body = await body_of(request, OrderBody)
            made = HandoverState(
                handover_id=new_id(clock), giving=here, ordered_by=uow.cause.actor.subject, ordered_at=clock.now(),
                **body.model_dump(),
            )  # fmt: skip
            country = made.country.removeprefix(homes.PREFIX)
            act.check_order(made, await homes.home_of(uow.connection, country, clock.now().date()), clock.now().date())
            giver = Giver(uow.connection, handing)
            await giver.one_at_a_time(made.country)
            if any(h.country == made.country and act.is_under_way(h) for h in await giver.listed()):
                raise Conflict("handover_under_way", f"A handover of {country} is ordered already", P6)
            await note(uow, made)
            uow.audit(a.ORDER_HANDOVER.name, P6, made.handover_id, 1, country=country, receiving=made.receiving)
            return json(made, 201, version=1, Location=f"/handovers/{made.handover_id}")

        return await command(request, database, work)

    def is_due(handover: HandoverState) -> bool:
        return handover.on <= clock.now().date() and handover.called_back is None

    orders_route(router, database, handing, "Handovers given by this deployment", shown=lambda _: True, due=is_due)

    taken_route(router, database, handing)
    calling_back_route(router, database)

    @route(router, "GET", ONE, a.READ_HANDOVER, summary="How far a handover is", answer=TakeAnswer)
    async def read_handover(request: Request) -> Response:
        actor = await actor_of(request)
        authorise(actor, a.READ_HANDOVER, ANYTHING)
        async with database.reading() as connection:
            handover, _ = await Giver(connection, handing).find(request.path_params["handover_id"])
            found_by(actor, handover)
            count = await moving.left(connection, handover.country)
        return json(TakeAnswer(**head(database.settings, clock.now()), handover=handover, packages=(), left=count))

    async def note(uow: UnitOfWork, handover: HandoverState) -> None:
        await Giver(uow.connection, handing).keep(handover)
        act.record_handover(uow, handover, version_of(handover))

    async def taken_by_receiver(request: Request, giver: Giver) -> HandoverState:
        actor = await actor_of(request)
        authorise(actor, a.READ_HANDOVER, ANYTHING)
        found, _ = await giver.find(request.path_params["handover_id"], lock=True)
        authorise(actor, a.TAKE_HANDOVER, of_deployment(found.receiving))
        if found.giving != here:
            raise Conflict("not_given_here", "This deployment receives the country", P6)
        return found

    @route(router, "POST", ONE + "/opening", a.TAKE_HANDOVER, summary="The receiver is there: the country moves",
           answer=Opening, key=False)  # fmt: skip
    async def open_handover(request: Request) -> Response:
        async with database.unit_of_work(await cause_of(request)) as uow:
            giver = Giver(uow.connection, handing)
            handover = await taken_by_receiver(request, giver)
            if handover.status == "ordered":
                handover = act.begun(handover, clock.now())
                await homes.move(uow.connection, handover, here, clock.now())
                await note(uow, handover)
                uow.audit(a.TAKE_HANDOVER.name, P6, handover.handover_id, version_of(handover))
            elif not await homes.moved_by(uow.connection, handover.handover_id):
                raise Conflict("superseded", "The country was moved again since", P6)
            numbers = await homes.close_counters(uow.connection, handover, clock.now().year)
        return json(Opening(**head(database.settings, clock.now()), handover=handover, last_numbers=numbers))

    async def seal(uow: UnitOfWork, handover: HandoverState, held_back: Collection[str], most: int) -> None:
        for one in await moving.to_go(uow.connection, handover.country, held_back, most):
            await seal_request(uow, Giver(uow.connection, handing), handover, one)

    @route(router, "POST", ONE + "/items", a.TAKE_HANDOVER, summary="What is received, and the next items, sealed",
           body=TakeBody, answer=TakeAnswer, key=False)  # fmt: skip
    async def take_items(request: Request) -> Response:
        async with database.unit_of_work(await cause_of(request)) as uow:
            giver = Giver(uow.connection, handing)
            handover = await taken_by_receiver(request, giver)
            body = await body_of(request, TakeBody)
            if handover.status == "ordered":
                raise Conflict("not_begun", "The handover has not begun", P6)
            await giver.receipts(uow, handover.handover_id, body.received, body.epoch)
            await giver.forgotten(handover.handover_id, body.epoch, moving.stands_sealed)
            waiting = len(await giver.waiting(handover.handover_id, body.epoch))
            if await homes.moved_by(uow.connection, handover.handover_id):
                await seal(uow, handover, body.held_back, AT_ONCE - waiting)
            packages = await giver.waiting(handover.handover_id, body.epoch)
            count = await moving.left(uow.connection, handover.country)
            if handover.status == "begun" and not packages and count == 0:
                handover = handover.model_copy(update={"status": "completed", "completed_at": clock.now()})
                await note(uow, handover)
                uow.audit(a.TAKE_HANDOVER.name, P6, handover.handover_id, version_of(handover))
        failpoints.hit("handover_sealed")
        return json(
            TakeAnswer(**head(database.settings, clock.now()), handover=handover, packages=tuple(packages), left=count)
        )

    return router
