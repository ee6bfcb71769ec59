"""Hostile endpoints (W7): whatever they do, a call ends in time, in bounded memory, and leads nowhere else."""

import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest
import pytest_asyncio

from services.notifications.channels.guarded_connections import Connections, GuardedBackend
from services.notifications.channels.webhook import Call, WebhookCaller
from services.notifications.settings import NotificationsSettings
from shared.runtime.clock import SystemClock
from tests.support import hostile
from tests.support.hostile import Certificates, Handler, serving
from tools.faults.receivers import Farm, answer

TIMEOUT_S = 1.5
SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
ZOO: Sequence[tuple[Handler, str]] = (
    (hostile.endless_body, "ok"),
    (hostile.endless_headers, "connection_lost"),
    (hostile.endless_continue, "timeout"),
    (hostile.drop_by_drop_headers, "timeout"),
    (hostile.drop_by_drop_body, "ok"),
    (hostile.gzip_bomb, "ok"),
    (hostile.garbage, "connection_lost"),
    (hostile.cut_off, "connection_lost"),
    (hostile.silence, "timeout"),
)


async def resolve(_: str, __: int) -> Sequence[str]:
    """Every name is on loopback."""
    return ["127.0.0.1"]


@pytest_asyncio.fixture(loop_scope="session")
async def certificates(tmp_path: Path) -> Certificates:
    """An authority that the caller trusts."""
    return Certificates(tmp_path)


@pytest_asyncio.fixture(loop_scope="session")
async def caller(certificates: Certificates) -> AsyncIterator[WebhookCaller]:
    """A caller that may call loopback."""
    connections = Connections(GuardedBackend(resolve, private=True), certificates.file)
    one = WebhookCaller(connections, SystemClock(), timeout_s=TIMEOUT_S, private=True)
    yield one
    await one.close()


def call_to(url: str, **more: Any) -> Call:
    return Call("hook", "msg_1", url, [SECRET], b"{}", **more)


def test_no_setting_lets_a_call_take_longer_than_fifteen_seconds() -> None:
    with pytest.raises(ValueError, match="webhook_timeout_s"):
        NotificationsSettings.model_validate({"database_url": "postgresql://x", "webhook_timeout_s": 15.1})


@pytest.mark.parametrize(("handler", "code"), ZOO, ids=[handler.__name__ for handler, _ in ZOO])
async def test_a_call_ends_in_time_and_in_bounded_memory(caller: WebhookCaller, handler: Handler, code: str) -> None:
    process = psutil.Process()
    async with serving(handler) as port:
        before, began = process.memory_info().rss, time.monotonic()
        for _ in range(3):
            assert (await caller.call(call_to(f"http://127.0.0.1:{port}/"))).code == code
        assert (time.monotonic() - began) / 3 < TIMEOUT_S + 3
        assert process.memory_info().rss - before < 20_000_000


async def test_a_hundred_redirects_are_one_call(caller: WebhookCaller, farm: Farm) -> None:
    for n in range(100):
        farm.planted[f"/r/{n}"] = lambda _, n=n: answer(302, f"location: {farm.url(f'/r/{n + 1}')}")  # type: ignore[misc]
    assert (await caller.call(call_to(farm.url("/r/0")))).code == "redirect_302"
    assert [one.path for one in farm.calls] == ["/r/0"]


@pytest.mark.parametrize(
    ("host", "changes", "code"),
    [
        ("hooks.example.org", {}, "ok"),
        ("hooks.example.org", {"days": -1}, "tls_failed"),
        ("hooks.example.org", {"trusted": False}, "tls_failed"),
        ("other.example.org", {}, "tls_failed"),
    ],
    ids=["good", "expired", "signed by itself", "of another host"],
)
async def test_tls_verifies_the_name_that_was_asked_for(
    caller: WebhookCaller, certificates: Certificates, host: str, changes: dict[str, Any], code: str
) -> None:
    async with serving(hostile.fine, certificates.server(host, **changes)) as port:
        assert (await caller.call(call_to(f"https://hooks.example.org:{port}/x"))).code == code


async def test_plain_http_behind_https_is_a_failure(caller: WebhookCaller) -> None:
    async with serving(hostile.fine) as port:
        assert (await caller.call(call_to(f"https://hooks.example.org:{port}/x"))).code in {
            "tls_failed",
            "connect_failed",
            "timeout",
        }


async def test_a_kept_connection_that_the_endpoint_closed_says_nothing_about_it(
    caller: WebhookCaller, farm: Farm
) -> None:
    url = farm.url("/ok/1")
    for _ in range(3):
        assert (await caller.call(call_to(url))).code == "ok"
        for transport in list(farm._open):
            transport.abort()
    assert len(farm.calls) == 3
