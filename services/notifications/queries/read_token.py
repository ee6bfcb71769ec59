"""Tokens that a caller may see (WM 3)."""

from uuid import UUID

from services.notifications.actions.access_token import TokenAnswer
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.access_tokens import AccessTokens
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_party
from shared.runtime.db.database import Database


async def list_tokens(database: Database, settings: NotificationsSettings, actor: Actor) -> list[TokenAnswer]:
    """Newest first: those of the caller's party, or of all for who may see them. Raises NotPermitted."""
    every = decide(actor, a.READ_TOKEN, of_party("", settings.deployment)).allowed
    authorise(actor, a.READ_TOKEN, of_party(actor.party or "", settings.deployment))
    async with database.reading() as connection:
        rows = await AccessTokens(connection).of_party(None if every else actor.party, database.clock.now())
    return [TokenAnswer.model_validate(row) for row in rows]


async def read_token(database: Database, settings: NotificationsSettings, actor: Actor, token_id: UUID) -> TokenAnswer:
    """One. Raises NotFound."""
    async with database.reading() as connection:
        row = await AccessTokens(connection).one(str(token_id))
    thing = of_party(row.party, settings.deployment) if row else None
    authorise_seen(actor, a.READ_TOKEN, a.READ_TOKEN, thing, "token")
    return TokenAnswer.model_validate(row)
