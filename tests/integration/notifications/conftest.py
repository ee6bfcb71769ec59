"""PostgreSQL alone; each test has a mail room over a database of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from deploy.local.provision import drop, provision
from shared.runtime.db.migrations import upgrade
from tests.support.mail_room import MailRoom, mail_room
from tests.support.notifications_desk import NotificationsDesk, desk
from tools.faults.receivers import Farm

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday morning."""
Open = Callable[..., AbstractAsyncContextManager[MailRoom]]
_numbers = count(1)


@pytest.fixture
def fresh(server: tuple[str, Path]) -> Iterator[tuple[str, str]]:
    """Addresses of an empty database: the service's, the owner's."""
    name = f"acsg_mail_{next(_numbers)}"
    yield asyncio.run(provision(server[0], name, server[1]))
    asyncio.run(drop(server[0], name))


@pytest.fixture
def opened(fresh: tuple[str, str]) -> Open:
    """Opens the mail room with settings of the test's own."""

    @asynccontextmanager
    async def made(now: datetime = START, **settings: Any) -> AsyncIterator[MailRoom]:
        await asyncio.to_thread(upgrade, "notifications", fresh[1])
        async with mail_room(fresh[0], now, **settings) as room:
            yield room

    return made


@pytest_asyncio.fixture
async def room(opened: Open) -> AsyncIterator[MailRoom]:
    """The mail room with the settings we start from."""
    async with opened() as made:
        yield made


@pytest.fixture
def administrator(server: tuple[str, Path]) -> str:
    """Address of the administrator."""
    return server[0]


@pytest_asyncio.fixture(loop_scope="session")
async def notifications(administrator: str, tmp_path: Path) -> AsyncIterator[NotificationsDesk]:
    """The delivery side over a database of its own; its clock stands at noon until it is moved."""
    async with desk(administrator, tmp_path) as one:
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def farm() -> AsyncIterator[Farm]:
    """Endpoints on loopback."""
    one = await Farm().open()
    yield one
    await one.close()
