"""Notifications inside the test's process: a real database, real SMTP on loopback, the clock in the test's hand.

Events come in as records, as the consumer would read them, through the inbox; its own reminders are taken from its outbox
and come in again. Mails are what the mail server got.
"""

import email
import email.policy
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import Any

import httpx
import sqlalchemy as sa
from aiosmtpd.controller import Controller

from deploy.demo.versions import on_the_present_version
from deploy.local.processes import port
from services.notifications.channels.sender import Sender
from services.notifications.main import build
from services.notifications.reactions.release import Release
from services.notifications.reactions.reminders import Reminders
from services.notifications.settings import NotificationsSettings
from shared.contracts.event import Event
from shared.runtime.clock import FixedClock
from shared.runtime.db.database import Database
from shared.runtime.entry import Service
from shared.runtime.kafka.consumer import Consumer
from shared.runtime.kafka.records import Record
from tests.support.gateway import ByName
from tests.support.happenings import envelope
from tests.support.poll import until

OUTSIDE = "https://mail.example.org"


class Postbox:
    """A mail server that keeps what it gets, and refuses while it is told to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.refuse: str | None = None

    async def handle_DATA(self, _: Any, __: Any, given: Any) -> str:
        if self.refuse:
            return self.refuse
        message = email.message_from_bytes(given.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        self.raw.append(given.content)
        return "250 taken"


@dataclass
class MailRoom:
    """The service with its loops, each run when the test says so."""

    http: httpx.AsyncClient
    clock: FixedClock
    settings: NotificationsSettings
    database: Database
    consumers: dict[str, Consumer]
    postbox: Postbox
    service: Service
    numbers: dict[str, int] = field(default_factory=dict)
    keys: int = 0
    fed_back: int = 0

    async def hear(self, *events: Event, only: str | None = None) -> None:
        """Events arrive, one after the other, at both readers (or one of them)."""
        for event in events:
            await self.receive(self.record(event), only)

    def record(self, event: Event) -> Record:
        """An event as it stands on its topic."""
        topic = self.place_of(event, "wca")
        self.numbers[topic] = number = self.numbers.get(topic, 0) + 1
        headers = tuple(envelope(event, self.clock.now(), number).to_headers())
        return Record(topic, 0, number, event.aggregate_id, headers, event.model_dump_json().encode())

    def place_of(self, event: Event, region: str) -> str:
        """The topic on which an event of a deployment comes here."""
        if region == self.settings.deployment:
            return event.topic.name
        assert event.topic.twin is not None
        return f"{region}.{event.topic.twin.name}"

    async def receive(self, record: Record, only: str | None = None) -> None:
        """A record arrives, perhaps not for the first time."""
        # What is known is taken first: what is decided then is decided on the whole.
        for name in ("deadlines", "audiences"):
            if only in (None, name):
                await self.consumers[name].handle([record])
        put_off = await self.rows("select cause from inbox_retry")
        assert not put_off, put_off

    async def tick(self) -> None:
        """Every loop has a turn, until nothing more goes out."""
        await Reminders(self.database, self.settings).look()
        await self._feed_back()
        await Release(self.database, self.settings).look()
        sender = Sender(self.database, self.settings)
        while await sender.round():
            pass

    async def _feed_back(self) -> None:
        """Our own reminders come in as any event does."""
        rows = await self.rows("select id, topic, key, headers, body from outbox where id > :after order by id",
                               after=self.fed_back)  # fmt: skip
        for row in rows:
            self.fed_back = row.id
            if row.topic != "acsg.notifications.reminder":
                continue
            given = [(name, value.encode()) for name, value in row.headers]
            place = {
                "ce_stream": b"acsg.notifications.reminder/0",
                "ce_sequence": str(row.id).encode(),
                "ce_epoch": b"1",
            }
            given += place.items()
            await self.receive(Record(row.topic, 0, row.id, row.key, tuple(given), bytes(row.body)))

    async def rows(self, query: str, **values: Any) -> list[Any]:
        """What stands in the database."""
        async with self.database.engine.connect() as connection:
            await connection.exec_driver_sql("select set_config('acsg.service', 'test', true)")
            return list((await connection.execute(sa.text(query), values)).all())

    async def call(self, actor: str | None, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """The HTTP interface, as an actor."""
        self.keys += 1
        headers |= {"Authorization": f"Bearer {actor}"} if actor else {}
        headers |= {"Idempotency-Key": f"test-key-{self.keys:04}"} if method != "GET" else {}

        async def send(method: str, path: str, headers: dict[str, str]) -> httpx.Response:
            return await self.http.request(method, path, json=None if method == "GET" else body, headers=headers)

        async def ask() -> httpx.Response | None:
            answer = await on_the_present_version(send, method, path, headers)
            return answer if answer.status_code != 503 else None

        # A busy machine may take too long to connect; a client is expected to come back with the same key.
        return await until(ask, f"an answer to {method} {path}")

    async def done(self, actor: str, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """A call that succeeds."""
        answer = await self.call(actor, method, path, body)
        assert answer.is_success, answer.text
        return dict(answer.json())

    async def mailbox(self, actor: str, party: str, **more: Any) -> dict[str, Any]:
        """A mailbox of a party, at an address made of the actor's name."""
        body = {"email": f"{actor}@example.org", "language": "en"} | more
        return await self.done(actor, "POST", f"/directory/{party}/mailboxes", body)

    def mails(self, to: str | None = None) -> list[EmailMessage]:
        """Mails that arrived, or those to an actor's address."""
        return [m for m in self.postbox.mails if to is None or m["To"] == f"{to}@example.org"]

    def take(self, to: str | None = None) -> list[EmailMessage]:
        """The same, which are not there afterwards."""
        found = self.mails(to)
        self.postbox.mails = [m for m in self.postbox.mails if m not in found]
        return found


def text_of(mail: EmailMessage) -> str:
    """The plain text."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def link_in(mail: EmailMessage) -> str:
    """The path of the link in a mail."""
    found = re.search(rf"{OUTSIDE}(/mail/\S+)", text_of(mail))
    assert found, text_of(mail)
    return found.group(1)


@asynccontextmanager
async def mail_room(url: str, now: datetime, *, smtputf8: bool = True, **more: Any) -> AsyncIterator[MailRoom]:
    """The service over a database, at a moment; its mail server takes local parts beyond ASCII, or does not."""
    postbox, clock = Postbox(), FixedClock(now)
    server = Controller(
        postbox, hostname="127.0.0.1", port=port(0, "a mail server"), enable_SMTPUTF8=smtputf8, ready_timeout=60
    )
    server.start()
    values: dict[str, Any] = {
        "database_url": url, "mode": "development", "smtp_url": f"smtp://127.0.0.1:{server.port}",
        "mail_link_url": OUTSIDE, "quick_retries_s": (0.0,), "mail_fold_s": 0,
    }  # fmt: skip
    settings = NotificationsSettings(**(values | more))
    service = build(settings, clock, ByName())
    app = service.app()
    consumers = {one.name: one for one in service.consumers}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://notifications") as http,
    ):
        try:
            yield MailRoom(http, clock, settings, service.database, consumers, postbox, service)
        finally:
            await service.database.dispose()
            server.stop()
