"""E-mail over SMTP (aiosmtplib). A repeat after a crash carries the same Message-ID, so that a reader can tell."""

from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

import aiosmtplib

from services.notifications.channels import NotDelivered
from services.notifications.domain.delivery import Delivery
from services.notifications.settings import NotificationsSettings
from services.notifications.wording.mail import compose
from shared.runtime.clock import Clock


def message(held: Delivery, settings: NotificationsSettings, clock: Clock) -> EmailMessage:
    """The mail of a delivery: plain text and HTML in its reader's language."""
    draft = held.draft
    due = draft.due_at.date().isoformat() if draft.due_at else None
    said = compose(
        held.event_type, held.language, must_act=draft.must_act, facts=draft.content, paragraph=draft.paragraph, due=due
    )
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = settings.mail_from, held.address, said.subject
    mail["Message-ID"] = f"<{held.delivery_id}@{settings.deployment}.acsg>"
    mail["Date"] = format_datetime(clock.now())
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = held.language
    mail.set_content(said.text)
    mail.add_alternative(said.html, subtype="html")
    return mail


async def send_mail(held: Delivery, settings: NotificationsSettings, clock: Clock) -> None:
    """Hands a mail to the server. Raises NotDelivered."""
    if held.address is None:
        raise NotDelivered("no_address", final=True)
    where = urlsplit(settings.smtp_url)
    try:
        await aiosmtplib.send(
            message(held, settings, clock),
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
