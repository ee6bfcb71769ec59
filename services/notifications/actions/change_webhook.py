"""A party changes what an endpoint hears, or where it is (WM 3, 17)."""

from pydantic import Field

from services.notifications.actions.mailbox import Notifying
from services.notifications.actions.webhook import (
    WEBHOOK,
    Held,
    Url,
    WebhookAnswer,
    changed,
    faults_of_wishes,
    kept,
)
from services.notifications.domain.preferences import EventType
from services.notifications.storage.webhooks import Wishes
from shared.application.use_case import Change, Done
from shared.contracts.classification import Classification
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import Deployment, FunctionalArea, Label
from shared.modalities.access import actions as a
from shared.modalities.errors import Invalid


class WebhookChange(Strict):
    """What changes of an endpoint; the rest stays."""

    url: Url | None = None
    event_types: tuple[EventType, ...] | None = Field(None, min_length=1, max_length=20)
    name: Label | None = Field(None, max_length=100)
    full_body: bool | None = None
    fifo: bool | None = None
    regions: tuple[Deployment, ...] | None = Field(None, max_length=20)
    functional_areas: tuple[FunctionalArea, ...] | None = Field(None, max_length=50)


async def change_webhook(doing: Notifying, held: Held, said: WebhookChange) -> Done[WebhookAnswer]:
    """Raises Invalid naming every fault."""
    row, private = held.state, doing.context.webhook_private_addresses
    if faults := faults_of_wishes(said.url, said.event_types, Classification(row.clearance), private=private):
        raise Invalid(faults)
    await kept(doing).change(row.webhook_id, Wishes(**said.model_dump()))
    return await changed(doing, row.webhook_id, "change")


CHANGE_WEBHOOK = Change(WEBHOOK, a.KEEP_WEBHOOK, WebhookChange, change_webhook)
