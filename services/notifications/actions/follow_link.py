"""A link in a mail is followed, without a login: its signature says what may be done (WM 6; RFC 8058).

Saying it twice does no more than saying it once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notifications.domain.links import Link
from services.notifications.domain.notice import OVERVIEW
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.mail_table_rows import MailboxRow
from services.notifications.storage.mailboxes import Mailboxes
from shared.modalities.access.actions import FOLLOW_MAIL_LINK
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.runtime.db.cause import ByEvent
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.identifiers import new_id


@dataclass(frozen=True)
class Followed:
    """What came of it, for a page in the reader's language. ``muted_until`` is None for what was stopped or ended."""

    language: str
    time_zone: str
    muted_until: datetime | None


async def follow_link(
    database: Database, settings: NotificationsSettings, cause: ByEvent, actor: Actor, link: Link
) -> Followed | None:
    """Stops, ends or mutes; None when the mailbox is gone."""
    authorise(actor, FOLLOW_MAIL_LINK, ANYTHING)
    async with database.unit_of_work(cause) as uow:
        row = await Mailboxes(uow.connection).row(link.mailbox_id, lock=True)
        if row is None:
            return None
        until = await _act(uow, settings, link, row)
        uow.audit(FOLLOW_MAIL_LINK.name, FOLLOW_MAIL_LINK.paragraph, row.mailbox_id, row.version, act=link.act)
    return Followed(row.language, row.time_zone, until)


async def _act(uow: UnitOfWork, settings: NotificationsSettings, link: Link, row: MailboxRow) -> datetime | None:
    mailboxes = Mailboxes(uow.connection)
    if link.act == "end":
        await mailboxes.unsubscribe(row.mailbox_id, link.what)
        return None
    if link.act == "stop":
        await _stop(mailboxes, link, row, uow.now())
        return None
    return await _mute(uow, settings, link, row)


async def _stop(mailboxes: Mailboxes, link: Link, row: MailboxRow, now: datetime) -> None:
    mailbox = (await mailboxes.load(now, ids=[row.mailbox_id]))[0]
    wanted = mailbox.preferences
    if link.what == OVERVIEW:
        wanted = wanted.model_copy(update={"should_know": "never"})
        for held in mailbox.subscriptions:
            if held.rhythm != "immediately":
                await mailboxes.unsubscribe(row.mailbox_id, held.subscription_id)
    elif link.what not in wanted.without:
        wanted = wanted.model_copy(update={"without": (*wanted.without, link.what)})
    if wanted != mailbox.preferences:
        await mailboxes.prefer(row.mailbox_id, wanted)


async def _mute(uow: UnitOfWork, settings: NotificationsSettings, link: Link, row: MailboxRow) -> datetime:
    mailboxes, now = Mailboxes(uow.connection), uow.now()
    mailbox = (await mailboxes.load(now, ids=[row.mailbox_id]))[0]
    there = [m.until for m in mailbox.mutes if m.scope == "item" and m.what == link.what and m.must_act]
    if there:
        return max(there)
    until = now + timedelta(days=min(settings.mute_link_days, settings.mute_act_days))
    await mailboxes.mute(
        {"mute_id": new_id(uow.clock), "mailbox_id": row.mailbox_id, "scope": "item", "what": link.what, "must_act": True,
         "until": until}
    )  # fmt: skip
    return until
