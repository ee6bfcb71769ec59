"""The ledger of deliveries over HTTP: each recipient, channel, attempt, state and next try; dead letters and replay (WM 6).

An officer sees those of the deployment, a party those to its own mailboxes and endpoints.
"""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.notifications import actions as does
from services.notifications.actions.delivery import DeliveryAnswer
from services.notifications.actions.replay_mails import ReplayedAnswer
from services.notifications.http.paging import PAGE, one_of, place_of, size_of
from services.notifications.queries import read_delivery as query
from services.notifications.settings import NotificationsSettings
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.contracts.incoming import A_MOMENT, moment_of
from shared.contracts.shapes.channels import NOTIFICATION_CHANNELS
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import code, moment, text
from shared.runtime.http.routes import id_in_path, json, route
from shared.runtime.http.versions import NotHeld

ALL, ONE = "/deliveries", "/deliveries/{delivery_id}"
_FILTERS = {
    "item_id": "one thing", "event_id": "one thing", "event_type": "event_type", "party": "told",
    "recipient": "recipient", "mailbox": "one thing",
}  # fmt: skip
STATES = ("queued", "retrying", "delivered", "failed")
PARAMETERS = (
    *(text(name, "Only of it", filtering) for name, filtering in _FILTERS.items()),
    code("state", STATES, "Only in it"), code("channel", NOTIFICATION_CHANNELS, "Only by it"),
    moment("since", "Only from then on"), *PAGE,
)  # fmt: skip
TABLE = (
    At("POST", ALL + "/replay", does.REPLAY_MAILS, ReplayedAnswer,
       "Send mails again that were given up; an endpoint's calls are replayed at the endpoint", tagged=False),
    At("POST", ONE + "/retry", does.RETRY_DELIVERY, DeliveryAnswer, "Try a delivery again that was given up",
       version=NotHeld("sends again what is given up, and nothing in another state (409)"), tagged=False),
)  # fmt: skip


class DeliveriesAnswer(BaseModel):
    """Deliveries, newest first. ``next`` goes into ``after``; null on the last page."""

    deliveries: list[DeliveryAnswer]
    next: str | None


def since_of(request: Request) -> datetime | None:
    """The moment that ``since`` names. Raises Invalid."""
    given = request.query_params.get("since")
    if given is None:
        return None
    found = moment_of(given)
    if found is None:
        raise Invalid((Fault("/parameters/since", f"must be {A_MOMENT}", "moment"),))
    return found


def routes(runner: Runner[NotificationsSettings]) -> APIRouter:
    """Routes of deliveries."""
    router, database, settings = APIRouter(tags=["notifications"]), runner.database, runner.context

    @route(router, "GET", ALL, a.READ_DELIVERY, answer=DeliveriesAnswer, parameters=PARAMETERS,
           summary="The ledger, newest first: state, channel, recipient, party, mailbox, item_id, event_id, since, first, after")  # fmt: skip
    async def list_deliveries(request: Request) -> Response:
        actor, wanted = await actor_of(request), Asked(request).those(_FILTERS)
        for name, codes in (("state", STATES), ("channel", NOTIFICATION_CHANNELS)):
            if (one := one_of(request, name, codes)) is not None:
                wanted[name] = one
        found, more = await query.list_deliveries(
            database, settings, actor, wanted, since_of(request), place_of(request), size_of(request)
        )
        return json(DeliveriesAnswer(deliveries=found, next=found[-1].cursor if more else None))

    @route(router, "GET", ONE, a.READ_DELIVERY, answer=DeliveryAnswer,
           summary="One delivery with every attempt")  # fmt: skip
    async def read_delivery(request: Request) -> Response:
        actor, delivery_id = await actor_of(request), id_in_path(request, "delivery_id", "delivery")
        return json(await query.read_delivery(database, settings, actor, delivery_id))

    commands(router, runner, *TABLE)
    return router
