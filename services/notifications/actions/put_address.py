"""A party says where it is reached: its main mailbox (WM 6)."""

from pydantic import BaseModel

from services.notifications.actions.add_mailbox import moved, new
from services.notifications.actions.mailbox import Email, Notifying, a_party, speaking, taken, whose
from services.notifications.storage.mail_table_rows import MailboxRow
from services.notifications.storage.mailboxes import Mailboxes
from shared.application.keep import Keep
from shared.application.use_case import Done
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import Language, PartyId, TimeZone
from shared.modalities.access import actions as a


class AddressBody(Strict):
    """Where a party is reached, in which language and time zone: its main mailbox."""

    email: Email
    language: Language = "en"
    time_zone: TimeZone | None = None


class AddressAnswer(BaseModel):
    """A party's entry in the directory."""

    party: PartyId
    email: str
    language: str
    time_zone: str
    mailbox_id: str
    version: int


def address(row: MailboxRow) -> AddressAnswer:
    """The entry of a main mailbox."""
    return AddressAnswer(party=row.party, email=row.email, language=row.language, time_zone=row.time_zone,
                         mailbox_id=row.mailbox_id, version=row.version)  # fmt: skip


async def _version(doing: Notifying, name: str) -> int | None:
    rows = await Mailboxes(doing.uow.connection).rows(a_party(name), lock=True)
    return next((one.version for one in rows if one.main), None)


async def put_address(doing: Notifying, party: str, said: AddressBody) -> Done[AddressAnswer]:
    """Raises Conflict for the address of another mailbox of the party."""
    mailboxes = Mailboxes(doing.uow.connection)
    rows = await mailboxes.rows(party)
    if any(one.email == said.email for one in rows if not one.main):
        raise taken()
    main = next((one for one in rows if one.main), None)
    if main is None:
        await mailboxes.add(new(doing, party, said, main=True))
    else:
        await mailboxes.change(main.mailbox_id, moved(said) | speaking(doing.by, party))
    kept = await mailboxes.main(party)
    assert kept is not None  # it was written in this transaction
    return Done(address(kept), kept.version, party)


PUT_ADDRESS = Keep(a.KEEP_DIRECTORY, AddressBody, whose, put_address, _version)
