"""The ledger of deliveries: an officer sees those of the deployment, a party its own (WM 6)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from services.notifications.actions.delivery import DeliveryAnswer, with_tries
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.ledger import LedgerRepository
from services.notifications.storage.repository import DeliveryRepository
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_party
from shared.runtime.db.database import Database

Place = tuple[datetime, str]


async def list_deliveries(
    database: Database, settings: NotificationsSettings, actor: Actor, asked: Mapping[str, str], since: datetime | None,
    after: Place | None, most: int,
) -> tuple[list[DeliveryAnswer], bool]:  # fmt: skip
    """Newest first, and whether there are more. Raises NotPermitted."""
    wanted = dict(asked)
    if not decide(actor, a.READ_DELIVERY, of_party("", settings.deployment)).allowed:
        wanted["party"] = actor.party or ""
    authorise(actor, a.READ_DELIVERY, of_party(wanted.get("party", actor.party or ""), settings.deployment))
    async with database.reading() as connection:
        ledger = LedgerRepository(connection, database.clock)
        rows = await ledger.listed(wanted, since, after, most + 1)
        return await with_tries(ledger, rows[:most]), len(rows) > most


async def read_delivery(
    database: Database, settings: NotificationsSettings, actor: Actor, delivery_id: UUID
) -> DeliveryAnswer:
    """One, with every attempt. Raises NotFound."""
    async with database.reading() as connection:
        row = await DeliveryRepository(connection, database.clock).find(str(delivery_id))
        thing = of_party(row.party, settings.deployment) if row else None
        authorise_seen(actor, a.READ_DELIVERY, a.READ_DELIVERY, thing, "delivery")
        assert row is not None  # else it was refused as not found
        return (await with_tries(LedgerRepository(connection, database.clock), [row]))[0]
