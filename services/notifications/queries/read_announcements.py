"""What may be told to all, of the positions it stands at; an officer also sees how the service itself does (WM 17)."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.notifications.domain.announcement import Announcement
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.announcements import STREAM, AnnouncementRepository
from shared.contracts.classification import Classification
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_deployment, shown_to_all
from shared.modalities.errors import NotFound
from shared.runtime.db.database import Database

__all__ = ["MOST", "STREAM", "AnnouncementReader", "Positions", "levels_of"]
MOST = 200
Levels = Sequence[Classification]


@dataclass(frozen=True)
class Positions:
    """Where all ends, and before which something may have been taken back unseen."""

    newest: int
    swept: int


def levels_of(actor: Actor, settings: NotificationsSettings) -> list[Classification]:
    """What a reader may see, the lowest first. Raises NotPermitted."""
    authorise(actor, a.READ_ANNOUNCEMENT, shown_to_all())
    inside = decide(actor, a.READ_ANNOUNCEMENT, of_deployment(settings.deployment)).allowed
    return [Classification.UNCLASSIFIED, *([Classification.CONFIDENTIAL] if inside else [])]


class AnnouncementReader:
    """Reads announcements of the levels that a reader may see."""

    def __init__(self, database: Database, levels: Levels) -> None:
        self._database, self._levels = database, levels

    async def positions(self) -> Positions:
        """As they are now."""
        async with self._database.reading() as connection:
            return await _positions(AnnouncementRepository(connection, self._database.clock))

    async def page(self, after: int, first: int) -> tuple[Sequence[Announcement], Positions]:
        """What stands after a position, oldest first."""
        async with self._database.reading() as connection:
            repository = AnnouncementRepository(connection, self._database.clock)
            # The newest position first: what is committed after it was read is not passed over.
            found = await _positions(repository)
            return await repository.page(after, max(1, first), self._levels), found

    async def after(self, position: int, most: int) -> Sequence[Announcement]:
        """The same for a stream, which knows where all ends."""
        async with self._database.reading() as connection:
            return await AnnouncementRepository(connection, self._database.clock).page(position, most, self._levels)

    async def newest_public(self) -> Sequence[Announcement]:
        """The newest that everybody may see."""
        async with self._database.reading() as connection:
            repository = AnnouncementRepository(connection, self._database.clock)
            return await repository.page(0, MOST, self._levels[:1], newest=True)

    async def one(self, event_id: str) -> Announcement:
        """One event, as it may be told now. Raises NotFound."""
        async with self._database.reading() as connection:
            found = await AnnouncementRepository(connection, self._database.clock).one(event_id)
        if found is None or found.classification not in self._levels:
            raise NotFound("not_found", "There is no such event, or it is not kept any more")
        return found


async def _positions(repository: AnnouncementRepository) -> Positions:
    return Positions(await repository.last_position(), await repository.swept_position())
