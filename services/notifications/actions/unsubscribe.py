"""A party ends a subscription of a mailbox (WM 6)."""

from services.notifications.actions.mailbox import MAILBOX, Ended, Held, Notifying
from services.notifications.storage.mailboxes import Mailboxes
from shared.application.use_case import Change, Done, NoBody
from shared.modalities.access import actions as a
from shared.modalities.errors import NotFound


async def unsubscribe(doing: Notifying, mailbox: Held, _: NoBody) -> Done[Ended]:
    """Raises NotFound."""
    if not await Mailboxes(doing.uow.connection).unsubscribe(mailbox.state.mailbox_id, mailbox.part):
        raise NotFound("not_found", "There is no such subscription")
    return Done(Ended(ended=mailbox.part), 2, mailbox.part)


UNSUBSCRIBE = Change(MAILBOX, a.KEEP_PREFERENCES, NoBody, unsubscribe)
