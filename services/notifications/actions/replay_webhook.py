"""A party has an endpoint called again: by id, by time, by sequence, or with all that is kept (WM 3)."""

from pydantic import BaseModel, Field

from services.notifications.actions.mailbox import Notifying
from services.notifications.actions.webhook import WEBHOOK, Held, kept, tell
from services.notifications.storage.webhooks import Range
from shared.application.use_case import Change, Done
from shared.contracts.incoming import MOST_WHOLE, Moment, Strict
from shared.contracts.shapes.values import Id
from shared.modalities.access import actions as a
from shared.modalities.errors import Conflict


class ReplayBody(Strict):
    """What goes out again: by ids (of events or deliveries), by time of the event, by sequence, or all that is kept."""

    ids: tuple[Id, ...] | None = Field(None, min_length=1, max_length=1000)
    since: Moment | None = None
    until: Moment | None = None
    from_sequence: int | None = Field(None, ge=1, le=MOST_WHOLE)
    to_sequence: int | None = Field(None, ge=1, le=MOST_WHOLE)
    delivered: bool = Field(False, description="Also what was delivered; otherwise what failed or was missed")


class ReplayAnswer(BaseModel):
    """How many deliveries were queued."""

    webhook_id: str
    queued: int


async def replay_webhook(doing: Notifying, held: Held, said: ReplayBody) -> Done[ReplayAnswer]:
    """Raises Conflict for one that is disabled."""
    row = held.state
    if row.disabled_at is not None:
        raise Conflict("webhook_disabled", "Enable the webhook first")
    queued = tell(doing, await kept(doing).replay(row.webhook_id, Range(**said.model_dump())))
    answer = ReplayAnswer(webhook_id=row.webhook_id, queued=queued)
    return Done(answer, row.version, row.webhook_id, detail={"what": "replay", "queued": queued})


REPLAY_WEBHOOK = Change(WEBHOOK, a.KEEP_WEBHOOK, ReplayBody, replay_webhook)
