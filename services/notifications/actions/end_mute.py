"""A party ends a mute before its time; what came meanwhile is told (WM 6)."""

from services.notifications.actions.mailbox import MAILBOX, Ended, Held, Notifying
from services.notifications.storage.mailboxes import Mailboxes
from shared.application.use_case import Change, Done, NoBody
from shared.modalities.access import actions as a
from shared.modalities.errors import NotFound


async def end_mute(doing: Notifying, mailbox: Held, _: NoBody) -> Done[Ended]:
    """Raises NotFound."""
    if not await Mailboxes(doing.uow.connection).unmute(mailbox.state.mailbox_id, mailbox.part, doing.now):
        raise NotFound("not_found", "There is no such mute")
    return Done(Ended(ended=mailbox.part), 2, mailbox.part)


END_MUTE = Change(MAILBOX, a.KEEP_PREFERENCES, NoBody, end_mute)
