"""One federation for all tests of this folder: it takes a while to start."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from tests.support.world import World, running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Geneva, West and Central Africa, Europe, joined by mirrors."""
    with running(tmp_path_factory.mktemp("world")) as (federation, links):
        async with httpx.AsyncClient(timeout=30) as http:
            yield World(federation, links, http)
