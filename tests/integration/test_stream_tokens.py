"""An open stream ends within seconds of its token, revoked or expired; one whose token holds lives on (WM 3, ADR 8)."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from deploy.local.issuer import HOURS
from deploy.local.postgres import Postgres
from services.notifications.http.event_stream import GOOD_NO_MORE
from shared.runtime.http.authentication import LEEWAY_S
from shared.runtime.http.issued import REMEMBERED_S
from tests.integration.notifications.test_streams import Reader, reading
from tests.support.interfaces import Interfaces
from tests.support.poll import until

OBSERVER = "integrator-observer"
PATH = "/announcements/stream"
RECHECK_S = 1.0


@pytest.fixture(scope="module")
def interfaces(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Interfaces]:
    one = Interfaces(tmp_path_factory.mktemp("streams"), ("notifications",))
    try:
        quick = {"ACSG_TOKEN_RECHECK_S": str(RECHECK_S), "ACSG_STREAM_HEARTBEAT_S": "0.3"}
        yield one.up(postgres, **quick)
    finally:
        one.down()


def made(at: Interfaces) -> dict[str, Any]:
    body = {"name": "Streams", "scopes": ["read"]}
    found: dict[str, Any] = at.call(OBSERVER, "notifications", "POST", "/tokens", body).json()
    return found


async def ended(reader: Reader, seconds: float) -> None:
    async def over() -> bool:
        return reader.ended

    await until(over, "the end of the stream", seconds)


async def lives(reader: Reader) -> None:
    """It goes on to say that it is there, longer than the next look at its token takes."""
    said = len(reader.comments)

    async def more() -> bool:
        return len(reader.comments) >= said + 3 * RECHECK_S / 0.3

    await until(more, "a stream that goes on")
    assert not reader.ended


def bearer(token: str) -> str:
    return f"Bearer {token}"


async def test_a_revoked_token_ends_its_stream_and_no_other(interfaces: Interfaces) -> None:
    gone, kept = await asyncio.gather(*(asyncio.to_thread(made, interfaces) for _ in range(2)))
    login, address = interfaces.token(OBSERVER), interfaces.addresses["notifications"]
    async with (
        reading(address, PATH, Authorization=bearer(gone["token"])) as revoked,
        reading(address, PATH, Authorization=bearer(kept["token"])) as other,
        reading(address, PATH, Authorization=bearer(login)) as person,
        reading(address, PATH) as public,
    ):
        assert {one.status for one in (revoked, other, person, public)} == {200}
        began = time.monotonic()
        one = f"/tokens/{gone['token_id']}"
        await asyncio.to_thread(interfaces.call, OBSERVER, "notifications", "DELETE", one)
        await ended(revoked, REMEMBERED_S + 5)
        assert time.monotonic() - began < REMEMBERED_S + RECHECK_S + 3
        assert revoked.comments[-1] == GOOD_NO_MORE
        for reader in (other, person, public):
            await lives(reader)
    # Who comes back with it is refused.
    answer = await asyncio.to_thread(
        httpx.get, address + PATH, headers={"Authorization": bearer(gone["token"])}, timeout=10
    )
    assert answer.status_code == 401


async def test_a_login_that_expires_ends_its_stream(interfaces: Interfaces) -> None:
    """It is taken for so long after its end as clocks may differ; the stream goes with it."""
    address = interfaces.addresses["notifications"]
    soon = interfaces.token(OBSERVER, time.time() - HOURS * 3600 - LEEWAY_S + 3)
    async with reading(address, PATH, Authorization=bearer(soon)) as reader:
        assert reader.status == 200
        await ended(reader, 3 + RECHECK_S + 5)
        assert reader.comments[-1] == GOOD_NO_MORE
