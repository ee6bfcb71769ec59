"""A party has a mailbox forgotten with its address; somebody of it stays told of what it must act on (WM 6)."""

from services.notifications.actions.mailbox import MAILBOX, Ended, Held, Notifying, somebody_acts
from services.notifications.storage.mailboxes import Mailboxes
from shared.application.use_case import Change, Done, NoBody
from shared.modalities.access import actions as a
from shared.modalities.errors import Conflict


async def remove_mailbox(doing: Notifying, mailbox: Held, _: NoBody) -> Done[Ended]:
    """Raises Conflict while others stand behind it, or nobody else would act."""
    mailboxes, row = Mailboxes(doing.uow.connection), mailbox.state
    others = len(await mailboxes.rows(row.party)) - 1
    if others and row.main:
        raise Conflict("main_mailbox", "The main mailbox goes last; say another address for the party instead")
    if others and not await somebody_acts(mailboxes, row.party, row.mailbox_id, doing.now):
        words = "No other mailbox of the party is told of what it must act on; let another one be told first"
        raise Conflict("nobody_acts", words, a.KEEP_DIRECTORY.paragraph)
    await mailboxes.remove(row.mailbox_id)
    return Done(Ended(ended=row.mailbox_id), mailbox.version + 1, row.mailbox_id)


REMOVE_MAILBOX = Change(MAILBOX, a.KEEP_DIRECTORY, NoBody, remove_mailbox)
