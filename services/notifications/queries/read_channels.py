"""How each channel does (WM 6)."""

from services.notifications.actions.channel import ChannelAnswer, shown
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.channels import ChannelRepository
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_deployment
from shared.runtime.db.database import Database


async def list_channels(database: Database, settings: NotificationsSettings, actor: Actor) -> list[ChannelAnswer]:
    """Every channel. Raises NotPermitted."""
    authorise(actor, a.READ_CHANNEL, of_deployment(settings.deployment))
    async with database.reading() as connection:
        rows = await ChannelRepository(connection, database.clock).all()
    return [shown(row, database.clock.now()) for row in rows]
