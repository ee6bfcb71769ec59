"""Webhooks over HTTP: register, look, change, rotate, test, pause, enable, replay, end (WM 3, 17)."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.notifications import actions as does
from services.notifications.actions.replay_webhook import ReplayAnswer
from services.notifications.actions.webhook import WebhookAnswer
from services.notifications.queries import read_webhook as query
from services.notifications.settings import NotificationsSettings
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.modalities.access import actions as a
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import id_in_path, json, route
from shared.runtime.http.versions import NotHeld

ALL, ONE = "/webhooks", "/webhooks/{webhook_id}"
TABLE = (
    At("POST", ALL, does.ADD_WEBHOOK, WebhookAnswer, "Subscribe an endpoint; a shared secret is shown once", made=""),
    At("PATCH", ONE, does.CHANGE_WEBHOOK, WebhookAnswer, "Change an endpoint"),
    At("POST", ONE + "/rotate", does.ROTATE_WEBHOOK, WebhookAnswer, "A new secret; the old one signs as well for a while"),
    At("POST", ONE + "/pause", does.PAUSE_WEBHOOK, WebhookAnswer,
       "Hold calls until a moment; they wait, and go out after it"),
    At("POST", ONE + "/enable", does.ENABLE_WEBHOOK, WebhookAnswer,
       "Start a disabled endpoint again, with what it missed first"),
    At("POST", ONE + "/replay", does.REPLAY_WEBHOOK, ReplayAnswer, "Send again: by id, by time, by sequence, or all",
       version=NotHeld("sends again; the endpoint itself stays as it is"), tagged=False),
    At("DELETE", ONE, does.END_WEBHOOK, WebhookAnswer, "End an endpoint", tagged=False),
)  # fmt: skip


class WebhooksAnswer(BaseModel):
    """Endpoints, oldest first."""

    webhooks: list[WebhookAnswer]


def webhook_routes(runner: Runner[NotificationsSettings]) -> APIRouter:
    """All routes of webhooks but the test call."""
    router, database, settings = APIRouter(tags=["webhooks"]), runner.database, runner.context

    @route(router, "GET", ALL, a.READ_WEBHOOK, answer=WebhooksAnswer, summary="Endpoints the caller may see")
    async def list_webhooks(request: Request) -> Response:
        return json(WebhooksAnswer(webhooks=await query.list_webhooks(database, settings, await actor_of(request))))

    @route(router, "GET", ONE, a.READ_WEBHOOK, answer=WebhookAnswer, summary="One endpoint")
    async def read_webhook(request: Request) -> Response:
        actor, webhook_id = await actor_of(request), id_in_path(request, "webhook_id", "webhook")
        found = await query.read_webhook(database, settings, actor, webhook_id)
        return json(found, version=found.version)

    commands(router, runner, *TABLE)
    return router
