"""Saved filters of a party (WM 6)."""

from uuid import UUID

from services.notifications.actions.saved_filter import FilterAnswer, shown
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.mailboxes import Mailboxes
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.access.resources import of_party
from shared.runtime.db.database import Database


async def list_filters(
    database: Database, settings: NotificationsSettings, actor: Actor, party: str
) -> list[FilterAnswer]:
    """Those of a party, by name. Raises NotPermitted."""
    authorise(actor, a.READ_PREFERENCES, of_party(party, settings.deployment))
    async with database.reading() as connection:
        return [shown(row) for row in await Mailboxes(connection).filters(party)]


async def read_filter(
    database: Database, settings: NotificationsSettings, actor: Actor, filter_id: UUID
) -> FilterAnswer:
    """One. Raises NotFound."""
    async with database.reading() as connection:
        row = await Mailboxes(connection).filter(str(filter_id))
    thing = of_party(row.party, settings.deployment) if row else None
    authorise_seen(actor, a.READ_PREFERENCES, a.READ_PREFERENCES, thing, "filter")
    assert row is not None  # else it was refused as not found
    return shown(row)
