"""A party says what holds for its mailboxes without preferences of their own (WM 6)."""

from services.notifications.actions.mailbox import Notifying, whose
from services.notifications.actions.preferred import PreferencesAnswer, checked, preferred
from services.notifications.domain.preferences import Preferences
from services.notifications.storage.mailboxes import Mailboxes
from shared.application.keep import Keep
from shared.application.use_case import Done
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid


async def _version(doing: Notifying, party: str) -> int:
    mailboxes = Mailboxes(doing.uow.connection)
    await mailboxes.rows(party, lock=True)
    return (await preferred(mailboxes, None, party)).version


async def put_party_preferences(doing: Notifying, party: str, said: Preferences) -> Done[PreferencesAnswer]:
    """Raises Invalid; also where nobody of the party would be told of what it must act on."""
    mailboxes, document = Mailboxes(doing.uow.connection), checked(said)
    if document.must_act == "never":
        words = "what must be acted on can be kept off one mailbox, not off a party"
        raise Invalid((Fault("/must_act", words, "nobody_acts"),), paragraph=a.KEEP_PREFERENCES.paragraph)
    version = await mailboxes.prefer(party, document)
    return Done(await preferred(mailboxes, None, party), version, party)


PUT_PARTY_PREFERENCES = Keep(a.KEEP_PREFERENCES, Preferences, whose, put_party_preferences, _version)
