"""Endpoints that a caller may see, and the call that tries one (WM 3)."""

from uuid import UUID

from services.notifications.actions.try_webhook import TestCall, call_for
from services.notifications.actions.webhook import WebhookAnswer, shown
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.webhooks import WebhookRepository
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_party
from shared.runtime.db.database import Database


async def list_webhooks(database: Database, settings: NotificationsSettings, actor: Actor) -> list[WebhookAnswer]:
    """Oldest first: those of the caller's party, or of all for who may see them. Raises NotPermitted."""
    every = decide(actor, a.READ_WEBHOOK, of_party("", settings.deployment)).allowed
    authorise(actor, a.READ_WEBHOOK, of_party(actor.party or "", settings.deployment))
    async with database.reading() as connection:
        webhooks = WebhookRepository(connection, database.clock)
        rows = await webhooks.of_party(None if every else actor.party)
        return await shown(webhooks, rows, database.clock.now())


async def read_webhook(
    database: Database, settings: NotificationsSettings, actor: Actor, webhook_id: UUID
) -> WebhookAnswer:
    """One. Raises NotFound."""
    async with database.reading() as connection:
        webhooks = WebhookRepository(connection, database.clock)
        row = await webhooks.find(str(webhook_id))
        thing = of_party(row.party, settings.deployment) if row else None
        authorise_seen(actor, a.READ_WEBHOOK, a.READ_WEBHOOK, thing, "webhook")
        assert row is not None  # else it was refused as not found
        return (await shown(webhooks, [row], database.clock.now()))[0]


async def test_call(database: Database, settings: NotificationsSettings, actor: Actor, webhook_id: UUID) -> TestCall:
    """The call that tries one, for who may keep it. Raises NotFound, NotPermitted."""
    async with database.reading() as connection:
        webhooks = WebhookRepository(connection, database.clock)
        row = await webhooks.find(str(webhook_id))
        thing = of_party(row.party, settings.deployment) if row else None
        authorise_seen(actor, a.KEEP_WEBHOOK, a.READ_WEBHOOK, thing, "webhook")
        assert row is not None  # else it was refused as not found
        return await call_for(webhooks, row, settings, database.clock)
