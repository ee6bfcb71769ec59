"""A party changes a mailbox (WM 6)."""

from services.notifications.actions.add_mailbox import moved
from services.notifications.actions.mailbox import (
    MAILBOX,
    Held,
    MailboxAnswer,
    MailboxBody,
    Notifying,
    shown_now,
    speaking,
    taken,
)
from services.notifications.storage.mailboxes import MailboxChange, Mailboxes
from shared.application.use_case import Change, Done
from shared.modalities.access import actions as a


async def change_mailbox(doing: Notifying, mailbox: Held, said: MailboxBody) -> Done[MailboxAnswer]:
    """Raises Conflict for the address of another mailbox of the party."""
    mailboxes, row = Mailboxes(doing.uow.connection), mailbox.state
    others = [one for one in await mailboxes.rows(row.party) if one.mailbox_id != row.mailbox_id]
    if any(one.email == said.email for one in others):
        raise taken()
    values: MailboxChange = {"label": said.label, "kind": said.kind}
    version = await mailboxes.change(row.mailbox_id, values | moved(said) | speaking(doing.by, row.party))
    return Done(await shown_now(doing, row.mailbox_id), version, row.mailbox_id)


CHANGE_MAILBOX = Change(MAILBOX, a.KEEP_DIRECTORY, MailboxBody, change_mailbox)
