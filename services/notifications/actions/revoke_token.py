"""A token is revoked; it stops within seconds in every service (WM 3)."""

from services.notifications.actions.access_token import TOKEN, Held, TokenAnswer
from services.notifications.actions.mailbox import Notifying
from services.notifications.storage.access_tokens import AccessTokens
from shared.application.use_case import Change, Done, NoBody
from shared.modalities.access import actions as a


async def revoke_token(doing: Notifying, held: Held, _: NoBody) -> Done[TokenAnswer]:
    """One that is revoked already stays as it is."""
    tokens, token_id = AccessTokens(doing.uow.connection), held.state.token_id
    await tokens.revoke(token_id, doing.by.subject, doing.now)
    return Done(TokenAnswer.model_validate(await tokens.one(token_id)), 1, token_id)


REVOKE_TOKEN = Change(TOKEN, a.REVOKE_TOKEN, NoBody, revoke_token)
