"""A test call of an endpoint: sent at once, past its queue and its circuit, and answered with its result (WM 3)."""

import orjson
from fastapi import APIRouter, Request, Response

from services.notifications.channels.webhook import Call, WebhookCaller
from services.notifications.http.schemas import NoBody
from services.notifications.http.webhook_schemas import TestCallAnswer
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.ledger import LedgerRepository
from services.notifications.storage.webhooks import WebhookRepository
from shared.contracts.envelope import rfc3339
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.authorise import authorise_seen
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import command
from shared.runtime.http.routes import idempotency_key, json, route
from shared.runtime.http.versions import NotHeld
from shared.runtime.identifiers import new_id

TEST_TYPE = "acsg.notifications.webhook-test"


def trial_routes(database: Database, settings: NotificationsSettings, caller: WebhookCaller) -> APIRouter:
    """The route of test calls."""
    router = APIRouter(tags=["webhooks"])
    clock = database.clock

    @route(router, "POST", "/webhooks/{webhook_id}/test", a.KEEP_WEBHOOK, answer=TestCallAnswer, body=NoBody,
           summary="Call the endpoint now and show what came of it",
           version=NotHeld("calls; the endpoint itself stays as it is"))  # fmt: skip
    async def test_webhook(request: Request) -> Response:
        actor = await actor_of(request)
        idempotency_key(request)
        async with database.reading() as connection:
            webhooks = WebhookRepository(connection, clock)
            row = await webhooks.find(request.path_params["webhook_id"])
            thing = resources.of_party(row.party, settings.deployment) if row else None
            authorise_seen(actor, a.KEEP_WEBHOOK, a.READ_WEBHOOK, thing, "webhook")
            secrets = [one.secret for one in await webhooks.secrets(row.webhook_id)]
        event_id, delivery_id, at = new_id(clock), new_id(clock), clock.now()
        body = orjson.dumps(
            {"specversion": "1.0", "id": event_id, "source": settings.source, "type": TEST_TYPE,
             "subject": row.webhook_id, "time": rfc3339(at), "datacontenttype": "application/json",
             "region": settings.deployment, "data": {"test": True}}
        )  # fmt: skip
        outcome = await caller.call(Call(row.webhook_id, delivery_id, row.url, secrets, body))

        async def work(uow: UnitOfWork) -> Response:
            kept = WebhookRepository(uow.connection, clock)
            await kept.note_test(row, delivery_id, event_id, TEST_TYPE, outcome.code)
            ledger = LedgerRepository(uow.connection, clock)
            took, status = outcome.duration_ms, outcome.status
            await ledger.note(delivery_id, "webhook", 1, at, took, outcome.code, None, status)
            uow.audit(a.KEEP_WEBHOOK.name, a.KEEP_WEBHOOK.paragraph, row.webhook_id, row.version, what="test")
            return json(
                TestCallAnswer(delivery_id=delivery_id, code=outcome.code, status=status, duration_ms=took,
                               delivered=outcome.delivered, body=body.decode())
            )  # fmt: skip

        return await command(request, database, work)

    return router
