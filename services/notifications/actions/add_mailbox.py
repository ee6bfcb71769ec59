"""A party adds a mailbox; its first one is the main one (WM 6)."""

from typing import Protocol

from services.notifications.actions.mailbox import (
    MailboxAnswer,
    MailboxBody,
    Notifying,
    a_party,
    shown_now,
    taken,
    whose,
)
from services.notifications.audiences.view import role_of
from services.notifications.storage.mailboxes import MailboxChange, Mailboxes, NewMailbox
from shared.application.keep import Keep
from shared.application.use_case import Done
from shared.modalities.access import actions as a


class MailAddress(Protocol):
    """Where mail goes, as it is said."""

    @property
    def email(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def time_zone(self) -> str | None: ...


def new(
    doing: Notifying, party: str, said: MailAddress, *, main: bool, label: str = "", kind: str = "functional"
) -> NewMailbox:
    """The row of a new mailbox. A party that writes itself says as what it subscribes; who writes for another gives it
    the least.
    """
    role = doing.by.role if doing.by.party == party else role_of(party)
    return {
        "mailbox_id": doing.new_id(), "party": party, "label": label, "kind": kind, "email": said.email,
        "language": said.language, "time_zone": said.time_zone or doing.context.time_zone, "role": role.value, "main": main,
    }  # fmt: skip


def moved(said: MailAddress) -> MailboxChange:
    """What changes of a mailbox whose mail goes elsewhere; its time zone stays where none is said."""
    change: MailboxChange = {"email": said.email, "language": said.language}
    return change if said.time_zone is None else change | {"time_zone": said.time_zone}


async def add_mailbox(doing: Notifying, name: str, said: MailboxBody) -> Done[MailboxAnswer]:
    """Raises Invalid, Conflict for an address that the party has."""
    mailboxes, party = Mailboxes(doing.uow.connection), a_party(name)
    first = not await mailboxes.rows(party, lock=True)
    row = new(doing, party, said, main=first, label=said.label, kind=said.kind)
    if not await mailboxes.add(row):
        raise taken()
    return Done(await shown_now(doing, row["mailbox_id"]), 1, row["mailbox_id"])


ADD_MAILBOX = Keep(a.KEEP_DIRECTORY, MailboxBody, whose, add_mailbox)
