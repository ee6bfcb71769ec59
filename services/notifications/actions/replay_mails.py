"""Mails that were given up are sent again; an endpoint's calls are replayed at the endpoint (WM 6)."""

from pydantic import BaseModel, Field, model_validator

from services.notifications.actions.mailbox import Notifying, whose
from services.notifications.actions.queue_deliveries import changed
from services.notifications.storage.repository import DeliveryRepository
from shared.application.keep import Keep
from shared.application.use_case import Done
from shared.contracts.incoming import Moment, Strict
from shared.contracts.shapes.values import Id, PartyId
from shared.modalities.access import actions as a

AT_ONCE = 500


class ReplayMailBody(Strict):
    """Mails that were given up: by their ids, or those made in a time, of one party or with one cause."""

    delivery_ids: tuple[Id, ...] | None = Field(None, min_length=1, max_length=500)
    since: Moment | None = None
    until: Moment | None = None
    party: PartyId | None = None
    last_error: str | None = Field(None, max_length=200, description="E.g. smtp_away")

    @model_validator(mode="after")
    def _says_which(self) -> "ReplayMailBody":
        if self.delivery_ids is None and self.since is None:
            raise ValueError("name delivery_ids, or a moment since which deliveries were made")
        return self


class ReplayedAnswer(BaseModel):
    """How many go out again. ``more``: ask once more for the rest."""

    queued: int
    more: bool


async def replay_mails(doing: Notifying, _: str, said: ReplayMailBody) -> Done[ReplayedAnswer]:
    """The oldest first, so many at once."""
    deliveries = DeliveryRepository(doing.uow.connection, doing.uow.clock)
    lost = await deliveries.given_up(AT_ONCE + 1, **said.model_dump())
    held = await deliveries.again(lost[:AT_ONCE])
    for one in held:
        doing.uow.record(changed(one, "queued", 0, one.version))
    answer = ReplayedAnswer(queued=len(held), more=len(lost) > AT_ONCE)
    return Done(answer, 0, "deliveries", detail={"queued": len(held)})


REPLAY_MAILS = Keep(a.RETRY_DELIVERY, ReplayMailBody, whose, replay_mails)
