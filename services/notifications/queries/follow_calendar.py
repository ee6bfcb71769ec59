"""The dates behind the private address of a calendar, as its party may see them now (WM 6, 17)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from services.notifications.audiences.view import reader, role_of, seen
from services.notifications.domain.dates import Date
from services.notifications.domain.items import Group, Known
from services.notifications.kinds.lists import DATED_STEPS, OF_PLAN
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.calendars import Calendars
from services.notifications.storage.known import KnownItems
from services.notifications.storage.mail_table_rows import DeadlineRow
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.modalities.errors import NotFound
from shared.modalities.steps.limits import Limits
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database

MOST_PLANS = 200
"""Items whose dates of a plan one feed has."""
CANCELLED_FOR = timedelta(days=30)


def _reader_of(party: str) -> Actor:
    return reader(party, Role.STAKEHOLDER if role_of(party) is Role.INTEGRATOR else None)


def dates_of(rows: Sequence[DeadlineRow], groups: Mapping[str, Group], party: str) -> list[Date]:
    """The deadlines of a feed as its party may see them now, open ones first."""
    who, found = _reader_of(party), list[Date]()
    stands = {(row.item_id, row.owed) for row in rows if row.party == party}
    for row in rows:
        if row.owed in DATED_STEPS:
            continue
        group = groups.get(row.thread, {})
        item = group.get(row.item_id)
        view, own = seen(item, who, group) if item is not None else None, row.party == party
        # What others owe is for those who stand in the item; one's own step stays, with nothing said that may not be.
        if not own and (view is None or view.view != "full"):
            continue
        date = Date(row.deadline_id, row.owed, row.paragraph, row.due_at, row.round, row.changed_at,
                    row.closed_at is not None, own, view)  # fmt: skip
        if item is not None and view is not None and view.sitting is not None:
            if not own and (row.item_id, row.owed) in stands:
                continue
            # What many others do of a meeting stands once, where the reader's own would stand (WM 4).
            stands.add((row.item_id, row.owed))
            date = replace(date, deadline_id=f"{row.owed}:{row.item_id}:{party}", item=(item.version, item.changed_at))
        found.append(date)
    return found


def dates_of_plans(known: Mapping[str, Known], party: str, limits: Limits, since: datetime) -> list[Date]:
    """The dates of a party's plans as it may see them; what is done stands crossed out for a while after its last change."""
    who, found = _reader_of(party), list[Date]()
    for item in known.values():
        view = seen(item, who, {item.item_id: item})
        for one in item.body.dates(item, party, limits) if view is not None else ():
            if one.done and item.changed_at < since:
                continue
            moment = one.moment or datetime.combine(one.day, time(), UTC)
            found.append(Date(one.date_id, one.what, one.paragraph.number, moment, 1, item.changed_at, one.done, True, view,
                              (item.version, item.changed_at), one.day if one.moment is None else None,
                              plan=one.what in OF_PLAN))  # fmt: skip
    return sorted(found, key=lambda one: (one.closed, one.due_at, one.deadline_id))


@dataclass(frozen=True)
class FeedSeen:
    """A feed as a calendar program gets it: its name, for whom it is written, its dates."""

    name: str
    language: str
    time_zone: str
    dates: Sequence[Date]


async def follow_calendar(database: Database, settings: NotificationsSettings, actor: Actor, secret: str) -> FeedSeen:
    """The feed behind a secret, which is noted as used. Raises NotFound."""
    authorise(actor, a.FOLLOW_CALENDAR_FEED, ANYTHING)
    async with database.unit_of_work(ByClock("calendar")) as uow:
        calendars, now = Calendars(uow.connection), uow.now()
        feed = await calendars.by_secret(secret)
        if feed is None:
            raise NotFound("not_found", "There is no such calendar, or it was revoked")
        await calendars.used(feed.feed_id, now)
        since = now - CANCELLED_FOR
        rows = await calendars.dates(feed.party, others=feed.covers == "all", closed_since=since)
        known = KnownItems(uow.connection)
        groups = await known.groups({row.thread for row in rows}) if rows else {}
        planned = await known.planned(feed.party, MOST_PLANS)
    found = dates_of(rows, groups, feed.party)
    found += dates_of_plans(planned, feed.party, settings.limits, since)
    return FeedSeen(feed.name, feed.language, feed.time_zone, found)
