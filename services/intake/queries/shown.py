"""Requests as their States agreed to show them to a reader (WM 17)."""

from services.intake.storage.shown import ConsentedRequest, ShownRequests
from shared.modalities.access.actor import Actor
from shared.runtime.db.database import Database


async def shown_to(database: Database, actor: Actor, after: str | None, most: int) -> list[ConsentedRequest]:
    """The first ``most`` after a request, newest first."""
    async with database.reading() as connection:
        return await ShownRequests(connection).page(actor, after, most)
