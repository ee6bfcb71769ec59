"""Deliveries and webhooks over HTTP (WM 3, 6)."""

import base64
import secrets
from typing import Any

from fastapi import APIRouter, Request, Response

from services.notifications.actions.queue_deliveries import changed
from services.notifications.http.schemas import (
    DeliveriesAnswer,
    DeliveryAnswer,
    NoBody,
    WebhookAnswer,
    WebhookBody,
    webhook_answer,
)
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.repository import DeliveryRepository
from shared.contracts.catalogue import events
from shared.contracts.classification import Classification
from shared.modalities.access import actions as a
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.authorisation import authorise, authorise_seen
from shared.runtime.http.command import command
from shared.runtime.http.routes import body_of, json, route
from shared.runtime.identifiers import new_id

PUBLIC_TYPES = sorted(e.wire_type for e in events() if e.classification is Classification.UNCLASSIFIED)
_FILTERS = ("item_id", "event_id", "party", "state", "channel")


def routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """All routes of notifications."""
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
            row = await deliveries.find(request.path_params["delivery_id"], lock=True)
            assert uow.cause.actor is not None
            seen = thing(row.party) if row else None
            authorise_seen(uow.cause.actor, a.RETRY_DELIVERY, a.READ_DELIVERY, seen, "delivery")
            if row.state != "failed":
                raise Conflict(f"delivery_{row.state}", "Only a delivery that was given up can be tried again")
            held = await deliveries.again(row.delivery_id)
            uow.record(changed(held, "queued", 0, held.version))
            uow.audit(a.RETRY_DELIVERY.name, a.RETRY_DELIVERY.paragraph, row.delivery_id, held.version)
            return json(DeliveryAnswer.model_validate(await deliveries.find(row.delivery_id)))

        return await command(request, database, work)

    @route(router, "POST", "/webhooks", a.KEEP_WEBHOOK, answer=WebhookAnswer, body=WebhookBody, status=201,
           summary="Subscribe an endpoint to public events; the secret is shown once")  # fmt: skip
    async def add_webhook(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            body, actor = await body_of(request, WebhookBody), uow.cause.actor
            assert actor is not None
            authorise(actor, a.KEEP_WEBHOOK, thing(actor.party or ""))
            faults = tuple(
                Fault(f"/event_types/{n}", f"'{kind}' is none of {', '.join(PUBLIC_TYPES)}", "unknown_event_type")
                for n, kind in enumerate(body.event_types)
                if kind not in PUBLIC_TYPES
            )
            if not settings.webhook_private_addresses and not body.url.startswith("https://"):
                faults += (Fault("/url", "must be https", "url_not_allowed"),)
            if faults:
                raise Invalid(faults)
            secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
            row = {"webhook_id": new_id(clock), "party": actor.party or "", "url": body.url, "secret": secret}
            deliveries = DeliveryRepository(uow.connection, clock)
            await deliveries.add_webhook(row | {"event_types": list(body.event_types)})
            uow.audit(a.KEEP_WEBHOOK.name, a.KEEP_WEBHOOK.paragraph, row["webhook_id"], 1)
            return json(webhook_answer(await deliveries.webhook(row["webhook_id"]), secret), 201)

        return await command(request, database, work)

    async def seen(request: Request, deliveries: DeliveryRepository) -> Any:
        actor = await actor_of(request)
        row = await deliveries.webhook(request.path_params["webhook_id"])
        mine = row is not None and row.party == actor.party
        authorise_seen(actor, a.KEEP_WEBHOOK, a.KEEP_WEBHOOK, thing(row.party) if mine else None, "webhook")
        return row

    @route(router, "GET", "/webhooks/{webhook_id}", a.KEEP_WEBHOOK, answer=WebhookAnswer, summary="One webhook")
    async def read_webhook(request: Request) -> Response:
        async with database.reading() as connection:
            return json(webhook_answer(await seen(request, DeliveryRepository(connection, clock))))

    @route(router, "DELETE", "/webhooks/{webhook_id}", a.KEEP_WEBHOOK, answer=WebhookAnswer, summary="End a webhook")
    async def end_webhook(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            deliveries = DeliveryRepository(uow.connection, clock)
            row = await seen(request, deliveries)
            await deliveries.end_webhook(row.webhook_id)
            uow.audit(a.KEEP_WEBHOOK.name, a.KEEP_WEBHOOK.paragraph, row.webhook_id, 2)
            return json(webhook_answer(row))

        return await command(request, database, work)

    return router
