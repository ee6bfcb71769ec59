"""A delivery that was given up is tried again (WM 6)."""

from services.notifications.actions.delivery import DELIVERY, DeliveryAnswer, Held, with_tries
from services.notifications.actions.mailbox import Notifying
from services.notifications.actions.queue_deliveries import changed
from services.notifications.actions.webhook import kept, tell
from services.notifications.domain.endpoint import RECIPIENT
from services.notifications.storage.ledger import LedgerRepository
from services.notifications.storage.repository import DeliveryRepository
from services.notifications.storage.table_rows import DeliveryRow
from services.notifications.storage.webhooks import Range
from shared.application.use_case import Change, Done, NoBody
from shared.modalities.access import actions as a
from shared.modalities.errors import Conflict


def _not_given_up(row: DeliveryRow) -> Conflict:
    return Conflict(f"delivery_{row.state}", "Only a delivery that was given up can be tried again")


async def _mail(doing: Notifying, row: DeliveryRow) -> None:
    held = await DeliveryRepository(doing.uow.connection, doing.uow.clock).again([row.delivery_id])
    if not held:
        raise _not_given_up(row)
    doing.uow.record(changed(held[0], "queued", 0, held[0].version))


async def _call(doing: Notifying, row: DeliveryRow) -> None:
    webhooks = kept(doing)
    hook = await webhooks.find(row.recipient.removeprefix(RECIPIENT), lock=True)
    if hook is None or hook.disabled_at is not None:
        raise Conflict("webhook_disabled", "Its webhook has ended, or must be enabled first")
    if not tell(doing, await webhooks.replay(hook.webhook_id, Range(ids=[row.delivery_id]))):
        raise _not_given_up(row)


async def retry_delivery(doing: Notifying, delivery: Held, _: NoBody) -> Done[DeliveryAnswer]:
    """Raises Conflict for one in another state, and for one of an endpoint that gets nothing."""
    row = delivery.state
    await (_call if row.channel == "webhook" else _mail)(doing, row)
    connection, clock = doing.uow.connection, doing.uow.clock
    again = await DeliveryRepository(connection, clock).find(row.delivery_id)
    assert again is not None  # it was changed in this transaction
    answer = (await with_tries(LedgerRepository(connection, clock), [again]))[0]
    return Done(answer, delivery.version + 1, row.delivery_id)


RETRY_DELIVERY = Change(DELIVERY, a.RETRY_DELIVERY, NoBody, retry_delivery)
