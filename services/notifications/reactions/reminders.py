"""Time as an event: a step of a cadence that has come is recorded as a reminder, once per (deadline, round, step)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, cast

import structlog

from services.notifications.audiences.view import role_of
from services.notifications.domain.reminder_times import Recall, recalls, told
from services.notifications.kinds.lists import ASKED_ON_THE_DAY, CADENCES, VOLUNTARY
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.inbox import InboxRepository
from services.notifications.storage.known import KnownItems
from services.notifications.storage.mail_table_rows import DeadlineRow
from shared.contracts.notifications import ReminderDue
from shared.contracts.reminder_kinds import kind_of_reminder
from shared.modalities.access.actor import Role
from shared.modalities.errors import Retryable
from shared.modalities.steps.rules import lapses_at
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database, is_away
from shared.runtime.db.unit_of_work import UnitOfWork

FAULT_WAIT = timedelta(hours=1)
log = structlog.get_logger()


class Reminders:
    """Looks every few seconds; several workers may, a deadline is held by one at a time."""

    def __init__(self, database: Database, settings: NotificationsSettings) -> None:
        self._database, self._settings = database, settings

    async def look(self) -> int:
        """Records what has come by now; how many."""
        now, count = self._database.clock.now(), 0
        oldest = now - timedelta(hours=self._settings.reminder_grace_h)
        async with self._database.unit_of_work(ByClock("reminders"), looks=True) as uow:
            known = KnownItems(uow.connection)
            rows = await known.to_look_at(now)
            done = await known.reminded([row.deadline_id for row in rows])
            ends = {row.deadline_id: lapses_at(row.owed, row.due_at, self._settings.limits) for row in rows}
            lapsed = [one for one, end in ends.items() if end is not None and end <= now]
            if lapsed:
                await known.close(lapsed, now)
                await InboxRepository(uow.connection).lapsed(lapsed, now)
            for row in rows:
                if row.deadline_id in lapsed:
                    continue
                try:
                    async with uow.connection.begin_nested():
                        count += await self._recall(uow, known, row, ends[row.deadline_id], oldest, done)
                except Exception as error:
                    if is_away(error) or isinstance(error, Retryable):
                        raise
                    # What one deadline does holds up no other deadline.
                    log.error("reminder_fault", deadline_id=row.deadline_id, error=type(error).__name__)
                    await known.look_again(row.deadline_id, now + FAULT_WAIT)
        return count

    async def _recall(
        self,
        uow: UnitOfWork,
        known: KnownItems,
        row: DeadlineRow,
        end: datetime | None,
        oldest: datetime,
        done: Collection[tuple[str, int, str]],
    ) -> int:
        steps, now, count = self.steps(row), uow.clock.now(), 0
        # What lay before the deadline was set, or was missed for long, is left out; the latest says it all.
        come = [one for one in steps if max(oldest, row.changed_at) < one.at <= now]
        for one in come[-1:]:
            if (row.deadline_id, row.round, one.step) not in done:
                version = await known.remind(row.deadline_id, row.round, one.step, now)
                uow.record(self.event(row, one, version))
                count += 1
        coming = [s.at for s in steps if s.at > now] + ([end] if end else [])
        await known.look_again(row.deadline_id, min(coming, default=None))
        return count

    def steps(self, row: DeadlineRow) -> list[Recall]:
        """The cadence of a deadline."""
        settings = self._settings
        cadence = (
            settings.cadence_of(CADENCES[row.owed]) if row.owed in CADENCES else settings.cadence(_role(row.party))
        )
        if row.owed in ASKED_ON_THE_DAY:
            cadence = cadence.model_copy(update={"on_the_day": False})
        return recalls(
            row.due_at, cadence, voluntary=row.owed in VOLUNTARY, zone=settings.time_zone, at=settings.reminder_at
        )

    def event(self, row: DeadlineRow, one: Recall, version: int) -> ReminderDue:
        """The reminder of a step."""
        above = cast(list[tuple[str, str]], row.levels)
        fields: dict[str, Any] = {
            "deadline_id": row.deadline_id, "round": row.round, "step": one.step, "owed": row.owed,
            "item_id": row.item_id, "item_kind": row.item_kind, "thread": row.thread, "party": row.party,
            "due_at": row.due_at, "days": one.days, "paragraph": row.paragraph,
            "escalated_to": told(one.days, self._settings.cadence(_role(row.party)), above),
        }  # fmt: skip
        place = {"aggregate_id": row.deadline_id, "aggregate_version": version}
        shape, event = kind_of_reminder(row.owed)
        return event(**place, reminder=shape(**fields))


def _role(party: str) -> Role:
    found = role_of(party)
    return Role.STAKEHOLDER if found is Role.INTEGRATOR else found
