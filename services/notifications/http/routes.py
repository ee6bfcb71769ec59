"""Deliveries over HTTP (WM 6)."""

from typing import Any

from fastapi import APIRouter, Request, Response

from services.notifications.actions.queue_deliveries import changed, moved
from services.notifications.domain.endpoint import RECIPIENT
from services.notifications.http.schemas import (
    DeliveriesAnswer,
    DeliveryAnswer,
    NoBody,
)
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.repository import DeliveryRepository
from services.notifications.storage.webhooks import Range, WebhookRepository
from shared.modalities.access import actions as a
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.modalities.errors import Conflict
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.authorisation import authorise, authorise_seen
from shared.runtime.http.command import command
from shared.runtime.http.routes import json, route

_FILTERS = ("item_id", "event_id", "party", "state", "channel")


def routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """Routes of deliveries."""
    router = APIRouter(tags=["notifications"])
    clock = database.clock

    def thing(party: str) -> Resource:
        return Resource(settings.deployment, frozenset({party}))

    @route(router, "GET", "/deliveries", a.READ_DELIVERY, answer=DeliveriesAnswer,
           summary="Deliveries the caller may see, newest first")  # fmt: skip
    async def list_deliveries(request: Request) -> Response:
        actor = await actor_of(request)
        wanted = {name: request.query_params[name] for name in _FILTERS if name in request.query_params}
        if not decide(actor, a.READ_DELIVERY, thing("")).allowed:
            wanted["party"] = actor.party or ""
        authorise(actor, a.READ_DELIVERY, thing(wanted.get("party", actor.party or "")))
        async with database.reading() as connection:
            rows = await DeliveryRepository(connection, clock).listed(**wanted)
        return json(DeliveriesAnswer(deliveries=[DeliveryAnswer.model_validate(row) for row in rows]))

    @route(router, "GET", "/deliveries/{delivery_id}", a.READ_DELIVERY, answer=DeliveryAnswer,
           summary="One delivery")  # fmt: skip
    async def read_delivery(request: Request) -> Response:
        actor = await actor_of(request)
        async with database.reading() as connection:
            row = await DeliveryRepository(connection, clock).find(request.path_params["delivery_id"])
        authorise_seen(actor, a.READ_DELIVERY, a.READ_DELIVERY, thing(row.party) if row else None, "delivery")
        return json(DeliveryAnswer.model_validate(row))

    @route(router, "POST", "/deliveries/{delivery_id}/retry", a.RETRY_DELIVERY, answer=DeliveryAnswer, body=NoBody,
           summary="Try a delivery again that was given up")  # fmt: skip
    async def retry(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            deliveries = DeliveryRepository(uow.connection, clock)
            row = await deliveries.find(request.path_params["delivery_id"])
            assert uow.cause.actor is not None
            seen = thing(row.party) if row else None
            authorise_seen(uow.cause.actor, a.RETRY_DELIVERY, a.READ_DELIVERY, seen, "delivery")
            await (retry_webhook if row.channel == "webhook" else retry_mail)(uow, row)
            uow.audit(a.RETRY_DELIVERY.name, a.RETRY_DELIVERY.paragraph, row.delivery_id, row.version + 1)
            return json(DeliveryAnswer.model_validate(await deliveries.find(row.delivery_id)))

        return await command(request, database, work)

    async def retry_mail(uow: UnitOfWork, row: Any) -> None:
        deliveries = DeliveryRepository(uow.connection, clock)
        if (await deliveries.find(row.delivery_id, lock=True)).state != "failed":
            raise Conflict(f"delivery_{row.state}", "Only a delivery that was given up can be tried again")
        held = await deliveries.again(row.delivery_id)
        uow.record(changed(held, "queued", 0, held.version))

    async def retry_webhook(uow: UnitOfWork, row: Any) -> None:
        webhooks = WebhookRepository(uow.connection, clock)
        hook = await webhooks.find(row.recipient.removeprefix(RECIPIENT), lock=True)
        if hook is None or hook.disabled_at is not None:
            raise Conflict("webhook_disabled", "Its webhook has ended, or must be enabled first")
        done = await webhooks.replay(hook.webhook_id, Range(ids=[row.delivery_id]))
        if not done.count:
            raise Conflict(f"delivery_{row.state}", "Only a delivery that was given up can be tried again")
        for one in done.told:
            uow.record(moved(one))

    return router
