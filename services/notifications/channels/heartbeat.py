"""The heartbeat of each channel: a self-test from end to end at an interval, and an alarm when one goes quiet (WM 6).

The alarm is a metric and an event. The event becomes a notice and a mail to the officers, and a call of their own webhooks:
whichever channel went quiet, the other one tells. A mute ends by itself, and its end is told too.
"""

import secrets
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import orjson
import structlog
from prometheus_client import Gauge

from services.notifications.actions.channel import channel_event
from services.notifications.channels import NotDelivered, header_fields
from services.notifications.channels.email import BODY
from services.notifications.channels.smtp import ask, hand_over
from services.notifications.channels.webhook import Call, WebhookCaller
from services.notifications.domain.address import address_of
from services.notifications.domain.channel_health import SilenceBounds, silence
from services.notifications.domain.signatures import new_secret
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.announcement_table_rows import ChannelHealthRow
from services.notifications.storage.channels import ChannelChange, ChannelRepository
from shared.contracts.envelope import rfc3339
from shared.runtime.clock import Clock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.identifiers import new_id

QUIET = Gauge("acsg_channel_quiet", "1 while a channel gives no sign of life", ["channel"])
SILENT = Gauge("acsg_channel_silent_seconds", "Since the last sign of life of a channel", ["channel"])
MUTED = Gauge("acsg_channel_muted", "1 while somebody muted a channel", ["channel"])
SELF_TEST = "acsg.notifications.self-test"
PATH = "/channels/webhook/self-test"
LEASE = timedelta(seconds=60)
log = structlog.get_logger()


class Heartbeat:
    """Looks every few seconds; of several workers one tests a channel at a time."""

    def __init__(self, database: Database, settings: NotificationsSettings, caller: WebhookCaller) -> None:
        self._database, self._settings, self._caller = database, settings, caller
        self._cause = ByClock("heartbeat")
        hours, wait = settings.heartbeat_quiet_h, settings.heartbeat_backlog_s
        self._bounds = SilenceBounds(settings.heartbeat_failures, timedelta(hours=hours), timedelta(seconds=wait))

    async def look(self) -> None:
        """Tests what is due, then judges every channel."""
        async with self._database.unit_of_work(self._cause, looks=True) as uow:
            channels = ChannelRepository(uow.connection, uow.clock)
            await channels.ensure(new_secret("v1", secrets.token_bytes))
            due = await channels.take_due(LEASE)
        for row in due:
            code = await (self.test_mail() if row.channel == "email" else self.test_webhook(row))
            await self._note(row.channel, code)
        async with self._database.unit_of_work(self._cause, looks=True) as uow:
            channels = ChannelRepository(uow.connection, uow.clock)
            for row in await channels.all():
                held = await channels.one(row.channel, lock=True)
                assert held is not None  # no channel is ever deleted
                await self._judge(uow, channels, held)

    async def test_mail(self) -> str:
        """Hands the server a mail for the mailbox of self-tests, or asks it whether it is there; ``ok`` or what failed."""
        settings, clock = self._settings, self._database.clock
        if not settings.heartbeat_mailbox:
            return await ask_server(settings)
        try:
            mail = _self_test(settings, clock)
            await hand_over(mail, settings.sender[1], address_of(settings.heartbeat_mailbox), settings)
        except NotDelivered as fault:
            return fault.code
        return "ok"

    async def test_webhook(self, row: ChannelHealthRow) -> str:
        """Calls our own interface as any endpoint is called, and looks whether it took the call."""
        settings, clock = self._settings, self._database.clock
        name, at = new_id(clock), clock.now()
        body = orjson.dumps(
            {"specversion": "1.0", "id": name, "type": SELF_TEST, "source": settings.source, "time": rfc3339(at)}
        )
        outcome = await self._caller.call(Call("self-test", name, settings.base_url + PATH, [row.secret], body))
        if not outcome.delivered:
            # Where our own address is not one of the internet there is nothing to call from outside: that must show.
            inside = outcome.code in {"url_not_allowed", "host_not_allowed", "address_not_allowed"}
            return "not_configured" if inside else outcome.code
        async with self._database.reading() as connection:
            found = await ChannelRepository(connection, clock).one("webhook")
        return (
            "ok" if found is not None and found.received_at is not None and found.received_at >= at else "not_received"
        )

    async def _note(self, channel: str, code: str) -> None:
        settings, now = self._settings, self._database.clock.now()
        passed, unknown = code == "ok", code == "not_configured"
        wait = (
            timedelta(hours=settings.heartbeat_every_h)
            if passed or unknown
            else timedelta(seconds=settings.heartbeat_retry_s)
        )
        values: ChannelChange = {"last_test_at": now, "last_code": code, "next_test_at": now + wait}
        async with self._database.unit_of_work(self._cause) as uow:
            channels = ChannelRepository(uow.connection, uow.clock)
            row = await channels.one(channel, lock=True)
            assert row is not None  # no channel is ever deleted
            if passed:
                values |= {"last_passed_at": now, "failures": 0}
            elif not unknown:
                values["failures"] = row.failures + 1
            await channels.change(channel, values)
        if not passed:
            log.warning("channel_self_test", channel=channel, code=code)

    async def _judge(self, uow: UnitOfWork, channels: ChannelRepository, row: ChannelHealthRow) -> None:
        now = uow.clock.now()
        if row.muted_until is not None and row.muted_until <= now:
            row = await channels.unmute(row.channel)
            uow.record(channel_event(row, "unmuted", "its time is over"))
        signs = await channels.signs(row)
        found = silence(signs, self._bounds, now)
        if found is not None and row.quiet_since is None:
            row = await channels.change(row.channel, {"quiet_since": found[1]})
            uow.record(channel_event(row, "quiet", found[0]))
            log.error("channel_quiet", channel=row.channel, code=found[0])
        elif found is None and row.quiet_since is not None and row.muted_until is None:
            row = await channels.change(row.channel, {"quiet_since": None})
            uow.record(channel_event(row, "recovered", "it gives signs of life"))
        last = max(filter(None, (signs.since, signs.passed_at, signs.delivered_at)))
        QUIET.labels(row.channel).set(row.quiet_since is not None)
        MUTED.labels(row.channel).set(row.muted_until is not None)
        SILENT.labels(row.channel).set((now - last).total_seconds())


async def ask_server(settings: NotificationsSettings) -> str:
    """Asks the mail server whether it is there and lets us in; ``ok`` or what failed."""
    try:
        await ask(settings)
    except NotDelivered as fault:
        return fault.code
    return "ok"


def _self_test(settings: NotificationsSettings, clock: Clock) -> bytes:
    body, one = EmailMessage(policy=BODY), header_fields.structured
    body.set_content("This mail proves that the mail channel works. It needs no answer.\n")
    recipient = address_of(settings.heartbeat_mailbox)
    fields = (
        header_fields.mailbox("From", *settings.sender),
        header_fields.mailbox("To", "", recipient.wire, international=recipient.international),
        header_fields.text("Subject", f"Self-test of notifications, {settings.deployment}"),
        one("Date", *format_datetime(clock.now()).split()),
        one("Auto-Submitted", "auto-generated"),
        one("Message-ID", f"<self-test-{new_id(clock)}@{settings.deployment}.acsg>"),
    )
    return b"".join((*fields, body.as_bytes()))
