"""A party lets its own preferences hold for a mailbox again (WM 6)."""

from services.notifications.actions.mailbox import Notifying
from services.notifications.actions.preferred import PREFERRED, Held, PreferencesAnswer, preferred
from services.notifications.storage.mailboxes import Mailboxes
from shared.application.use_case import Change, Done, NoBody
from shared.modalities.access import actions as a


async def drop_preferences(doing: Notifying, held: Held, _: NoBody) -> Done[PreferencesAnswer]:
    """The next ones are decided on version 0: the mailbox has none."""
    mailboxes, row = Mailboxes(doing.uow.connection), held.state.mailbox
    await mailboxes.prefer_no_more(row.mailbox_id)
    return Done(await preferred(mailboxes, row.mailbox_id, row.party), 1, row.mailbox_id, decided_on=0)


DROP_PREFERENCES = Change(PREFERRED, a.KEEP_PREFERENCES, NoBody, drop_preferences)
