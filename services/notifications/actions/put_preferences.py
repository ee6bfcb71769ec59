"""A party gives a mailbox preferences of its own (WM 6)."""

from services.notifications.actions.mailbox import Notifying, somebody_acts
from services.notifications.actions.preferred import PREFERRED, Held, PreferencesAnswer, checked, preferred
from services.notifications.domain.preferences import Preferences
from services.notifications.storage.mailboxes import Mailboxes
from shared.application.use_case import Change, Done
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid


async def put_preferences(doing: Notifying, held: Held, said: Preferences) -> Done[PreferencesAnswer]:
    """Raises Invalid; also where nobody of the party would be told of what it must act on."""
    mailboxes, row, document = Mailboxes(doing.uow.connection), held.state.mailbox, checked(said)
    if document.must_act == "never" and not await somebody_acts(mailboxes, row.party, row.mailbox_id, doing.now):
        words = "no other mailbox of the party is told of what it must act on"
        raise Invalid((Fault("/must_act", words, "nobody_acts"),), paragraph=a.KEEP_PREFERENCES.paragraph)
    version = await mailboxes.prefer(row.mailbox_id, document, since=row.version)
    return Done(await preferred(mailboxes, row.mailbox_id, row.party), version, row.mailbox_id)


PUT_PREFERENCES = Change(PREFERRED, a.KEEP_PREFERENCES, Preferences, put_preferences)
