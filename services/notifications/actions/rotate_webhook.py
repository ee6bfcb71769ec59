"""A party gives an endpoint a new secret; the old one signs as well for a while (WM 3)."""

import secrets
from datetime import timedelta
from typing import Literal

from pydantic import Field

from services.notifications.actions.mailbox import Notifying
from services.notifications.actions.webhook import WEBHOOK, Held, WebhookAnswer, changed, kept
from services.notifications.domain.signatures import new_secret, told_to_receiver
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.modalities.access import actions as a


class RotateBody(Strict):
    """How long the old secret signs beside the new one; 0 when it is known to others. ``signing`` may change with it."""

    overlap_h: float | None = Field(None, ge=0, le=168)
    signing: Literal["v1", "v1a"] | None = None


async def rotate_webhook(doing: Notifying, held: Held, said: RotateBody) -> Done[WebhookAnswer]:
    """The new secret is shown once."""
    hours = doing.context.webhook_overlap_h if said.overlap_h is None else said.overlap_h
    webhook_id, signing = held.state.webhook_id, said.signing or held.state.signing
    secret = new_secret(signing, secrets.token_bytes)
    await kept(doing).rotate(webhook_id, signing, secret, timedelta(hours=hours))
    return await changed(doing, webhook_id, "rotate", told_to_receiver(secret))


ROTATE_WEBHOOK = Change(WEBHOOK, a.KEEP_WEBHOOK, RotateBody, rotate_webhook, shown_once="secret")
