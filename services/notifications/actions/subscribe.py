"""A party subscribes a mailbox to what it filters, by a filter of its own or a saved one (WM 6, 17)."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from services.notifications.actions.mailbox import MAILBOX, Held, Notifying, speaking
from services.notifications.audiences.table import FOLLOWED
from services.notifications.domain import filters
from services.notifications.domain.preferences import Rhythm, Subscription
from services.notifications.kinds import lists
from services.notifications.storage.mailboxes import Mailboxes, NewSubscription
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import Id, Name
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid

Asked = Annotated[dict[str, Any], Field(description="At most 5 levels, 60 conditions, 100 values each")]


class SubscriptionBody(Strict):
    """A subscription by a filter of its own, or by a saved one."""

    name: Name
    filter: Asked | None = None
    saved_filter: Id | None = None
    rhythm: Rhythm = "immediately"


class SubscriptionsAnswer(BaseModel):
    """Subscriptions of a mailbox."""

    subscriptions: tuple[Subscription, ...]


async def _checked(mailboxes: Mailboxes, party: str, said: SubscriptionBody) -> None:
    """Raises Invalid naming every fault."""
    if (said.filter is None) == (said.saved_filter is None):
        raise Invalid((Fault("/filter", "either a filter or a saved_filter is needed", "one_filter"),))
    found = filters.faults(said.filter, FOLLOWED, lists.FOLLOWED, "/filter") if said.filter is not None else ()
    if said.saved_filter is not None:
        saved = await mailboxes.filter(said.saved_filter)
        if saved is None or saved.party != party:
            found = (Fault("/saved_filter", "the party has no such filter", "unknown_filter"),)
    if found:
        raise Invalid(found)


async def subscribe(doing: Notifying, mailbox: Held, said: SubscriptionBody) -> Done[SubscriptionsAnswer]:
    """Raises Invalid."""
    mailboxes, row = Mailboxes(doing.uow.connection), mailbox.state
    await _checked(mailboxes, row.party, said)
    one: NewSubscription = {
        "subscription_id": doing.new_id(), "mailbox_id": row.mailbox_id, "name": said.name, "rhythm": said.rhythm,
    }  # fmt: skip
    if said.filter is not None:
        one["expression"] = said.filter
    if said.saved_filter is not None:
        one["filter_id"] = said.saved_filter
    await mailboxes.subscribe(one)
    if speaking(doing.by, row.party) != {"role": row.role}:
        await mailboxes.change(row.mailbox_id, speaking(doing.by, row.party))
    found = (await mailboxes.load(doing.now, ids=[row.mailbox_id]))[0].subscriptions
    return Done(SubscriptionsAnswer(subscriptions=found), 1, one["subscription_id"])


SUBSCRIBE = Change(MAILBOX, a.KEEP_PREFERENCES, SubscriptionBody, subscribe)
