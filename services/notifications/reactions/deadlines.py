"""Keeps what is known of items and the deadlines that follow, from every event that carries an item.

A consumer group of its own, from the beginning of the topics: the copy is whole after an upgrade, and its order does not
matter, since what is owed is made anew from everything known of a request.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import chain

from services.notifications.actions.forget_shown import forget_shown
from services.notifications.domain.items import Known
from services.notifications.domain.owed import owed
from services.notifications.kinds.lists import ITEM_EVENTS, SHARED_EVENTS, item_of
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.inbox import InboxRepository
from services.notifications.storage.known import KnownItems
from services.notifications.storage.notices import Notices
from shared.contracts.event import Event
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.records import Decoded

SUBSCRIPTIONS: Sequence[type[Event]] = ITEM_EVENTS
FOREIGN: Mapping[str, Sequence[type[Event]]] = {"global": ITEM_EVENTS, "regional": SHARED_EVENTS}
"""What is read of other deployments, by scope: Geneva keeps what it follows, a region what it has a part in."""


def _ours(one: Known, settings: NotificationsSettings) -> bool:
    """Whether an item is kept here: our own, all of them in Geneva, another region's with a part of ours in it."""
    body, here = one.body, settings.deployment
    return body.region == here or settings.scope == "global" or here in body.kept_in()


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
