"""The ledger of deliveries over HTTP: each recipient, channel, attempt, state and next try; dead letters and replay (WM 6).

An officer sees those of the deployment, a party those to its own mailboxes and endpoints.
"""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from services.notifications.actions.queue_deliveries import changed, moved
from services.notifications.domain.endpoint import RECIPIENT
from services.notifications.http.paging import PAGE, cursor_of, one_of, place_of, size_of
from services.notifications.http.schemas import (
    AttemptAnswer,
    DeliveriesAnswer,
    DeliveryAnswer,
    NoBody,
    ReplayedAnswer,
    ReplayMailBody,
)
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.ledger import LedgerRepository
from services.notifications.storage.repository import DeliveryRepository
from services.notifications.storage.webhooks import Range, WebhookRepository
from shared.contracts.incoming import A_MOMENT, moment_of
from shared.contracts.shapes.channels import NOTIFICATION_CHANNELS
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import command
from shared.runtime.http.described import code, moment, text
from shared.runtime.http.routes import body_of, json, route
from shared.runtime.http.versions import NotHeld

_FILTERS = {
    "item_id": "one thing", "event_id": "one thing", "event_type": "event_type", "party": "told",
    "recipient": "recipient", "mailbox": "one thing",
}  # fmt: skip
STATES = ("queued", "retrying", "delivered", "failed")
AT_ONCE = 500


async def with_tries(ledger: LedgerRepository, rows: Any) -> list[DeliveryAnswer]:
    """Deliveries with every attempt."""
    tries = await ledger.attempts([row.delivery_id for row in rows])
    return [
        DeliveryAnswer.model_validate(row).model_copy(
            update={
                "cursor": cursor_of(row.created_at, row.delivery_id),
                "tries": [AttemptAnswer.model_validate(one) for one in tries.get(row.delivery_id, ())],
            }
        )
        for row in rows
    ]


def since_of(request: Request) -> datetime | None:
    """The moment that ``since`` names. Raises Invalid."""
    given = request.query_params.get("since")
    if given is None:
        return None
    found = moment_of(given)
    if found is None:
        raise Invalid((Fault("/query/since", f"must be {A_MOMENT}", "moment"),))
    return found


def routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """Routes of deliveries."""
    router = APIRouter(tags=["notifications"])
    clock = database.clock

    def thing(party: str) -> Resource:
        return resources.of_party(party, settings.deployment)

    @route(router, "GET", "/deliveries", a.READ_DELIVERY, answer=DeliveriesAnswer,
           parameters=(
               *(text(name, "Only of it", filtering) for name, filtering in _FILTERS.items()), code("state", STATES, "Only in it"),
               code("channel", NOTIFICATION_CHANNELS, "Only by it"), moment("since", "Only from then on"), *PAGE,
           ),
           summary="The ledger, newest first: state, channel, recipient, party, mailbox, item_id, event_id, since, first, after")  # fmt: skip
    async def list_deliveries(request: Request) -> Response:
        actor = await actor_of(request)
        wanted = Asked(request).those(_FILTERS)
        for name, codes in (("state", STATES), ("channel", NOTIFICATION_CHANNELS)):
            if (code := one_of(request, name, codes)) is not None:
                wanted[name] = code
        if not decide(actor, a.READ_DELIVERY, thing("")).allowed:
            wanted["party"] = actor.party or ""
        authorise(actor, a.READ_DELIVERY, thing(wanted.get("party", actor.party or "")))
        most = size_of(request)
        async with database.reading() as connection:
            ledger = LedgerRepository(connection, clock)
            rows = await ledger.listed(wanted, since_of(request), place_of(request), most + 1)
            found = await with_tries(ledger, rows[:most])
        following = found[-1].cursor if len(rows) > most else None
        return json(DeliveriesAnswer(deliveries=found, next=following))

    @route(router, "GET", "/deliveries/{delivery_id}", a.READ_DELIVERY, answer=DeliveryAnswer,
           summary="One delivery with every attempt")  # fmt: skip
    async def read_delivery(request: Request) -> Response:
        actor = await actor_of(request)
        async with database.reading() as connection:
            row = await DeliveryRepository(connection, clock).find(request.path_params["delivery_id"])
            authorise_seen(actor, a.READ_DELIVERY, a.READ_DELIVERY, thing(row.party) if row else None, "delivery")
            return json((await with_tries(LedgerRepository(connection, clock), [row]))[0])

    @route(router, "POST", "/deliveries/replay", a.RETRY_DELIVERY, answer=ReplayedAnswer, body=ReplayMailBody,
           summary="Send mails again that were given up; an endpoint's calls are replayed at the endpoint")  # fmt: skip
    async def replay_mails(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            assert uow.cause.actor is not None
            authorise(uow.cause.actor, a.RETRY_DELIVERY, thing(""))
            body, deliveries = await body_of(request, ReplayMailBody), DeliveryRepository(uow.connection, clock)
            lost = await deliveries.given_up(AT_ONCE + 1, **body.model_dump())
            held = await deliveries.again(lost[:AT_ONCE])
            for one in held:
                uow.record(changed(one, "queued", 0, one.version))
            uow.audit(a.RETRY_DELIVERY.name, a.RETRY_DELIVERY.paragraph, "deliveries", 0, queued=len(held))
            return json(ReplayedAnswer(queued=len(held), more=len(lost) > AT_ONCE))

        return await command(request, database, work)

    @route(router, "POST", "/deliveries/{delivery_id}/retry", a.RETRY_DELIVERY, answer=DeliveryAnswer, body=NoBody,
           summary="Try a delivery again that was given up",
           version=NotHeld("sends again what is given up, and nothing in another state (409)"))  # fmt: skip
    async def retry_delivery(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            deliveries = DeliveryRepository(uow.connection, clock)
            row = await deliveries.find(request.path_params["delivery_id"])
            assert uow.cause.actor is not None
            seen = thing(row.party) if row else None
            authorise_seen(uow.cause.actor, a.RETRY_DELIVERY, a.READ_DELIVERY, seen, "delivery")
            await (retry_webhook if row.channel == "webhook" else retry_mail)(uow, row)
            uow.audit(a.RETRY_DELIVERY.name, a.RETRY_DELIVERY.paragraph, row.delivery_id, row.version + 1)
            again = await deliveries.find(row.delivery_id)
            return json((await with_tries(LedgerRepository(uow.connection, clock), [again]))[0])

        return await command(request, database, work)

    async def retry_mail(uow: UnitOfWork, row: Any) -> None:
        held = await DeliveryRepository(uow.connection, clock).again([row.delivery_id])
        if not held:
            raise Conflict(f"delivery_{row.state}", "Only a delivery that was given up can be tried again")
        uow.record(changed(held[0], "queued", 0, held[0].version))

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
