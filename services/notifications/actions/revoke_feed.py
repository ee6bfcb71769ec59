"""A party revokes a calendar: its address leads nowhere any more (WM 6, 17)."""

from services.notifications.actions.mailbox import MAILBOX, Ended, Held, Notifying
from services.notifications.storage.calendars import Calendars
from shared.application.use_case import Change, Done, NoBody
from shared.modalities.access import actions as a
from shared.modalities.errors import NotFound


async def revoke_feed(doing: Notifying, mailbox: Held, _: NoBody) -> Done[Ended]:
    """Raises NotFound."""
    if not await Calendars(doing.uow.connection).revoke(mailbox.state.mailbox_id, mailbox.part):
        raise NotFound("not_found", "There is no such calendar")
    return Done(Ended(ended=mailbox.part), 2, mailbox.part, detail={"what": "revoke_calendar"})


REVOKE_FEED = Change(MAILBOX, a.KEEP_PREFERENCES, NoBody, revoke_feed)
