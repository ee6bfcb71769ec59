"""The proxy of the fault tests does what it says: else cuts would cut nothing, and slow lines would be fast."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from deploy.local.processes import port
from tools.faults.link import Link


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


@pytest_asyncio.fixture
async def link() -> AsyncIterator[Link]:
    """Before a server that sends back what it gets."""
    target = port(0, "the echo")
    async with await asyncio.start_server(echo, "127.0.0.1", target):
        with Link(port(0, "the link"), target) as found:
            yield found


async def asked(link: Link, data: bytes = b"x") -> tuple[asyncio.StreamReader, asyncio.StreamWriter, float]:
    """A connection over which something went there and back, and how long that took."""
    reader, writer = await asyncio.open_connection("127.0.0.1", link.port)
    began = time.monotonic()
    writer.write(data)
    try:
        async with asyncio.timeout(20):
            assert await reader.readexactly(len(data)) == data
    except BaseException:
        writer.transport.abort()
        raise
    return reader, writer, time.monotonic() - began


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Whether a connection that seems open no longer answers, and says nothing of it either."""
    writer.write(b"y")
    try:
        await asyncio.wait_for(reader.read(1), 0.3)
    except TimeoutError:
        return True
    return False


async def test_what_is_cut_is_ended_and_refused_until_it_is_healed(link: Link) -> None:
    reader, writer, _ = await asked(link)
    link.cut()
    with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
        await reader.readexactly(1)
    with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
        await asked(link)
    writer.close()
    link.heal()
    _, writer, _ = await asked(link)
    writer.close()


async def test_forgotten_connections_say_nothing_and_new_ones_are_carried(link: Link) -> None:
    reader, writer, _ = await asked(link)
    assert link.forget() == 1
    assert await silent(reader, writer)
    new_reader, new_writer, _ = await asked(link)
    writer.close()
    assert not await silent(new_reader, new_writer)
    new_writer.close()


async def test_what_is_swallowed_comes_to_nobody(link: Link) -> None:
    reader, writer, _ = await asked(link)
    link.swallow("back")
    assert await silent(reader, writer)
    writer.close()


async def test_a_delay_costs_time_and_a_narrow_line_costs_throughput(link: Link) -> None:
    _, writer, fast = await asked(link, b"z" * 200_000)
    link.delay_s = 0.1
    _, far_writer, far = await asked(link, b"z" * 200_000)
    link.bytes_per_s = 200_000
    _, narrow_writer, narrow = await asked(link, b"z" * 200_000)
    assert far >= 0.2
    assert narrow >= 1 > fast
    for one in (writer, far_writer, narrow_writer):
        one.close()
