"""Whom a token speaks for, by the database that keeps it; that it was used is noted (WM 3)."""

from collections.abc import Awaitable, Callable

from services.notifications.storage.access_tokens import AccessTokens
from shared.modalities.access.actor import Actor
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.token_format import parts

Asking = Callable[[str], Awaitable[Actor | None]]
"""From a token to whom it speaks for; None when it does not hold."""


def asked_here(database: Database) -> Asking:
    """Asks this database."""

    async def ask(token: str) -> Actor | None:
        now = database.clock.now()
        async with database.unit_of_work(ByClock("token")) as uow:
            tokens = AccessTokens(uow.connection)
            found, given = await tokens.holder(token, now), parts(token)
            if found is not None and given is not None:
                await tokens.used(given.token_id, now)
        return found

    return ask
