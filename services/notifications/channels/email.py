"""E-mail over SMTP (aiosmtplib). A repeat after a crash carries the same Message-ID, so that a reader can tell.

Threaded by request: every mail about one request names the same root in References, and the root is another one for each
mailbox, so that it says nothing about the request. One click unsubscribes from what one should know (RFC 8058); what one
must act on has no such header. The mail server has to sign these headers (DKIM), or mailbox providers do not show them.
"""

from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from hashlib import sha256

import structlog

from services.notifications.channels import NotDelivered, header_fields
from services.notifications.channels.smtp import hand_over
from services.notifications.domain.address import Address, Unreachable, address_of
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.entry import Entry
from services.notifications.domain.links import Link, token
from services.notifications.domain.notice import OVERVIEW, NoticeReason
from services.notifications.domain.operation import Operation
from services.notifications.domain.seen import Seen
from services.notifications.kinds.lists import heard
from services.notifications.settings import NotificationsSettings
from services.notifications.wording import digest
from services.notifications.wording.calendar import CalendarSheet
from services.notifications.wording.catalogue import words
from services.notifications.wording.invitation import CalendarPart, carries, invitation
from services.notifications.wording.mail import Letter, Mail, MailReader, compose
from shared.contracts.reminder_kinds import reminder_of
from shared.runtime.clock import Clock

log = structlog.get_logger()


BODY = EmailPolicy(linesep="\r\n", max_line_length=78, cte_type="7bit")
"""How the parts of a mail are written; its own header fields are written by ``header_fields``."""


def link_of(held: Delivery, settings: NotificationsSettings) -> str:
    """The address that stops, ends or mutes what a mail is about; empty without one."""
    draft = held.draft
    if not settings.mail_link_url or not settings.keys or not held.mailbox or draft.content.get("erased"):
        return ""
    if held.event_type == OVERVIEW:
        # One that says what waits for its reader cannot be stopped from the mail.
        if draft.must_act:
            return ""
        link = Link("stop", held.mailbox, OVERVIEW)
    elif draft.must_act:
        link = Link("mute", held.mailbox, draft.content["thread"])
    elif ended := draft.content["reason"]["subscription_id"]:
        link = Link("end", held.mailbox, ended)
    else:
        link = Link("stop", held.mailbox, held.event_type)
    return f"{settings.base_url}/mail/{token(link, settings.keys)}"


def _letter(held: Delivery) -> Letter:
    content = held.draft.content
    view = Seen.model_validate(content["seen"]) if content.get("seen") else None
    return Letter(
        event_type=held.event_type,
        must_act=held.draft.must_act,
        reason=NoticeReason.model_validate(content["reason"]),
        seen=view,
        due_at=held.draft.due_at,
        reminder=reminder_of(content["reminder"]) if content.get("reminder") else None,
        operation=Operation.model_validate(content["operation"]) if content.get("operation") else None,
        changes=content.get("changes", 1),
        spoken=heard(content, view),
        step=content.get("step"),
    )


def invited(held: Delivery, settings: NotificationsSettings, clock: Clock) -> CalendarPart | None:
    """The meeting that a mail brings with it for its reader's calendar (WM 4)."""
    if held.event_type == OVERVIEW or held.address is None:
        return None
    letter = _letter(held)
    if letter.seen is None or not carries(held.event_type, letter.seen, letter.reminder):
        return None
    sheet = CalendarSheet("", held.language, held.time_zone, settings.deployment)
    recipient = address_of(held.address)
    return invitation(letter.seen, held.draft.party, recipient, settings.sender[1], sheet, clock.now())


def said(held: Delivery, link: str, settings: NotificationsSettings) -> Mail:
    """What the mail of a delivery says, in its reader's language. Raises NotDelivered when there is nothing to say."""
    draft, content = held.draft, held.draft.content
    if content.get("erased"):
        raise NotDelivered("agreement_withdrawn", final=True)
    reader = MailReader(
        held.language, held.time_zone, link, settings.mute_link_days, settings.sender[1], settings.pages
    )
    if held.event_type == OVERVIEW:
        overview = content["overview"]
        entries = [Entry.model_validate(one) for one in overview["entries"]]
        at = draft.due_at
        assert at is not None
        return digest.compose(digest.Overview(overview["batch"], at, entries), reader)
    return compose(_letter(held), reader)


def message(held: Delivery, settings: NotificationsSettings, clock: Clock, recipient: Address) -> bytes:
    """The mail of a delivery as it leaves: header fields, plain text and HTML. Raises NotDelivered when there is nothing to say."""
    link = link_of(held, settings)
    what = said(held, link, settings)
    body = EmailMessage(policy=BODY)
    body.set_content(what.text)
    body.add_alternative(what.html, subtype="html")
    if (meeting := invited(held, settings, clock)) is not None:
        body.add_alternative(meeting.text, subtype="calendar", params={"method": meeting.method})
    return b"".join((*_fields(held, what, link, settings, clock, recipient), body.as_bytes()))


def _fields(
    held: Delivery, what: Mail, link: str, settings: NotificationsSettings, clock: Clock, recipient: Address
) -> Iterator[bytes]:
    one, domain = header_fields.structured, f"{settings.deployment}.acsg"
    yield header_fields.mailbox("From", *settings.sender)
    yield header_fields.mailbox("To", "", recipient.wire, international=recipient.international)
    yield header_fields.text("Subject", what.subject)
    yield one("Message-ID", f"<{held.delivery_id}@{domain}>")
    yield one("Date", *format_datetime(clock.now()).split())
    yield one("Auto-Submitted", "auto-generated")
    yield one("X-Auto-Response-Suppress", "All")
    yield one("List-Id", f"<{domain}>")
    if thread := held.draft.content.get("thread"):
        root = f"<thread-{sha256(f'{thread} {held.mailbox}'.encode()).hexdigest()[:32]}@{domain}>"
        yield from (one(name, root) for name in ("In-Reply-To", "References"))
    if held.draft.must_act and (held.draft.content.get("seen") or {}).get("urgent"):
        yield one("Importance", "high")
    if link and not held.draft.must_act:
        yield one("List-Unsubscribe", f"<{link}>")
        yield one("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    yield one("Content-Language", words(held.language).language)


async def send_mail(held: Delivery, settings: NotificationsSettings, clock: Clock) -> None:
    """Hands a mail to the server. Raises NotDelivered."""
    if held.address is None:
        raise NotDelivered("no_address", final=True)
    try:
        recipient = address_of(held.address)
    except Unreachable as fault:
        # Kept from before addresses were looked at.
        raise NotDelivered("address_unreachable", final=True) from fault
    await hand_over(_composed(held, settings, clock, recipient), settings.sender[1], recipient, settings)


def _composed(held: Delivery, settings: NotificationsSettings, clock: Clock, recipient: Address) -> bytes:
    try:
        return message(held, settings, clock, recipient)
    except NotDelivered:
        raise
    except Exception as fault:
        # One mail that cannot be put together must not stop the others: it is tried again, then given up visibly.
        log.error("mail_not_composed", delivery_id=held.delivery_id, error=type(fault).__name__)
        raise NotDelivered("not_composed") from fault
