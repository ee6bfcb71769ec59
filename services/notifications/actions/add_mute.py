"""A party mutes a mailbox, an item or a kind of event until a moment; a mute ends by itself (WM 6)."""

from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, Field

from services.notifications.actions.mailbox import MAILBOX, Held, Notifying
from services.notifications.audiences.table import MAILED
from services.notifications.domain.preferences import Mute
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.mailboxes import Mailboxes, NewMute
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Moment, Strict
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid


class MuteBody(Strict):
    """Silence until a moment; it ends by itself."""

    scope: Literal["everything", "item", "event"]
    what: str | None = Field(default=None, min_length=1, max_length=200, description="Item or reference; event type")
    must_act: bool = Field(default=False, description="Also what must be acted on; for a shorter time at most")
    until: Moment


class MutesAnswer(BaseModel):
    """Mutes in force."""

    mutes: tuple[Mute, ...]


def _faults(said: MuteBody, now: datetime, settings: NotificationsSettings) -> tuple[Fault, ...]:
    """What is wrong with a mute: without an end in reach it would go silent for good."""
    found = []
    longest = settings.mute_act_days if said.must_act else settings.mute_know_days
    if said.until.tzinfo is None:
        found.append(Fault("/until", "needs a time zone", "no_zone"))
    elif not now < said.until <= now + timedelta(days=longest):
        found.append(Fault("/until", f"lies between now and {longest} days from now", "out_of_reach"))
    if (said.scope == "everything") != (said.what is None):
        found.append(Fault("/what", "names the item or event type; nothing for everything", "scope"))
    if said.scope == "event" and said.what not in MAILED:
        found.append(Fault("/what", f"is none of {', '.join(sorted(MAILED))}", "unknown_event_type"))
    return tuple(found)


async def add_mute(doing: Notifying, mailbox: Held, said: MuteBody) -> Done[MutesAnswer]:
    """Raises Invalid naming every fault."""
    if found := _faults(said, doing.now, doing.context):
        raise Invalid(found, paragraph=a.KEEP_PREFERENCES.paragraph)
    mailboxes, mailbox_id = Mailboxes(doing.uow.connection), mailbox.state.mailbox_id
    one: NewMute = {
        "mute_id": doing.new_id(), "mailbox_id": mailbox_id, "scope": said.scope, "what": said.what,
        "must_act": said.must_act, "until": said.until,
    }  # fmt: skip
    await mailboxes.mute(one)
    mutes = (await mailboxes.load(doing.now, ids=[mailbox_id]))[0].mutes
    return Done(MutesAnswer(mutes=mutes), 1, one["mute_id"])


ADD_MUTE = Change(MAILBOX, a.KEEP_PREFERENCES, MuteBody, add_mute)
