"""The inbox of a party, for a console: what it must act on and what it should know, read and done (WM 6).

It is the party's own affair: nobody else reads it, not an officer. What is shown of an item is what its reader may see
now, not what it might have seen when the event came (WM 17).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.notifications.actions.mark_inbox import CountsAnswer, counted
from services.notifications.audiences.view import reader, role_of, seen
from services.notifications.domain.inbox import Need, State
from services.notifications.domain.items import Group
from services.notifications.domain.seen import Seen
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.inbox import EntriesAsked, InboxRepository, InboxRow, Whose
from services.notifications.storage.known import KnownItems
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_party
from shared.runtime.db.database import Database


@dataclass(frozen=True)
class InboxAsked:
    """What of an inbox is read. ``mailbox``: as one mailbox of the party has it; ``after``: the place of the last one before."""

    mailbox: str | None
    need: Need | None
    state: State | None
    item: str | None
    after: tuple[datetime, str] | None
    most: int


@dataclass(frozen=True)
class ToldNotice:
    """A stored notice, what its reader may see of the item, and until when its step is owed."""

    row: InboxRow
    view: Seen | None
    due_at: datetime | None


@dataclass(frozen=True)
class InboxPage:
    """A page, newest first; ``more``: whether it goes on."""

    told: Sequence[ToldNotice]
    counts: CountsAnswer
    more: bool


async def read_inbox(
    database: Database, settings: NotificationsSettings, actor: Actor, party: str, asked: InboxAsked
) -> InboxPage:
    """Raises NotPermitted."""
    authorise(actor, a.READ_INBOX, of_party(party, settings.deployment))
    mine = Whose(party, asked.mailbox)
    async with database.reading() as connection:
        inbox = InboxRepository(connection)
        found = await inbox.page(mine, EntriesAsked(asked.need, asked.state, asked.item, asked.after), asked.most + 1)
        counts, rows = await counted(inbox, mine), list(found)[: asked.most]
        groups = await KnownItems(connection).groups({row.thread for row in rows}) if rows else {}
        due = await inbox.due({row.step for row in rows if row.step})
    # A day that moved is told as it stands; what is not owed any more as it stood.
    told = [ToldNotice(row, _view(row, party, groups), due.get(row.step or "", row.due_at)) for row in rows]
    return InboxPage(told, counts, len(found) > asked.most)


def _view(row: InboxRow, party: str, groups: Mapping[str, Group]) -> Seen | None:
    """The item of an entry as its reader may see it now; as it was told while nothing is known of it here."""
    group = groups.get(row.thread, {})
    item = group.get(row.item_id)
    if item is None:
        return Seen.model_validate(row.content["seen"]) if row.content.get("seen") else None
    if row.reason["subscription_id"] is not None and row.role is not None:
        role: Role | None = Role(row.role)
    else:
        role = Role.STAKEHOLDER if role_of(party) is Role.INTEGRATOR else None
    return seen(item, reader(party, role), group)
