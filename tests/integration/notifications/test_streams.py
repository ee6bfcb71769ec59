"""Announcements to read and to follow: pages, the live stream with resume, the Atom feed (WM 17)."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from deploy.demo.client import Refused
from services.notifications.actions.webhook import OPERATIONAL_TYPES
from services.notifications.http import event_stream
from services.notifications.http.streams import OPEN
from services.notifications.storage.announcements import AnnouncementRepository
from shared.contracts.operations import ChannelStateChanged
from shared.runtime.db.cause import ByClock
from shared.runtime.http.asking import asking
from tests.support.notifications_desk import PUBLISHED, RETRACTED, NotificationsDesk, desk
from tests.support.poll import until
from tests.support.served import served


@dataclass
class Reader:
    """What a reader of a stream has so far."""

    messages: list[dict[str, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    status: int = 0
    ended: bool = False

    def ids(self) -> list[int]:
        return [int(one["id"]) for one in self.messages if "id" in one]

    async def has(self, count: int) -> "Reader":
        async def enough() -> bool:
            return len(self.messages) >= count

        await until(enough, f"{count} messages")
        return self


async def _read(reader: Reader, address: str, path: str, headers: dict[str, str]) -> None:
    async with asking(30) as http, http.stream("GET", address + path, headers=headers) as answer:
        reader.status = answer.status_code
        one: dict[str, str] = {}
        async for line in answer.aiter_lines():
            name, _, value = line.partition(": ")
            if not line and one:
                reader.messages += [one] if "data" in one else []
                one = {}
            elif line.startswith(":"):
                reader.comments.append(line[2:])
            elif line:
                one[name] = value
    reader.ended = True


@asynccontextmanager
async def reading(address: str, path: str, **headers: str) -> AsyncIterator[Reader]:
    """A reader in the background."""
    reader = Reader()
    task = asyncio.create_task(_read(reader, address, path, {k.replace("_", "-"): v for k, v in headers.items()}))

    async def answered() -> bool:
        return reader.status != 0 or task.done()

    await until(answered, "the answer")
    try:
        yield reader
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def live(administrator: str, folder: Path, **settings: Any) -> AsyncIterator[tuple[NotificationsDesk, str]]:
    """A desk whose interface is served."""
    async with desk(administrator, folder, stream_poll_s=0.05, **settings) as one, served(one.service.app()) as address:
        yield one, address


async def test_a_reader_that_comes_back_has_everything_once(administrator: str, tmp_path: Path) -> None:
    async with live(administrator, tmp_path) as (notifications, address):
        await notifications.publish()
        async with reading(address, "/announcements/stream") as reader:
            events = [await notifications.publish() for _ in range(3)]
            await reader.has(3)
            assert reader.ids() == [2, 3, 4]
            assert reader.messages[0]["event"] == PUBLISHED
            body = json.loads(reader.messages[0]["data"])
            assert (body["id"], body["data"]["fields"]["title"]) == (events[0].envelope.id, "Digital registration")
        for _ in range(120):
            await notifications.publish()
        async with reading(address, "/announcements/stream", Last_Event_ID="4") as again:
            await again.has(120)
            await notifications.publish()
            await again.has(121)
            assert again.ids() == list(range(5, 126))
        async with reading(address, "/announcements/stream?after=0") as everything:
            await everything.has(125)
            assert everything.ids() == list(range(1, 126))


async def test_a_stream_says_that_it_lives_and_ends_by_itself(administrator: str, tmp_path: Path) -> None:
    short = live(administrator, tmp_path, stream_heartbeat_s=0.1, stream_most_s=0.5)
    async with short as (_, address), reading(address, "/announcements/stream") as reader:

        async def ended() -> bool:
            return reader.ended

        await until(ended, "the end of the stream")
        assert reader.comments[0] == "still here"
        assert reader.comments[-1] == "come back with the last id"


async def test_filters_and_clearance(administrator: str, tmp_path: Path) -> None:
    quiet = {"aggregate_id": "email", "aggregate_version": 1, "channel": "email", "state": "quiet", "reason": "test"}
    async with live(administrator, tmp_path) as (notifications, address):
        path = f"/announcements/stream?after=0&type={RETRACTED}"
        async with (
            reading(address, path) as gone,
            reading(address, "/announcements/stream?after=0", Authorization="Bearer wca-officer") as officer,
            reading(address, "/announcements/stream?after=0", Authorization="Bearer integrator-observer") as observer,
            reading(address, "/announcements/stream?after=0&region=eap") as elsewhere,
        ):
            await notifications.handle(notifications.decoded(ChannelStateChanged.model_validate(quiet)))
            subject = (await notifications.publish()).envelope.subject
            await notifications.retract(subject)
            await asyncio.gather(gone.has(1), officer.has(3), observer.has(2))
            assert gone.ids() == [3]
            assert next(m["event"] for m in officer.messages) in OPERATIONAL_TYPES
            assert observer.ids() == [2, 3]
            # What was withdrawn meanwhile is told without its words.
            assert all("Digital" not in m["data"] for m in observer.messages[1:])
            assert elsewhere.messages == []


@pytest.mark.parametrize(
    ("given", "code"),
    [(one, "parameter") for one in ("-1", "x", "1.5", "9" * 40, "٣")] + [("999", "position_unknown")],
)
async def test_a_position_that_is_none_of_ours_is_refused(
    administrator: str, tmp_path: Path, given: str, code: str
) -> None:
    async with desk(administrator, tmp_path) as notifications:
        answer = await notifications.raw(None, "GET", f"/announcements/stream?after={given}")
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)


async def test_a_reader_that_was_away_too_long_is_told(administrator: str, tmp_path: Path) -> None:
    async with live(administrator, tmp_path) as (notifications, address):
        await notifications.publish("gone")
        await notifications.retract("gone")
        await notifications.publish("stands")
        notifications.advance(days=91)
        async with notifications.database.unit_of_work(ByClock("test")) as uow:
            await AnnouncementRepository(uow.connection, uow.clock).sweep(timedelta(days=90))
        async with reading(address, "/announcements/stream", Last_Event_ID="1") as reader:
            await reader.has(2)
            assert reader.messages[0] == {"event": "gap", "data": '{"after":1,"forgotten_up_to":2}'}
            assert reader.ids() == [3]
        page = await notifications.call(None, "GET", "/announcements")
        assert (page["swept_position"], [one["subject"] for one in page["announcements"]]) == (2, ["stands"])


async def test_a_reader_that_takes_nothing_is_dropped_and_holds_nobody_up(
    administrator: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "SEND_S", 0.5)
    async with live(administrator, tmp_path) as (notifications, address):
        host, port = address.removeprefix("http://").split(":")
        _, writer = await asyncio.open_connection(host, int(port), limit=1024)
        writer.write(b"GET /announcements/stream?after=0 HTTP/1.1\r\nHost: x\r\n\r\n")
        await writer.drain()
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        async with reading(address, "/announcements/stream?after=0") as reader:
            for _ in range(20):
                await notifications.handle(
                    *(notifications.decoded(notifications.published(summary="x" * 15_000)) for _ in range(25))
                )
            await reader.has(500)

            async def dropped() -> bool:
                return event_stream_count() == 1

            await until(dropped, "the slow reader's end")
        writer.close()


def event_stream_count() -> int:
    """Streams open in this process."""
    return int(OPEN._value.get())


async def test_too_many_streams_are_refused(administrator: str, tmp_path: Path) -> None:
    narrow = live(administrator, tmp_path, streams_at_once=1)
    async with narrow as (_, address), reading(address, "/announcements/stream"), asking(5) as http:
        answer = await http.get(address + "/announcements/stream")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")


async def test_pages_lead_from_the_first_event_to_the_last(notifications: NotificationsDesk) -> None:
    for _ in range(7):
        await notifications.publish()
    seen, after = [], 0
    while True:
        page = await notifications.call(None, "GET", f"/announcements?after={after}&first=3")
        if not page["announcements"]:
            break
        seen += [one["position"] for one in page["announcements"]]
        after = page["last_position"]
    assert (seen, after) == (list(range(1, 8)), 7)
    one = (await notifications.call(None, "GET", "/announcements?after=6"))["announcements"][0]
    assert await notifications.call(None, "GET", f"/announcements/{one['event_id']}") == one
    for path in ("/announcements/none", "/announcements?type=acsg.none", "/announcements?first=x"):
        with pytest.raises(Refused) as refused:
            await notifications.call(None, "GET", path)
        assert refused.value.status in {404, 422}


async def test_the_public_reads_no_news_of_the_service(notifications: NotificationsDesk) -> None:
    quiet = {"aggregate_id": "email", "aggregate_version": 1, "channel": "email", "state": "quiet", "reason": "test"}
    one = notifications.decoded(ChannelStateChanged.model_validate(quiet))
    await notifications.handle(one)
    path = f"/announcements/{one.envelope.id}"
    for who in (None, "integrator-observer", "tcd-authority", "cmr-office"):
        assert (await notifications.raw(who, "GET", path)).status_code == 404
    assert (await notifications.call("wca-officer", "GET", path))["data"]["state"] == "quiet"
    assert (await notifications.call("geneva-officer", "GET", path))["data"]["state"] == "quiet"


async def test_the_atom_feed_is_read_by_a_feed_reader(notifications: NotificationsDesk) -> None:
    await notifications.publish("r1", title="Registration <b>&\x0b more", reference="ACSG-2026-TCD-001")
    notifications.advance(minutes=5)
    await notifications.publish("r2", title="Appeals")
    await notifications.retract("r1")
    answer = await notifications.raw(None, "GET", "/announcements.atom")
    found = feedparser.parse(answer.content)
    assert (found.bozo, found.version, len(found.entries)) == (False, "atom10", 3)
    assert [entry.title for entry in found.entries] == [
        "Support request retracted: r1",
        "Support request published: ACSG-2026-TCD-001 – Appeals",
        "Support request published: r1",
    ]
    assert "Registration" not in answer.text
    assert len({entry.id for entry in found.entries}) == 3
    assert found.feed.updated_parsed[:5] == (2026, 5, 1, 12, 5)
    again = await notifications.raw(None, "GET", "/announcements.atom", **{"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    only = feedparser.parse((await notifications.raw(None, "GET", f"/announcements.atom?type={RETRACTED}")).content)
    assert len(only.entries) == 1
    fresh = await notifications.raw(None, "GET", "/announcements.atom?region=esa")
    assert feedparser.parse(fresh.content).feed.id == "urn:acsg:wca:announcements"
