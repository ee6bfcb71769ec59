"""A mailbox as commands meet it, what is said of one, and what its party reads of it (WM 6)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, TypeAdapter, ValidationError

from services.notifications.domain.address import address_of
from services.notifications.domain.preferences import Mailbox, Mute, Preferences, Subscription
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.mail_table_rows import MailboxRow
from services.notifications.storage.mailboxes import MailboxChange, Mailboxes
from shared.application.use_case import Doing, Kind, Stored, whole
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import Label, Language, PartyId, TimeZone
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.resource import Resource
from shared.modalities.access.resources import of_party
from shared.modalities.errors import Conflict, Fault, Invalid

Notifying = Doing[NotificationsSettings]
EMAIL = r"^[^@\s<>,;\"()\[\]\\:]+@[^@\s<>,;\"()\[\]\\:]+$"
_PARTY: TypeAdapter[str] = TypeAdapter(PartyId)


def _reachable(text: str) -> str:
    return address_of(text).text


Email = Annotated[
    str,
    Field(
        max_length=320,
        pattern=EMAIL,
        description="Its domain may be beyond ASCII; its local part, where the server of mail takes it",
    ),
    AfterValidator(_reachable),
]
"""An address, in one spelling: of the same address no party has two."""


class MailboxBody(Strict):
    """One of several mailboxes of a party."""

    email: Email
    label: Label = Field(default="", max_length=120, description="What it is, e.g. Registry of the asylum directorate")
    kind: Literal["functional", "official"] = Field(
        default="functional", description="A functional mailbox, or an official's own address"
    )
    language: Language = Field(default="en", description="One of ar en es fr ru zh; others are written to in English")
    time_zone: TimeZone | None = None
    calendar: Literal["gregorian"] = Field(default="gregorian", description="No other calendar can be written yet")


class MailboxAnswer(BaseModel):
    """A mailbox with what decides what it gets. Preferences are its own, its party's, or those we start from."""

    mailbox_id: str
    party: str
    email: str
    label: str
    kind: str
    language: str
    time_zone: str
    calendar: Literal["gregorian"] = "gregorian"
    main: bool
    version: int
    preferences: Preferences
    preferences_of: Literal["mailbox", "party", "default"]
    preferences_version: int = Field(default=0, description="Of the mailbox's own preferences; 0: it has none")
    subscriptions: tuple[Subscription, ...]
    mutes: tuple[Mute, ...] = Field(description="Those in force; each ends by itself")


class Ended(BaseModel):
    """What was ended."""

    ended: str


async def _find(mailboxes: Mailboxes, mailbox_id: UUID, lock: bool) -> tuple[MailboxRow, int] | None:
    row = await mailboxes.row(str(mailbox_id), lock=lock)
    return (row, row.version) if row is not None else None


MAILBOX: Kind[MailboxRow] = Kind(
    "mailbox",
    a.READ_PREFERENCES,
    lambda row: of_party(row.party),
    lambda connection, mailbox_id, lock: _find(Mailboxes(connection), mailbox_id, lock),
    whole,
)
Held = Stored[MailboxRow]
"""A mailbox; its party's others are locked with it."""


def whose(doing: Notifying, party: str) -> Resource:
    """What belongs to a party here, as the policy sees it."""
    return of_party(party, doing.context.deployment)


def a_party(text: str) -> str:
    """A party as the address names it. Raises Invalid."""
    try:
        return _PARTY.validate_python(text)
    except ValidationError as fault:
        raise Invalid((Fault("/party", "is no party, e.g. iso3166:TCD", "no_party"),)) from fault


def speaking(actor: Actor, party: str) -> MailboxChange:
    """The role in which a party itself speaks; nothing when another one speaks for it."""
    return {"role": actor.role.value} if actor.party == party else {}


def taken() -> Conflict:
    """Its address is another mailbox's. A new one each time: one raised again keeps the frames of every raise before."""
    return Conflict("address_taken", "The party has a mailbox with this address already")


async def somebody_acts(mailboxes: Mailboxes, party: str, without: str, now: datetime) -> bool:
    """Whether another mailbox of a party is told of what must be acted on."""
    others = [one for one in await mailboxes.load(now, [party]) if one.mailbox_id != without]
    return any(one.preferences.must_act != "never" for one in others)


async def shown(mailboxes: Mailboxes, rows: Sequence[MailboxRow], now: datetime) -> list[MailboxAnswer]:
    """Mailboxes as they are read."""
    parties = {row.party for row in rows}
    found = {one.mailbox_id: one for one in await mailboxes.load(now, parties)}
    kept = await mailboxes.with_preferences({*parties, *found})
    return [_answer(row, found[row.mailbox_id], kept.get(row.mailbox_id, 0), row.party in kept) for row in rows]


async def shown_now(doing: Notifying, mailbox_id: str) -> MailboxAnswer:
    """A mailbox as it stands after a change."""
    mailboxes = Mailboxes(doing.uow.connection)
    row = await mailboxes.row(mailbox_id)
    assert row is not None  # it was written in this transaction
    return (await shown(mailboxes, [row], doing.now))[0]


def _answer(row: MailboxRow, found: Mailbox, own: int, theirs: bool) -> MailboxAnswer:
    return MailboxAnswer(
        mailbox_id=row.mailbox_id, party=row.party, email=row.email, label=row.label, kind=row.kind,
        language=row.language, time_zone=row.time_zone, main=row.main, version=row.version,
        preferences=found.preferences, preferences_of="mailbox" if own else "party" if theirs else "default",
        preferences_version=own, subscriptions=found.subscriptions, mutes=found.mutes,
    )  # fmt: skip
