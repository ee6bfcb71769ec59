"""Time as an event: what waited for the end of quiet hours, for an overview or for the end of a mute goes out.

What is told then is what holds then: a step that was taken is not asked for, an item that may not be shown is not shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

import structlog

from services.notifications.actions.overview import overview
from services.notifications.actions.queue_deliveries import changed
from services.notifications.domain.delivery import Draft
from services.notifications.domain.entry import Entry
from services.notifications.domain.folding import FOLD
from services.notifications.domain.items import Group
from services.notifications.domain.notice import OVERVIEW
from services.notifications.domain.preferences import Mailbox
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.known import KnownItems
from services.notifications.storage.mail_table_rows import NoticeRow
from services.notifications.storage.mailboxes import Mailboxes
from services.notifications.storage.notices import Notices, ReadyRow
from services.notifications.storage.repository import DeliveryRepository
from shared.modalities.errors import Retryable
from shared.modalities.paragraphs import P6
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database, is_away
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.looking import Quiet

SWEEP_EVERY = timedelta(hours=1)
FAULT_WAIT = timedelta(minutes=15)
log = structlog.get_logger()


@dataclass(frozen=True)
class _Origin:
    id: str
    type: str
    subject: str


def _mail(row: NoticeRow, entry: Entry, changes: int = 1) -> tuple[Draft, _Origin]:
    """The delivery of a notice that waited, with its item as it stands now."""
    content = row.content | {"seen": entry.seen.model_dump(mode="json")} | ({"changes": changes} if changes > 1 else {})
    paragraph = row.reason["paragraph"]
    draft = Draft(row.party, row.party, "email", row.must_act, paragraph, content, row.due_at, row.mailbox_id)
    return draft, _Origin(row.event_id, row.event_type, row.item_id)


class Release:
    """Looks when something was committed and when the first notice is ready; several workers may, a mailbox is taken by one at a time."""

    def __init__(self, database: Database, settings: NotificationsSettings) -> None:
        self._database, self._settings = database, settings
        self._swept = database.clock.now() - SWEEP_EVERY

    async def look(self) -> int | Quiet:
        """Releases what is ready now; how many notices that were, or how long there will be none."""
        async with self._database.unit_of_work(ByClock("release"), looks=True) as uow:
            notices, now = Notices(uow.connection, uow.clock), uow.clock.now()
            rows = await notices.ready(now)
            known, mailboxes = KnownItems(uow.connection), Mailboxes(uow.connection)
            groups = await known.groups({row.thread for row in rows}) if rows else {}
            boxes = {m.mailbox_id: m for m in await mailboxes.load(now, ids={row.mailbox_id for row in rows})}
            wanted: list[tuple[Draft, _Origin]] = []
            for (mailbox_id, batch), mine in groupby(rows, key=lambda row: (row.mailbox_id, row.batch)):
                held = list(mine)
                try:
                    async with uow.connection.begin_nested():
                        if mailbox_id not in boxes:
                            await notices.settle([row.notice_id for row in held], "settled", "mailbox_gone")
                        elif batch == "single":
                            wanted += await self._single(notices, held, boxes[mailbox_id], groups)
                        elif batch == FOLD:
                            wanted += await self._folded(notices, held, boxes[mailbox_id], groups)
                        else:
                            wanted += await self._overview(uow, notices, held, boxes[mailbox_id], groups)
                except Exception as error:
                    if is_away(error) or isinstance(error, Retryable):
                        raise
                    # What one mailbox's notices do holds up no other mailbox.
                    log.error("release_fault", mailbox_id=mailbox_id, batch=batch, error=type(error).__name__)
                    await notices.put_off([row.notice_id for row in held], now + FAULT_WAIT)
            if now - self._swept >= SWEEP_EVERY:
                await notices.sweep(now - timedelta(days=self._settings.notice_retention_days))
                self._swept = now
            for delivery, _ in await DeliveryRepository(uow.connection, uow.clock).add(wanted):
                uow.record(changed(delivery, "queued", 0, 1))
            coming = None if rows else await notices.next_ready()
        return len(rows) or Quiet.until(coming, now)

    async def _single(
        self, notices: Notices, held: Sequence[NoticeRow], mailbox: Mailbox, groups: Mapping[str, Group]
    ) -> list[tuple[Draft, _Origin]]:
        found, now = [], self._database.clock.now()
        for row in held:
            entries, left_out = overview([row], mailbox, groups, self._settings.limits, now)
            if row.must_act and entries and entries[0].owed is None:
                left_out[row.notice_id] = "done_meanwhile"
            if row.notice_id in left_out:
                await notices.settle([row.notice_id], "settled", left_out[row.notice_id])
                continue
            found.append(_mail(row, entries[0]))
            await notices.settle([row.notice_id], "now", row.why, row.event_id)
        return found

    async def _folded(
        self, notices: Notices, held: Sequence[NoticeRow], mailbox: Mailbox, groups: Mapping[str, Group]
    ) -> list[tuple[Draft, _Origin]]:
        """One mail of each item: the last change that still holds, with the item as it stands now."""
        found, now = [], self._database.clock.now()
        by_item: dict[str, list[NoticeRow]] = {}
        for row in held:
            by_item.setdefault(row.item_id, []).append(row)
        for rows in by_item.values():
            told: list[NoticeRow] = []
            last: tuple[NoticeRow, Entry] | None = None
            for row in rows:
                entries, left_out = overview([row], mailbox, groups, self._settings.limits, now)
                if row.must_act and entries and entries[0].owed is None:
                    left_out[row.notice_id] = "done_meanwhile"
                if row.notice_id in left_out:
                    await notices.settle([row.notice_id], "settled", left_out[row.notice_id])
                    continue
                told.append(row)
                # What asks for a step is said before what is for information.
                if last is None or row.must_act or not last[0].must_act:
                    last = (row, entries[0])
            if last is not None:
                found.append(_mail(*last, changes=len(told)))
                await notices.settle([row.notice_id for row in told], "now", "folded", last[0].event_id)
        return found

    async def _overview(
        self,
        uow: UnitOfWork,
        notices: Notices,
        held: Sequence[ReadyRow],
        mailbox: Mailbox,
        groups: Mapping[str, Group],
    ) -> list[tuple[Draft, _Origin]]:
        at = uow.clock.now()
        entries, left_out = overview(held, mailbox, groups, self._settings.limits, at)
        for notice_id, why in left_out.items():
            await notices.settle([notice_id], "settled", why)
        told = [row.notice_id for row in held if row.notice_id not in left_out]
        if not entries:
            return []
        batch = held[0].batch
        one = f"overview-{mailbox.mailbox_id}-{batch}-{max(row.ready_at for row in held):%Y%m%dT%H%M%S}"
        await notices.settle(told, "now", batch, one)
        content = {"overview": {"batch": batch, "entries": [entry.model_dump(mode="json") for entry in entries]}}
        acts = any(entry.owed for entry in entries)
        draft = Draft(mailbox.party, mailbox.party, "email", acts, P6.number, content, at, mailbox.mailbox_id)
        return [(draft, _Origin(one, OVERVIEW, one))]
