"""What notifications does about events of others: every event with an audience, and every public one."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from services.notifications.actions.queue_deliveries import changed
from services.notifications.actions.tell import Situation, draft, notices, parties_of, related
from services.notifications.audiences.table import ABROAD, AUDIENCES, CHANGES, FOLLOWED, MAILED
from services.notifications.domain.announcement import OPERATIONAL, announced, may_leave
from services.notifications.domain.folding import Folding, folded_by
from services.notifications.domain.notice import Notice
from services.notifications.domain.parties import Here
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.announcements import AnnouncementRepository
from services.notifications.storage.inbox import InboxRepository
from services.notifications.storage.known import KnownItems
from services.notifications.storage.mailboxes import Mailboxes
from services.notifications.storage.notices import Notices
from services.notifications.storage.repository import DeliveryRepository
from services.notifications.storage.traces import Traces
from shared.contracts.catalogue import events
from shared.contracts.classification import Classification
from shared.contracts.event import Event
from shared.contracts.notifications import ReminderDue
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.records import Decoded
from shared.runtime.kafka.taken import caused_by


async def on_events(batch: Sequence[Decoded], uow: UnitOfWork) -> None:
    """Announces and queues what a poll's events set off; those so old that they come from a replay wake nobody."""
    assert isinstance(uow.settings, NotificationsSettings)
    deliveries = DeliveryRepository(uow.connection, uow.clock)
    oldest = uow.clock.now() - timedelta(days=uow.settings.mail_max_age_days)
    await _announce(batch, oldest, uow)
    recent = [one for one in batch if one.envelope.time >= oldest]
    envelopes = {one.envelope.id: one.envelope for one in recent}
    await Traces(uow.connection, uow.clock).keep([*envelopes.values()])
    wanted = [(draft(one), envelopes[one.event_id]) for one in await _noticed(recent, uow)]
    for delivery, envelope in await deliveries.add(wanted):
        uow.cause = caused_by(envelope)
        uow.record(changed(delivery, "queued", 0, 1))


async def _announce(batch: Sequence[Decoded], oldest: datetime, uow: UnitOfWork) -> None:
    """Keeps what may leave, and queues it for the endpoints that hear it."""
    assert isinstance(uow.settings, NotificationsSettings)
    kept_from = uow.clock.now() - timedelta(days=uow.settings.announcement_retention_days)
    leaving = [announced(one.event, one.envelope) for one in batch if may_leave(one.event)]
    announcements = AnnouncementRepository(uow.connection, uow.clock)
    stored = await announcements.announce([one for one in leaving if one.time >= kept_from])
    await announcements.fan_out([one.position for one in stored if one.time >= oldest])


async def _noticed(batch: Sequence[Decoded], uow: UnitOfWork) -> list[Notice]:
    """Decides about every mailbox concerned, keeps why, and answers what goes out now."""
    mailed = [one for one in batch if one.envelope.type in MAILED]
    if not mailed:
        return []
    settings, known = uow.settings, KnownItems(uow.connection)
    assert isinstance(settings, NotificationsSettings)
    here = Here(settings.deployment, settings.hub)
    parties = parties_of([(one.event, one.envelope) for one in mailed], here)
    now, mailboxes = uow.clock.now(), Mailboxes(uow.connection)
    threads, items = related([(one.event, one.envelope) for one in mailed])
    # Held until the end, so that a step taken meanwhile finds the notice that asks for it.
    await known.lock(threads)
    situation = Situation(
        here=here,
        now=now,
        limits=settings.limits,
        mailboxes=await mailboxes.load(now, parties, followers=True),
        known=await known.known(threads, items),
        open_deadlines=await known.is_open(
            [one.event.reminder.deadline_id for one in mailed if isinstance(one.event, ReminderDue)]
        ),
        folding=await _folding(threads, now, settings, uow),
    )
    found = [notice for one in mailed for notice in notices(one.event, one.envelope, situation)]
    stored = Notices(uow.connection, uow.clock)
    added = await stored.add(found)
    await InboxRepository(uow.connection).told_again(added, now)
    at_once = [one for one in added if one.decision.status == "now"]
    if settings.mail_fold_s:
        await stored.absorb(at_once)
    return at_once


async def _folding(threads: set[str], now: datetime, settings: NotificationsSettings, uow: UnitOfWork) -> Folding:
    """What was told of these threads within the window."""
    window = timedelta(seconds=settings.mail_fold_s)
    folding = Folding(window, CHANGES)
    if window:
        folded_by(await Notices(uow.connection, uow.clock).lately(threads, now - window), folding)
    return folding


_LEAVING = [event for event in events() if event.classification is Classification.UNCLASSIFIED or event in OPERATIONAL]
SUBSCRIPTIONS: Sequence[type[Event]] = tuple(dict.fromkeys((*AUDIENCES, *_LEAVING)))
FOREIGN: Mapping[str, Sequence[type[Event]]] = {
    "global": tuple(dict.fromkeys((*ABROAD, *(MAILED[one] for one in FOLLOWED)))),
    "regional": tuple(event for event in ABROAD if event.topic.for_regions),
}
"""Events of other deployments that somebody here may hear of, by scope: Geneva may follow everything."""
