"""A read that is open to strangers costs what it shows: statements and rows are counted, not seconds."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from graphql import parse

from deploy.local.provision import drop, provision
from services.gateway.graphql.limits import cost_of
from services.gateway.read_model.tables import runtime
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.migrations import upgrade
from tests.support.gateway import Gateway, gateway, settings_of
from tools.bench import made_up

COPIES = """insert into item select (jsonb_populate_record(i, jsonb_build_object(
    'id', gen_random_uuid()::text, 'reference', 'R-' || n, 'begun_at', i.begun_at + n * interval '1 second',
    'shown_to', case when n in (10, 2500, 4990) then '["public"]'::jsonb else '[]'::jsonb end))).*
    from item i, generate_series(1, 5000) n where kind = 'request'"""


@pytest.fixture(scope="module")
def many(server: tuple[str, Path]) -> Iterator[str]:
    """A read model with 5,000 requests of which three are shown to the public."""

    async def copy(url: str) -> None:
        database = Database(settings_of(url), runtime, SystemClock())
        async with database.unit_of_work(ByClock("made-up")) as uow:
            await uow.connection.execute(sa.text(COPIES))
        await database.dispose()

    url, owner = asyncio.run(provision(server[0], "acsg_gateway_many", server[1]))
    upgrade("gateway", owner)
    asyncio.run(made_up.fill(url, [made_up.request(1)]))
    asyncio.run(copy(url))
    yield url
    asyncio.run(drop(server[0], "acsg_gateway_many"))


async def cost(one: Gateway, who: str | None, query: str) -> tuple[int, int, Any]:
    """Statements and rows of an operation, and its data."""
    rows, statements = 0, 0

    def heard(_: Any, cursor: Any, statement: str, *__: Any) -> None:
        nonlocal rows, statements
        if "item" in statement:
            statements += 1
            rows += max(cursor.rowcount, 0)

    engine = one.database.engine.sync_engine
    sa.event.listen(engine, "after_cursor_execute", heard)
    try:
        data = await one.ask(who, query)
        return statements, rows, data
    finally:
        sa.event.remove(engine, "after_cursor_execute", heard)


@pytest.mark.parametrize("who", [None, "integrator-acme", "fra-authority"])
async def test_a_reader_pays_for_what_it_is_shown(many: str, who: str | None) -> None:
    async with gateway(many) as one:
        statements, rows, data = await cost(one, who, "{ solicitedRequests(first: 50) { itemId } }")
        assert (statements, rows, len(data["solicitedRequests"])) == (1, 3, 3)
        statements, rows, data = await cost(one, who, "{ solicitedRequests(first: 2) { itemId } }")
        assert (statements, rows, len(data["solicitedRequests"])) == (1, 2, 2)


@pytest.mark.parametrize("first", [0, -1])
async def test_nothing_is_read_for_nothing(many: str, first: int) -> None:
    async with gateway(many) as one:
        found = await cost(one, None, f"{{ solicitedRequests(first: {first}) {{ itemId }} }}")
    assert found == (0, 0, {"solicitedRequests": []})


async def test_lists_of_what_a_stranger_may_not_read_are_empty_and_cheap(many: str) -> None:
    async with gateway(many) as one:
        for query in ("{ supportRequests(first: 50) { nodes { itemId } } }", "{ supportRequests { totalCount } }"):
            statements, rows, _ = await cost(one, None, query)
            assert statements <= 2
            assert rows <= 3, query


def test_what_reads_more_than_it_shows_weighs_so() -> None:

    plain = cost_of(parse("{ freshness { region } }"))
    assert cost_of(parse("{ worklist { region } }")) >= plain + 900
    assert cost_of(parse("{ a: worklist { region } b: worklist { region } c: worklist { region } }")) > 2000
