"""Keeps what is known of items and the deadlines that follow, from every event that carries an item.

A consumer group of its own, from the beginning of the topics: the copy is whole after an upgrade, and its order does not
matter, since what is owed is made anew from everything known of a request.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import chain

from services.notifications.actions.forget_shown import forget_shown
from services.notifications.domain.item_of import item_of
from services.notifications.domain.items import EngagementItem, Known, MatchItem, MeetingItem, SolicitationItem
from services.notifications.domain.owed import owed
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.inbox import InboxRepository
from services.notifications.storage.known import KnownItems
from services.notifications.storage.notices import Notices
from shared.contracts.catalogue import events
from shared.contracts.delivery import EngagementEvent
from shared.contracts.dialogue import MeetingEvent, ThreadEvent
from shared.contracts.event import Event
from shared.contracts.intake import DraftEvent, SupportRequestEvent
from shared.contracts.matching import CallEvent, MatchEvent, OpenNeedChanged
from shared.contracts.roster import SupportOfferEvent
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.records import Decoded

_FAMILIES = (
    SupportRequestEvent,
    SupportOfferEvent,
    MatchEvent,
    CallEvent,
    OpenNeedChanged,
    MeetingEvent,
    EngagementEvent,
    DraftEvent,
    ThreadEvent,
)
SUBSCRIPTIONS: Sequence[type[Event]] = tuple(event for event in events() if issubclass(event, _FAMILIES))
FOREIGN: Mapping[str, Sequence[type[Event]]] = {
    "global": SUBSCRIPTIONS,
    "regional": tuple(
        event for event in SUBSCRIPTIONS if issubclass(event, CallEvent | MatchEvent | MeetingEvent | EngagementEvent)
    ),
}
"""What is read of other deployments, by scope: Geneva keeps what it follows, a region what it has a part in."""


def _ours(one: Known, settings: NotificationsSettings) -> bool:
    """Whether an item is kept here: our own, all of them in Geneva, another region's match or meeting with a part of ours in it."""
    body, here = one.body, settings.deployment
    if body.region == here or settings.scope == "global":
        return True
    if isinstance(body, MeetingItem | EngagementItem | SolicitationItem):
        return here in body.serving
    return isinstance(body, MatchItem) and here in {*body.serving, *(side.region for side in body.sides)}


async def on_items(batch: Sequence[Decoded], uow: UnitOfWork) -> None:
    """Takes the items of a poll, then says anew what is owed of every request they belong to."""
    assert isinstance(uow.settings, NotificationsSettings)
    settings = uow.settings
    items = [
        one for event in batch if (one := item_of(event.event, event.envelope)) is not None and _ours(one, settings)
    ]
    if not items:
        return
    threads = sorted({thread for one in items for thread in one.threads})
    known, now = KnownItems(uow.connection), uow.clock.now()
    await known.lock(threads)
    await known.keep(items)
    groups = await known.groups(threads)
    owing = {thread: owed(group, settings.limits, now) for thread, group in groups.items()}
    steps = [
        step
        for thread, found in owing.items()
        for step in found
        if step.known.thread == thread and step.served_by == settings.deployment
    ]
    first_look = now + timedelta(seconds=settings.reminder_settle_s)
    await known.owe(threads, steps, groups, now, first_look)
    still = {step.deadline_id for step in chain.from_iterable(owing.values())}
    await InboxRepository(uow.connection).steps_taken(threads, still, now)
    await forget_shown(Notices(uow.connection, uow.clock), groups)
