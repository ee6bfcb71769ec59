"""What an overview lists: every item of the notices that waited, once, as it stands now for its reader (WM 6, 17)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.notifications.audiences.view import reader, role_of, seen
from services.notifications.domain.entry import Entry
from services.notifications.domain.items import Group
from services.notifications.domain.owed import owed
from services.notifications.domain.preferences import Mailbox
from services.notifications.storage.mail_table_rows import NoticeRow
from shared.modalities.access.actor import Role
from shared.modalities.steps.limits import Limits


def overview(
    notices: Sequence[NoticeRow], mailbox: Mailbox, groups: Mapping[str, Group], limits: Limits, now: datetime
) -> tuple[list[Entry], dict[str, str]]:
    """Entries, and the notices that are told no more, each with why: not_shown, or done_meanwhile for a reminder."""
    entries: dict[str, Entry] = {}
    left_out: dict[str, str] = {}
    for row in notices:
        group = groups.get(row.thread, {})
        item = group.get(row.item_id)
        view = seen(item, reader(mailbox.party, _role(row, mailbox)), group) if item is not None else None
        everything = owed(group, limits, now)
        reminder = row.content.get("reminder")
        if view is None:
            left_out[row.notice_id] = "not_shown"
            continue
        if reminder and reminder["deadline_id"] not in {step.deadline_id for step in everything}:
            left_out[row.notice_id] = "done_meanwhile"
            continue
        steps = [step for step in everything if step.party == mailbox.party]
        mine = [step for step in steps if step.known.item_id == row.item_id] or steps
        step = min(mine, key=lambda one: one.due_at, default=None) if row.must_act else None
        before = entries.get(row.item_id)
        if before is None or before.owed is None:
            entries[row.item_id] = Entry(
                seen=view, owed=step.owed if step else None, due_at=step.due_at if step else None
            )
    return list(entries.values()), left_out


def _role(row: NoticeRow, mailbox: Mailbox) -> Role | None:
    if row.reason["subscription_id"] is not None:
        return Role(mailbox.role)
    return Role.STAKEHOLDER if role_of(mailbox.party) is Role.INTEGRATOR else None
