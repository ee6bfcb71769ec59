"""One federation for all tests of this folder: it takes a while to start."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support.sharing import by_one_process, worker_of
from tests.support.world import World, world_of


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Geneva, West and Central Africa, Europe, joined by mirrors."""
    by_one_process(tmp_path_factory.getbasetemp().parent, "world", worker_of(pytestconfig))
    async with world_of(tmp_path_factory.mktemp("world")) as found:
        yield found
