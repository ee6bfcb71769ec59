"""A party subscribes an endpoint to what may be told to all; a shared secret is shown once (WM 3, 17)."""

import secrets
from typing import Literal

from pydantic import Field

from services.notifications.actions.mailbox import Notifying, whose
from services.notifications.actions.webhook import Url, WebhookAnswer, changed, faults_of_wishes, kept
from services.notifications.domain.preferences import EventType
from services.notifications.domain.signatures import new_secret, told_to_receiver
from services.notifications.storage.webhooks import Wishes
from shared.application.use_case import Done, Make, whole
from shared.contracts.classification import Classification
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import Deployment, FunctionalArea, Label
from shared.modalities.access import actions as a
from shared.modalities.access.actor import OFFICERS, Actor
from shared.modalities.errors import Invalid


class WebhookBody(Strict):
    """An endpoint and what it wants to hear. Bodies are thin unless ``full_body``; calls are unordered unless ``fifo``."""

    url: Url
    event_types: tuple[EventType, ...] = Field(min_length=1, max_length=20)
    name: Label = Field("", max_length=100)
    signing: Literal["v1", "v1a"] = Field(
        "v1", description="v1: HMAC with a shared secret; v1a: ed25519, we keep the key"
    )
    full_body: bool = Field(False, description="The data itself rather than where to read it")
    fifo: bool = Field(False, description="One call at a time, in order; one that fails holds back those behind it")
    regions: tuple[Deployment, ...] = Field((), max_length=20, description="Deployments; none means all")
    functional_areas: tuple[FunctionalArea, ...] = Field((), max_length=50, description="None means all")


def clearance_of(actor: Actor) -> Classification:
    """What an endpoint of this actor may have: officers also hear how the service itself does."""
    return Classification.CONFIDENTIAL if actor.role in OFFICERS else Classification.UNCLASSIFIED


async def add_webhook(doing: Notifying, said: WebhookBody) -> Done[WebhookAnswer]:
    """Raises Invalid naming every fault."""
    clearance, private = clearance_of(doing.by), doing.context.webhook_private_addresses
    if faults := faults_of_wishes(said.url, said.event_types, clearance, private=private):
        raise Invalid(faults)
    secret = new_secret(said.signing, secrets.token_bytes)
    wishes = Wishes(**said.model_dump(exclude={"signing"}))
    webhook_id = await kept(doing).add(doing.by.party, clearance, wishes, said.signing, secret)
    return await changed(doing, webhook_id, "add", told_to_receiver(secret))


ADD_WEBHOOK = Make(
    a.KEEP_WEBHOOK, WebhookBody, lambda doing, _: whose(doing, doing.by.party or ""), add_webhook, whole,
    shown_once="secret",
)  # fmt: skip
