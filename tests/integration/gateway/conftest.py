"""PostgreSQL alone, and read models filled with events of every kind in the shape the projector writes."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.provision import drop, provision
from shared.contracts.event import Event
from shared.runtime.db.migrations import upgrade
from tools.bench import made_up

ITEMS = 120
ReadModels = dict[int, str]


def events(count: int) -> Iterator[Event]:
    """So many items of each kind; every second request has been found in line."""
    for number in range(count):
        yield made_up.request(number)
        if number % 2 == 0:
            yield made_up.request(number, version=2)
        for make in (made_up.offer, made_up.commitment, made_up.need, made_up.match, made_up.delivery):
            yield make(number)


@pytest.fixture(scope="session")
def read_models(server: tuple[str, Path]) -> Iterator[ReadModels]:
    """Addresses of read models, by how many items of each kind stand in them."""
    made: ReadModels = {}
    for count in (1, ITEMS):
        made[count], owner = asyncio.run(provision(server[0], f"acsg_gateway_{count}", server[1]))
        upgrade("gateway", owner)
        asyncio.run(made_up.fill(made[count], events(count)))
    yield made
    for count in made:
        asyncio.run(drop(server[0], f"acsg_gateway_{count}"))


@pytest.fixture(scope="session")
def filled(read_models: ReadModels) -> str:
    """Address of the read model that most tests share."""
    return read_models[ITEMS]
