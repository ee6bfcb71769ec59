"""A party holds the calls of an endpoint until a moment; they wait, and go out after it (WM 3)."""

from datetime import timedelta

from services.notifications.actions.mailbox import Notifying
from services.notifications.actions.webhook import WEBHOOK, Held, WebhookAnswer, changed, kept
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Moment, Strict
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid

MOST_PAUSE = timedelta(days=14)


class PauseWebhookBody(Strict):
    """Until when nothing is sent; it ends by itself. Without a moment, a pause ends now."""

    until: Moment | None = None


async def pause_webhook(doing: Notifying, held: Held, said: PauseWebhookBody) -> Done[WebhookAnswer]:
    """Raises Invalid for a moment out of bounds."""
    until, now = said.until, doing.now
    if until is not None and (until.tzinfo is None or not now < until <= now + MOST_PAUSE):
        words = f"must be a moment with its offset within the next {MOST_PAUSE.days} days"
        raise Invalid((Fault("/until", words, "pause_out_of_bounds"),))
    await kept(doing).pause(held.state.webhook_id, until)
    return await changed(doing, held.state.webhook_id, "pause")


PAUSE_WEBHOOK = Change(WEBHOOK, a.KEEP_WEBHOOK, PauseWebhookBody, pause_webhook)
