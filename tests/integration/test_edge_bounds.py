"""What callers without a token could do to a process (S17, S10): each row has its bound, and a control without it."""

import asyncio
import resource
import time
from contextlib import suppress
from typing import Any

import httpx
import pytest

from shared.runtime.http.connections import MOST_IN_LINE
from shared.runtime.settings import RuntimeSettings
from tests.support.raw_sockets import GET, Client, serving


async def answered(port: int, data: bytes) -> int | None:
    """The status with which something is answered."""
    client = await Client.to(port)
    sending = asyncio.create_task(client.send(data))
    try:
        return await client.status()
    finally:
        sending.cancel()
        client.close()


def fields(count: int, size: int = 1) -> bytes:
    return b"".join(b"x-%d: %s\r\n" % (n, b"y" * size) for n in range(count))


def test_what_a_service_has_by_default() -> None:
    settings = RuntimeSettings(service="t", database_url="-")
    assert settings.header_count <= 100
    assert settings.header_bytes <= 32_768
    assert settings.socket_message_bytes <= 65_536
    assert max(settings.head_s, settings.idle_s) <= 10
    assert max(settings.body_s, settings.stalled_s) <= 60
    assert settings.kept_for_known >= 0.5
    assert settings.proxies == []


HEADS: dict[str, bytes] = {
    "ten thousand headers": GET + fields(10_000) + b"\r\n",
    "a hundred and a few headers": GET + fields(110) + b"\r\n",
    "one header of forty megabytes": GET + b"x: " + b"y" * 40_000_000,
    "a header that never says its name": GET + b"y" * 1_000_000,
    "headers of twenty megabytes": GET + fields(5000, 4000),
    "an address of a megabyte": b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n\r\n",
    "a chunk that never ends its extension": b"POST /bodies HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"e" * 200_000,
    "trailers": b"POST /bodies HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n" + fields(5000, 100),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
async def test_a_head_beyond_its_bounds_is_refused(name: str) -> None:
    async with serving() as port:
        assert await answered(port, HEADS[name]) == 431
        assert await answered(port, GET + fields(60, 300) + b"\r\n") == 200


@pytest.mark.control
async def test_the_library_alone_takes_ten_thousand_headers() -> None:
    async with serving(plain=True) as port:
        assert await answered(port, HEADS["ten thousand headers"]) == 200


async def test_a_head_of_any_size_is_not_kept() -> None:
    async with serving() as port:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for _ in range(3):
            client = await Client.to(port)
            piece = fields(20, 50_000)
            with suppress(OSError):
                for _ in range(20):
                    if not await client.send(piece):
                        break
            client.close()
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 40_000, f"{grown} kB"


async def in_line(port: int, count: int) -> tuple[int, int]:
    """Of so many requests sent at once: how many are answered, and how many refused (431), before the connection ends."""
    client, said = await Client.to(port), b""
    await client.send((GET + b"\r\n") * count)
    with suppress(OSError):
        async with asyncio.timeout(60):
            while said.count(b"HTTP/1.1 200") < count and (piece := await client.reader.read(65_536)):
                said += piece
    client.close()
    return said.count(b"HTTP/1.1 200"), said.count(b"HTTP/1.1 431")


async def test_requests_in_line_are_few() -> None:
    async with serving() as port:
        assert await in_line(port, 5) == (5, 0)
        assert await in_line(port, MOST_IN_LINE) == (MOST_IN_LINE, 0)
        for count in (4 * MOST_IN_LINE, 5000):
            done, refused = await in_line(port, count)
            assert done <= MOST_IN_LINE + 1
            assert refused == 1


@pytest.mark.control
async def test_the_library_alone_answers_any_line() -> None:
    async with serving(plain=True) as port:
        assert await in_line(port, 5000) == (5000, 0)


SLOW: dict[str, tuple[bytes, bytes, dict[str, float]]] = {
    "says nothing": (b"", b"", {"head_s": 0.4}),
    "says its headers slowly": (GET, b"x", {"head_s": 0.4}),
    "sends its body slowly": (b"POST /bodies HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", b"x", {"body_s": 0.4}),
    "sends chunks slowly": (b"POST /bodies HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", {"body_s": 0.4}),
    "asks once and stays": (GET + b"\r\n", b"", {"idle_s": 0.4}),
    "takes nothing of its answer": (b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n", b"", {"stalled_s": 0.4}),
}  # fmt: skip


async def lasts(port: int, begin: bytes, more: bytes, seconds: float, *, reads: bool) -> float | None:
    """For how long a connection of this kind stays open; None: as long as it was looked at."""
    client, begun = await Client.to(port), time.monotonic()
    await client.send(begin)
    transport = client.writer.transport
    assert isinstance(transport, asyncio.Transport)
    try:
        while time.monotonic() - begun < seconds:
            if more and not await client.send(more):
                return time.monotonic() - begun
            if not reads:
                # Nothing is read: that it was cut off shows when something is sent.
                transport.pause_reading()
                await asyncio.sleep(0.2)
                if time.monotonic() - begun > 2.5:
                    transport.resume_reading()
                    return time.monotonic() - begun if await client.ended(5) is not None else None
            elif await client.ended(0.1) is not None:
                return time.monotonic() - begun
        return None
    finally:
        client.close()


@pytest.mark.parametrize("name", SLOW)
async def test_who_takes_his_time_is_ended(name: str) -> None:
    begin, more, settings = SLOW[name]
    async with serving(**settings) as port:
        assert await lasts(port, begin, more, 20, reads="nothing of" not in name) is not None


@pytest.mark.control
@pytest.mark.parametrize("name", ["says nothing", "says its headers slowly", "sends its body slowly"])
async def test_the_library_alone_waits(name: str) -> None:
    begin, more, settings = SLOW[name]
    async with serving(plain=True, **settings) as port:
        assert await lasts(port, begin, more, 3, reads=True) is None


async def test_a_slow_request_is_told_so() -> None:
    async with serving(head_s=0.3) as port:
        assert await answered(port, GET) == 408


async def test_one_address_has_so_many_connections_and_its_oldest_go() -> None:
    async with serving(connections_per_address=5) as port:
        first = [await Client.to(port) for _ in range(5)]
        more = [await Client.to(port) for _ in range(3)]
        assert [await one.ended(5) is not None for one in first[:3]] == [True] * 3
        for one in (*first[3:], *more):
            await one.send(GET + b"\r\n")
            assert await one.status() == 200
            one.close()


async def test_connections_of_known_callers_stay_when_others_crowd() -> None:
    async with serving(connections_per_address=1000, connections_at_once=10, idle_s=30) as port:
        known = await Client.to(port)
        who = b"GET /who HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wca-officer\r\n\r\n"
        await known.send(who)
        assert await known.status() == 200
        crowd = [await Client.to(port) for _ in range(60)]
        await asyncio.sleep(0.2)
        open_ones = [one for one in crowd if not one.reader.at_eof()]
        assert len(open_ones) <= 10
        await known.send(who)
        assert not known.reader.at_eof()
        for one in (known, *crowd):
            one.close()


async def test_whose_address_it_is_says_a_proxy_that_is_named_and_nobody_else() -> None:
    claim = {"X-Forwarded-For": "198.51.100.7"}
    for settings, expected in (({}, "127.0.0.1"), ({"forwarded_allow_ips": "127.0.0.0/8"}, "198.51.100.7")):
        async with serving(**settings) as port, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
            assert (await http.get("/who", headers=claim)).json()["who"].split()[-1] == expected


@pytest.mark.parametrize(
    ("settings", "headers", "status"),
    [
        ({}, {}, 200),
        ({}, {"X-Forwarded-For": "198.51.100.7"}, 404),
        ({}, {"Forwarded": "for=198.51.100.7"}, 404),
        ({"metrics_from": "192.0.2.0/24"}, {}, 404),
        ({"metrics_from": "", "metrics_token": "sixteen letters!"}, {}, 404),
        ({"metrics_from": "", "metrics_token": "sixteen letters!"}, {"Authorization": "Bearer wca-officer"}, 404),
        ({"metrics_from": "", "metrics_token": "sixteen letters!"}, {"Authorization": "Bearer sixteen letters!"}, 200),
    ],
)
async def test_metrics_are_not_for_anybody(settings: dict[str, Any], headers: dict[str, str], status: int) -> None:
    async with serving(**settings) as port, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        answer = await http.get("/metrics", headers=headers)
    assert answer.status_code == status
    assert (b"acsg_http_seconds" in answer.content) == (status == 200)


def test_addresses_in_settings_are_addresses() -> None:
    with pytest.raises(ValueError, match="neither an address nor a network"):
        RuntimeSettings(service="t", database_url="-", metrics_from="localhost")


async def test_others_are_served_while_heads_without_end_come() -> None:
    async with serving() as port, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        stop = asyncio.Event()

        async def harm() -> None:
            while not stop.is_set():
                await answered(port, HEADS["one header of forty megabytes"][:2_000_000])

        harmers = [asyncio.create_task(harm()) for _ in range(4)]
        answers = [(await http.get("/health/live")).status_code for _ in range(50)]
        stop.set()
        await asyncio.gather(*harmers)
    assert answers == [200] * 50
