"""A party ends an endpoint: its secrets are erased, what waited is given up (WM 3)."""

from services.notifications.actions.mailbox import Notifying
from services.notifications.actions.webhook import WEBHOOK, Held, WebhookAnswer, kept, shown, tell
from shared.application.use_case import Change, Done, NoBody
from shared.modalities.access import actions as a


async def end_webhook(doing: Notifying, held: Held, _: NoBody) -> Done[WebhookAnswer]:
    """Answers the endpoint as it was last."""
    webhooks, row = kept(doing), held.state
    answer = (await shown(webhooks, [row], doing.now))[0]
    tell(doing, await webhooks.end(row.webhook_id))
    return Done(answer, row.version + 1, row.webhook_id, detail={"what": "end"})


END_WEBHOOK = Change(WEBHOOK, a.KEEP_WEBHOOK, NoBody, end_webhook)
