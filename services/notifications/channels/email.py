"""E-mail over SMTP (aiosmtplib). A repeat after a crash carries the same Message-ID, so that a reader can tell.

Threaded by request: every mail about one request names the same root in References, and the root is another one for each
mailbox, so that it says nothing about the request. One click unsubscribes from what one should know (RFC 8058); what one
must act on has no such header. The mail server has to sign these headers (DKIM), or mailbox providers do not show them.
"""

from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog

from services.notifications.channels import NotDelivered
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.entry import Entry
from services.notifications.domain.links import Link, token
from services.notifications.domain.notice import OVERVIEW, Reason
from services.notifications.domain.operation import Operation
from services.notifications.domain.seen import Seen
from services.notifications.settings import NotificationsSettings
from services.notifications.wording import digest
from services.notifications.wording.calendar import Sheet
from services.notifications.wording.catalogue import words
from services.notifications.wording.invitation import Invitation, carries, invitation
from services.notifications.wording.mail import Letter, Mail, Reader, compose
from shared.contracts.notifications import reminder_of
from shared.runtime.clock import Clock

log = structlog.get_logger()


class _Wire(EmailPolicy):
    """The library's own folding of a line that is not ASCII loses spaces between encoded words; subjects have both."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """A header as bytes."""
        if name.lower() != "subject" or value.isascii():
            return super().fold_binary(name, value)
        encoded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {encoded}{self.linesep}".encode("ascii")


WIRE = _Wire(linesep="\r\n", max_line_length=78)


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
    return f"{settings.mail_link_url.rstrip('/')}/mail/{token(link, settings.keys)}"


def _letter(held: Delivery) -> Letter:
    content = held.draft.content
    return Letter(
        event_type=held.event_type,
        must_act=held.draft.must_act,
        reason=Reason.model_validate(content["reason"]),
        seen=Seen.model_validate(content["seen"]) if content.get("seen") else None,
        due_at=held.draft.due_at,
        reminder=reminder_of(content["reminder"]) if content.get("reminder") else None,
        operation=Operation.model_validate(content["operation"]) if content.get("operation") else None,
    )


def invited(held: Delivery, settings: NotificationsSettings, clock: Clock) -> Invitation | None:
    """The meeting that a mail brings with it for its reader's calendar (WM 4)."""
    if held.event_type == OVERVIEW or held.address is None:
        return None
    letter = _letter(held)
    if letter.seen is None or not carries(held.event_type, letter.seen, letter.reminder):
        return None
    sheet = Sheet("", held.language, held.time_zone, settings.deployment)
    sender = parseaddr(settings.mail_from)[1]
    return invitation(letter.seen, held.draft.party, held.address, sender, sheet, clock.now())


def said(held: Delivery, link: str, settings: NotificationsSettings) -> Mail:
    """What the mail of a delivery says, in its reader's language. Raises NotDelivered when there is nothing to say."""
    draft, content = held.draft, held.draft.content
    if content.get("erased"):
        raise NotDelivered("agreement_withdrawn", final=True)
    sender = parseaddr(settings.mail_from)[1]
    reader = Reader(held.language, held.time_zone, link, settings.mute_link_days, sender)
    if held.event_type == OVERVIEW:
        overview = content["overview"]
        entries = [Entry.model_validate(one) for one in overview["entries"]]
        at = draft.due_at
        assert at is not None
        return digest.compose(digest.Overview(overview["batch"], at, entries), reader)
    return compose(_letter(held), reader)


def message(held: Delivery, settings: NotificationsSettings, clock: Clock) -> EmailMessage:
    """The mail of a delivery: plain text and HTML. Raises NotDelivered when there is nothing to say."""
    link = link_of(held, settings)
    what = said(held, link, settings)
    mail, domain = EmailMessage(), f"{settings.deployment}.acsg"
    mail["From"], mail["To"], mail["Subject"] = settings.mail_from, held.address, what.subject
    mail["Message-ID"] = f"<{held.delivery_id}@{domain}>"
    mail["Date"] = format_datetime(clock.now())
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["List-Id"] = f"<{domain}>"
    if thread := held.draft.content.get("thread"):
        root = f"<thread-{sha256(f'{thread} {held.mailbox}'.encode()).hexdigest()[:32]}@{domain}>"
        mail["In-Reply-To"] = mail["References"] = root
    if held.draft.must_act and (held.draft.content.get("seen") or {}).get("urgent"):
        mail["Importance"] = "high"
    if link and not held.draft.must_act:
        mail["List-Unsubscribe"] = f"<{link}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(what.text)
    mail.add_alternative(what.html, subtype="html")
    if (meeting := invited(held, settings, clock)) is not None:
        mail.add_alternative(meeting.text, subtype="calendar", params={"method": meeting.method})
    # Said last: what is said of content before there are two parts goes into the first one.
    mail["Content-Language"] = words(held.language).language
    return mail


async def send_mail(held: Delivery, settings: NotificationsSettings, clock: Clock) -> None:
    """Hands a mail to the server. Raises NotDelivered."""
    if held.address is None:
        raise NotDelivered("no_address", final=True)
    sender, mail = _composed(held, settings, clock)
    await hand_over(mail, sender, held.address, settings)


async def hand_over(mail: bytes, sender: str, recipient: str, settings: NotificationsSettings) -> None:
    """Gives the server a mail for one recipient. Raises NotDelivered."""
    where = urlsplit(settings.smtp_url)
    try:
        await aiosmtplib.send(
            mail,
            sender=sender,
            recipients=[recipient],
            hostname=where.hostname,
            port=where.port or (465 if where.scheme == "smtps" else 25),
            use_tls=where.scheme == "smtps",
            username=unquote(where.username) if where.username else None,
            password=unquote(where.password) if where.password else None,
            timeout=20,
        )
    except aiosmtplib.SMTPResponseException as refused:
        raise NotDelivered(f"smtp_{refused.code}", final=500 <= refused.code < 600) from refused
    except aiosmtplib.SMTPRecipientsRefused as refused:
        raise NotDelivered("smtp_recipient_refused", final=True) from refused
    except (aiosmtplib.SMTPException, OSError) as away:
        raise NotDelivered("smtp_away") from away


def _composed(held: Delivery, settings: NotificationsSettings, clock: Clock) -> tuple[str, bytes]:
    try:
        return parseaddr(settings.mail_from)[1], message(held, settings, clock).as_bytes(policy=WIRE)
    except NotDelivered:
        raise
    except Exception as fault:
        # One mail that cannot be put together must not stop the others: it is tried again, then given up visibly.
        log.error("mail_not_composed", delivery_id=held.delivery_id, error=type(fault).__name__)
        raise NotDelivered("not_composed") from fault
