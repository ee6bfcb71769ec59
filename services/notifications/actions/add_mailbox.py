"""A party adds a mailbox; its first one is the main one (WM 6)."""

from typing import Any

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
from services.notifications.storage.mailboxes import Mailboxes
from shared.application.keep import Keep
from shared.application.use_case import Done
from shared.contracts.incoming import Strict
from shared.modalities.access import actions as a


def new(doing: Notifying, party: str, said: Strict, *, main: bool) -> dict[str, Any]:
    """The row of a new mailbox. A party that writes itself says as what it subscribes; who writes for another gives it
    the least.
    """
    role = doing.by.role if doing.by.party == party else role_of(party)
    given = said.model_dump(exclude={"calendar"}, exclude_none=True)
    row = {"mailbox_id": doing.new_id(), "party": party, "kind": "functional", "label": "", "role": role.value}
    return row | {"time_zone": doing.context.time_zone, "main": main} | given


async def add_mailbox(doing: Notifying, name: str, said: MailboxBody) -> Done[MailboxAnswer]:
    """Raises Invalid, Conflict for an address that the party has."""
    mailboxes, party = Mailboxes(doing.uow.connection), a_party(name)
    row = new(doing, party, said, main=not await mailboxes.rows(party, lock=True))
    if not await mailboxes.add(row):
        raise taken()
    return Done(await shown_now(doing, row["mailbox_id"]), 1, row["mailbox_id"])


ADD_MAILBOX = Keep(a.KEEP_DIRECTORY, MailboxBody, whose, add_mailbox)
