"""A party starts a disabled endpoint again, with what it missed first (WM 3)."""

from typing import Any

from services.notifications.actions.mailbox import Notifying
from services.notifications.actions.webhook import WEBHOOK, Held, WebhookAnswer, changed, kept, tell
from services.notifications.storage.webhooks import Range
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.operations import WebhookStateChanged
from shared.modalities.access import actions as a
from shared.modalities.errors import Conflict


class EnableBody(Strict):
    """Whether what was missed goes out first."""

    replay_missed: bool = True


async def enable_webhook(doing: Notifying, held: Held, said: EnableBody) -> Done[WebhookAnswer]:
    """Raises Conflict for one that is not disabled."""
    row, webhooks = held.state, kept(doing)
    if row.disabled_at is None:
        raise Conflict("webhook_enabled", "The webhook is not disabled")
    version = await webhooks.enable(row.webhook_id)
    if said.replay_missed:
        tell(doing, await webhooks.replay(row.webhook_id, Range(since=row.created_at)))
    told: dict[str, Any] = {"party": row.party, "name": row.name, "state": "enabled", "reason": "owner"}
    doing.uow.record(WebhookStateChanged(aggregate_id=row.webhook_id, aggregate_version=version, **told))
    return await changed(doing, row.webhook_id, "enable")


ENABLE_WEBHOOK = Change(WEBHOOK, a.KEEP_WEBHOOK, EnableBody, enable_webhook)
