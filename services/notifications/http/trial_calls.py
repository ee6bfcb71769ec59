"""A test call of an endpoint over HTTP: sent at once, past its queue and its circuit, and answered with its result (WM 3)."""

from fastapi import APIRouter, Request, Response

from services.notifications import actions as does
from services.notifications.actions.try_webhook import TestCallAnswer, TestCallMade
from services.notifications.channels.webhook import Call, WebhookCaller
from services.notifications.queries.read_webhook import test_call
from services.notifications.settings import NotificationsSettings
from shared.application.over_http import At, answered, order_of
from shared.application.runner import Runner
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import id_in_path, idempotency_key, route
from shared.runtime.http.versions import NotHeld

TEST = At("POST", "/webhooks/{webhook_id}/test", does.TEST_WEBHOOK, TestCallAnswer,
          "Call the endpoint now and show what came of it",
          version=NotHeld("calls; the endpoint itself stays as it is"), tagged=False)  # fmt: skip


def trial_routes(runner: Runner[NotificationsSettings], caller: WebhookCaller) -> APIRouter:
    """The route of test calls."""
    router = APIRouter(tags=["webhooks"])

    @route(router, TEST.method, TEST.path, TEST.use_case.action, answer=TEST.answer, summary=TEST.summary,
           version=TEST.version)  # fmt: skip
    async def test_webhook(request: Request) -> Response:
        actor, webhook_id = await actor_of(request), id_in_path(request, "webhook_id", "webhook")
        idempotency_key(request)
        one = await test_call(runner.database, runner.context, actor, webhook_id)
        outcome = await caller.call(Call(one.webhook_id, one.delivery_id, one.url, one.secrets, one.body))
        made = TestCallMade(
            delivery_id=one.delivery_id, event_id=one.event_id, at=one.at, body=one.body.decode(), code=outcome.code,
            status=outcome.status, duration_ms=outcome.duration_ms, delivered=outcome.delivered,
        )  # fmt: skip
        return await answered(runner, TEST, await order_of(request, TEST, made))

    return router
