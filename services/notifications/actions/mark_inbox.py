"""A party marks entries of its inbox read, unread, done, or open again (WM 6)."""

from pydantic import BaseModel, Field, model_validator

from services.notifications.actions.mailbox import Notifying, whose
from services.notifications.domain.inbox import Mark, Need
from services.notifications.storage.inbox import InboxRepository, Whose
from shared.application.keep import Keep
from shared.application.use_case import Done
from shared.contracts.incoming import Moment, Strict
from shared.contracts.shapes.values import Id
from shared.modalities.access import actions as a


class CountsAnswer(BaseModel):
    """What waits."""

    must_act_open: int
    must_act_unread: int
    should_know_unread: int


class MarkBody(Strict):
    """Entries by the ids of their events, or all up to a moment; of one mailbox, or of the whole party."""

    mark: Mark
    event_ids: tuple[Id, ...] = Field((), max_length=500)
    up_to: Moment | None = None
    need: Need | None = None
    mailbox_id: Id | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "MarkBody":
        if bool(self.event_ids) == (self.up_to is not None):
            raise ValueError("name event_ids, or a moment up to which all are marked")
        return self


class MarkedAnswer(BaseModel):
    """How many entries changed, and what waits now."""

    changed: int
    counts: CountsAnswer


async def counted(inbox: InboxRepository, whose_it_is: Whose) -> CountsAnswer:
    """What waits in an inbox, or in what one mailbox has of it."""
    return CountsAnswer.model_validate(await inbox.counts(whose_it_is), from_attributes=True)


async def mark_inbox(doing: Notifying, party: str, said: MarkBody) -> Done[MarkedAnswer]:
    """What is read is no matter of the audit; what is done is."""
    inbox, mine = InboxRepository(doing.uow.connection), Whose(party, said.mailbox_id)
    changed = await inbox.mark(mine, said.mark, doing.now, said.event_ids, said.up_to, said.need)
    told = said.mark in {"done", "open"} and bool(changed)
    answer = MarkedAnswer(changed=changed, counts=await counted(inbox, mine))
    return Done(answer, 0, party, detail={"mark": said.mark, "changed": changed}, changed=told)


MARK_INBOX = Keep(a.KEEP_INBOX, MarkBody, whose, mark_inbox)
