"""One mail to one recipient over SMTP (aiosmtplib). Whatever the server does, one attempt ends in time and says a code (WM 6).

What is about the recipient or the mail ends for good with a 5xx; what is about the server itself, its greeting, the login,
the sender, is tried again: it is mended there, and the mail is not to blame.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog

from services.notifications.channels import NotDelivered
from services.notifications.domain.address import Address, ascii_host
from services.notifications.settings import NotificationsSettings

log = structlog.get_logger()
MOST_S, STEP_S, QUIT_S = 30.0, 20.0, 2.0
"""An attempt, one of its steps, the goodbye; an attempt ends before its lease does."""


async def hand_over(mail: bytes, sender: str, recipient: Address, settings: NotificationsSettings) -> None:
    """Gives the server a mail for one recipient. Raises NotDelivered, and nothing else."""
    with _told():
        async with asyncio.timeout(MOST_S), _server(settings) as server:
            if recipient.international:
                if server.last_ehlo_response is None:
                    await server.ehlo()
                if not server.supports_extension("smtputf8"):
                    raise NotDelivered("smtputf8_not_offered", final=True)
            options = ["SMTPUTF8", "BODY=8BITMIME"] if recipient.international else []
            await server.sendmail(sender, [recipient.wire], mail, mail_options=options)


async def ask(settings: NotificationsSettings) -> None:
    """Whether the server is there and lets us in. Raises NotDelivered, and nothing else."""
    with _told():
        async with asyncio.timeout(MOST_S), _server(settings) as server:
            await server.noop()


@asynccontextmanager
async def _server(settings: NotificationsSettings) -> AsyncIterator[aiosmtplib.SMTP]:
    where = urlsplit(settings.smtp_url)
    server = aiosmtplib.SMTP(
        hostname=ascii_host(where.hostname or ""),
        port=where.port or (465 if where.scheme == "smtps" else 25),
        use_tls=where.scheme == "smtps",
        username=unquote(where.username) if where.username else None,
        password=unquote(where.password) if where.password else None,
        timeout=STEP_S,
    )
    try:
        await server.connect()
        yield server
        # The mail is taken: what the server says to a goodbye changes nothing.
        with contextlib.suppress(Exception):
            await server.quit(timeout=QUIT_S)
    finally:
        server.close()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except NotDelivered:
        raise
    except aiosmtplib.SMTPRecipientsRefused as refused:
        one = refused.recipients[0]
        raise _answered(one.code, final=True) from refused
    except aiosmtplib.SMTPDataError as refused:
        raise _answered(refused.code, final=True) from refused
    except aiosmtplib.SMTPResponseException as refused:
        raise _answered(refused.code, final=False) from refused
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as away:
        raise NotDelivered("smtp_away") from away
    except Exception as fault:
        log.error("smtp_fault", error=type(fault).__name__)
        raise NotDelivered("smtp_fault") from fault


def _answered(code: int, *, final: bool) -> NotDelivered:
    known = 200 <= code < 600
    return NotDelivered(f"smtp_{code}" if known else "smtp_odd_answer", final=final and 500 <= code < 600)
