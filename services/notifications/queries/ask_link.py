"""What a link in a mail would do; opening it changes nothing, since mail scanners open links (WM 6; RFC 8058)."""

from dataclasses import dataclass

from services.notifications.domain.links import Link
from services.notifications.domain.preferences import Subscription
from services.notifications.storage.mailboxes import Mailboxes
from shared.modalities.access.actions import FOLLOW_MAIL_LINK
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork as Work


@dataclass(frozen=True)
class LinkSeen:
    """In which language its reader is asked; ``subscription``: the one it would end, None when that is gone."""

    language: str
    subscription: Subscription | None


async def ask_link(database: Database, actor: Actor, link: Link) -> LinkSeen | None:
    """None when the mailbox is gone."""
    authorise(actor, FOLLOW_MAIL_LINK, ANYTHING)
    async with database.reading(Work("mail-link")) as connection:
        mailboxes = Mailboxes(connection)
        row = await mailboxes.row(link.mailbox_id)
        if row is None:
            return None
        if link.act != "end":
            return LinkSeen(row.language, None)
        mine = (await mailboxes.load(database.clock.now(), ids=[row.mailbox_id]))[0].subscriptions
    return LinkSeen(row.language, next((one for one in mine if one.subscription_id == link.what), None))
