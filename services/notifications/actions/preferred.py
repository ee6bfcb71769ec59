"""Preferences as commands meet them: of a mailbox, of its party where it has none, or those we start from (WM 6)."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from services.notifications.audiences.table import FOLLOWED, MAILED
from services.notifications.domain import filters
from services.notifications.domain.preferences import Preferences
from services.notifications.kinds import lists
from services.notifications.storage.mail_table_rows import MailboxRow
from services.notifications.storage.mailboxes import Mailboxes
from shared.application.use_case import Kind, Stored, whole
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_party
from shared.modalities.errors import Fault, Invalid


class PreferencesAnswer(BaseModel):
    """Preferences as they hold."""

    owner: str
    preferences: Preferences
    preferences_of: Literal["mailbox", "party", "default"]
    version: int


@dataclass(frozen=True)
class OfMailbox:
    """A mailbox, and what holds for it."""

    mailbox: MailboxRow
    preferred: PreferencesAnswer


async def preferred(mailboxes: Mailboxes, mailbox_id: str | None, party: str) -> PreferencesAnswer:
    """What holds for a mailbox, or for those of a party that have none of their own."""
    own = await mailboxes.preferences(mailbox_id) if mailbox_id else None
    theirs = await mailboxes.preferences(party)
    document, version = own or theirs or (Preferences(), 0)
    if mailbox_id and own is None:  # The party's version is none of the mailbox's own.
        version = 0
    return PreferencesAnswer(
        owner=mailbox_id or party, preferences=document, version=version,
        preferences_of="mailbox" if own else "party" if theirs else "default",
    )  # fmt: skip


async def _find(mailboxes: Mailboxes, mailbox_id: UUID, lock: bool) -> tuple[OfMailbox, int] | None:
    row = await mailboxes.row(str(mailbox_id), lock=lock)
    if row is None:
        return None
    found = await preferred(mailboxes, row.mailbox_id, row.party)
    return OfMailbox(row, found), found.version


PREFERRED: Kind[OfMailbox] = Kind(
    "mailbox",
    a.READ_PREFERENCES,
    lambda one: of_party(one.mailbox.party),
    lambda connection, mailbox_id, lock: _find(Mailboxes(connection), mailbox_id, lock),
    whole,
)
Held = Stored[OfMailbox]


def checked(document: Preferences) -> Preferences:
    """Preferences whose event types and filter are known ones. Raises Invalid naming every fault."""
    found = [
        Fault(f"/without/{n}", f"'{kind}' is none of {', '.join(sorted(MAILED))}", "unknown_event_type")
        for n, kind in enumerate(document.without)
        if kind not in MAILED
    ]
    if document.only is not None:
        found += filters.faults(document.only, FOLLOWED, lists.FOLLOWED, "/only")
    if found:
        raise Invalid(tuple(found))
    return document
