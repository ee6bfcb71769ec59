"""Where a party is reached, and what its mailboxes get (WM 6)."""

from uuid import UUID

from services.notifications.actions.add_mute import MutesAnswer
from services.notifications.actions.calendar_feed import FeedAnswer
from services.notifications.actions.calendar_feed import shown as shown_feed
from services.notifications.actions.mailbox import MailboxAnswer, a_party, shown
from services.notifications.actions.preferred import PreferencesAnswer, preferred
from services.notifications.actions.put_address import AddressAnswer, address
from services.notifications.actions.subscribe import SubscriptionsAnswer
from services.notifications.domain.preferences import Mailbox
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.calendars import Calendars
from services.notifications.storage.mail_table_rows import MailboxRow
from services.notifications.storage.mailboxes import Mailboxes
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.access.resources import of_party
from shared.modalities.errors import NotFound
from shared.runtime.db.database import Database


class MailboxReader:
    """Reads the directory for one caller. Raises NotFound, NotPermitted, Unauthenticated, Invalid."""

    def __init__(self, database: Database, settings: NotificationsSettings, actor: Actor) -> None:
        self._database, self._settings, self._actor = database, settings, actor

    async def address(self, party: str) -> AddressAnswer:
        """Where a party is reached."""
        self._may(a.KEEP_DIRECTORY, party)
        async with self._database.reading() as connection:
            row = await Mailboxes(connection).main(a_party(party))
        if row is None:
            raise NotFound("not_found", "The directory has no such party")
        return address(row)

    async def of_party(self, party: str) -> list[MailboxAnswer]:
        """Every mailbox of a party, the main one first."""
        self._may(a.KEEP_DIRECTORY, party)
        async with self._database.reading() as connection:
            mailboxes = Mailboxes(connection)
            return await shown(mailboxes, await mailboxes.rows(a_party(party)), self._database.clock.now())

    async def one(self, mailbox_id: UUID) -> MailboxAnswer:
        """A mailbox and what it gets."""
        async with self._database.reading() as connection:
            row = await self._seen(Mailboxes(connection), mailbox_id)
            return (await shown(Mailboxes(connection), [row], self._database.clock.now()))[0]

    async def preferences_of_party(self, party: str) -> PreferencesAnswer:
        """What holds for mailboxes of a party without their own."""
        self._may(a.READ_PREFERENCES, party)
        async with self._database.reading() as connection:
            return await preferred(Mailboxes(connection), None, party)

    async def preferences(self, mailbox_id: UUID) -> PreferencesAnswer:
        """What holds for a mailbox."""
        async with self._database.reading() as connection:
            row = await self._seen(Mailboxes(connection), mailbox_id)
            return await preferred(Mailboxes(connection), row.mailbox_id, row.party)

    async def subscriptions(self, mailbox_id: UUID) -> SubscriptionsAnswer:
        """Subscriptions of a mailbox."""
        return SubscriptionsAnswer(subscriptions=(await self._loaded(mailbox_id)).subscriptions)

    async def mutes(self, mailbox_id: UUID) -> MutesAnswer:
        """Mutes in force."""
        return MutesAnswer(mutes=(await self._loaded(mailbox_id)).mutes)

    async def feeds(self, mailbox_id: UUID) -> list[FeedAnswer]:
        """Calendars of a mailbox, oldest first, with their last use."""
        async with self._database.reading() as connection:
            row = await self._seen(Mailboxes(connection), mailbox_id)
            return [shown_feed(one) for one in await Calendars(connection).of_mailbox(row.mailbox_id)]

    def _may(self, action: Action, party: str) -> None:
        authorise(self._actor, action, of_party(party, self._settings.deployment))

    async def _seen(self, mailboxes: Mailboxes, mailbox_id: UUID) -> MailboxRow:
        row = await mailboxes.row(str(mailbox_id))
        thing = of_party(row.party, self._settings.deployment) if row else None
        authorise_seen(self._actor, a.READ_PREFERENCES, a.READ_PREFERENCES, thing, "mailbox")
        assert row is not None  # else it was refused as not found
        return row

    async def _loaded(self, mailbox_id: UUID) -> Mailbox:
        async with self._database.reading() as connection:
            row = await self._seen(Mailboxes(connection), mailbox_id)
            return (await Mailboxes(connection).load(self._database.clock.now(), ids=[row.mailbox_id]))[0]
