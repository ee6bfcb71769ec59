"""A read that is open to strangers costs what it shows: statements and rows are counted, not seconds."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from graphql import parse

from deploy.local.issuer import actor
from deploy.local.provision import drop, provision
from services.gateway.graphql.limits import cost_of
from services.gateway.projections.words import keep_words
from services.gateway.read_model import readable, reader
from services.gateway.read_model.tables import runtime
from services.gateway.settings import GatewaySettings
from services.gateway.upkeep.steps import StepsMaker
from shared.modalities.access.actor import PUBLIC
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
OF_KENYA = """update item set roles = '{lead_requester=iso3166:KEN,requester=iso3166:KEN}', parties = '{iso3166:KEN}'
    where kind = 'request' and reference in ('R-7', 'R-3000', 'R-4000')"""
TOLD = """insert into stream_cursor (region, source, epoch, stream, last_sequence, last_event_at, applied_at)
    values ('wca', '/acsg/wca/intake', 1, 'made-up', 1, now(), now()) on conflict do nothing"""
KEYS = "select region, kind, id from item"
ROLES = (
    "wca-officer",
    "geneva-officer",
    "tcd-authority",
    "ken-authority",
    "tcd-office",
    "euaa",
    "integrator-acme",
    None,
)
FIELDS = {
    **{name: f"{{ {name}(first: 50) {{ nodes {{ itemId }} }} }}" for name in (
        "supportRequests", "supportOffers", "matches", "openNeeds", "deliveries", "ownCommitments", "meetings")},
    **{f"count of {name}": f"{{ {name} {{ totalCount }} }}" for name in ("supportRequests", "supportOffers", "deliveries")},
    "changed last": "{ supportRequests(first: 50, order: CHANGED_NEWEST) { nodes { itemId } } }",
    "solicitedRequests": "{ solicitedRequests(first: 50) { itemId } }",
    "worklist": "{ worklist(first: 50) { itemId } }",
    "worklist of one's own": "{ worklist(first: 50, mine: true) { itemId } }",
    "unmetNeed": "{ unmetNeed { open } }",
    "firstFeedback": "{ firstFeedback { requests } }",
    "steps": "{ supportRequests(first: 50) { nodes { steps { code } } } }",
    "item": '{ item(key: "R-7") { itemId } }',
}  # fmt: skip
MOST_STATEMENTS = 6
"""Of an operation, those that say who asks included."""


@pytest.fixture(scope="module")
def many(server: tuple[str, Path]) -> Iterator[str]:
    """A read model with 5,000 requests of which three are shown to the public."""

    async def copy(url: str) -> None:
        database = Database(settings_of(url), runtime, SystemClock())
        async with database.unit_of_work(ByClock("made-up")) as uow:
            for statement in (COPIES, OF_KENYA, TOLD):
                await uow.connection.execute(sa.text(statement))
            await keep_words(uow, [tuple(row) for row in await uow.connection.execute(sa.text(KEYS))])
        settings = database.settings
        assert isinstance(settings, GatewaySettings)
        assert await StepsMaker(database, settings).make() > 5000
        async with database.engine.connect() as connection:
            await (await connection.execution_options(isolation_level="AUTOCOMMIT")).exec_driver_sql("analyze")
        await database.dispose()

    url, owner = asyncio.run(provision(server[0], "acsg_gateway_many", server[1]))
    upgrade("gateway", owner)
    asyncio.run(made_up.fill(url, [made_up.request(1)]))
    asyncio.run(copy(url))
    yield url
    asyncio.run(drop(server[0], "acsg_gateway_many"))


@dataclass
class Cost:
    """Of an operation: statements and rows, and how many rows the database looked at for it."""

    statements: int = 0
    rows: int = 0
    looked_at: int = 0
    sent: list[tuple[str, Any]] = field(default_factory=list)


async def measured(one: Gateway, who: str | None, query: str) -> tuple[Cost, Any]:
    """What an operation costs, and its data."""
    found = Cost()

    def heard(_: Any, cursor: Any, statement: str, parameters: Any, *__: Any) -> None:
        found.statements += 1
        if "item" in statement or "step" in statement:
            found.rows += max(cursor.rowcount, 0)
            found.sent.append((statement, parameters))

    engine = one.database.engine.sync_engine
    sa.event.listen(engine, "after_cursor_execute", heard)
    try:
        answer = (await one.send(who, query)).json()
    finally:
        sa.event.remove(engine, "after_cursor_execute", heard)
    # A role that may not ask at all is refused, and costs nothing.
    assert not [e for e in answer.get("errors", ()) if e["extensions"]["code"] != "not_permitted"], answer
    async with one.database.reading(actor(who) if who else PUBLIC) as connection:
        for statement, parameters in found.sent:
            plan = await connection.exec_driver_sql(f"explain (analyze, format json) {statement}", parameters)
            found.looked_at += looked_at(plan.scalar_one()[0]["Plan"])
    return found, answer["data"]


def looked_at(node: dict[str, Any]) -> int:
    """Rows that a plan's scans came by, those that it threw away included."""
    thrown = sum(value for name, value in node.items() if name.startswith("Rows Removed by"))
    mine = (node["Actual Rows"] + thrown) * node["Actual Loops"] if "Relation Name" in node else 0
    return int(mine) + sum(looked_at(child) for child in node.get("Plans", ()))


async def cost(one: Gateway, who: str | None, query: str) -> tuple[int, int, Any]:
    """Statements on items, rows, and the data."""
    found, data = await measured(one, who, query)
    return len(found.sent), found.rows, data


@pytest.mark.parametrize("name", FIELDS)
async def test_nobody_pays_for_what_it_may_not_read(many: str, name: str) -> None:
    """Any role, every field: a fixed number of statements, and rows of the size of an officer's."""
    async with gateway(many, mode="development") as one:
        officer, _ = await measured(one, "wca-officer", FIELDS[name])
        for who in ROLES:
            found, _ = await measured(one, who, FIELDS[name])
            assert found.statements <= MOST_STATEMENTS, (who, found)
            assert found.rows <= 3 * max(officer.rows, 1), (who, found)


SPARSE = [("ken-authority", 3), ("euaa", 0), ("integrator-acme", 0), (None, 0)]


@pytest.mark.parametrize(("who", "shown"), SPARSE)
async def test_the_database_looks_at_what_is_shown_and_little_more(many: str, who: str | None, shown: int) -> None:
    async with gateway(many, mode="development") as one:
        for name in ("supportRequests", "changed last", "count of supportRequests", "worklist", "solicitedRequests"):
            found, data = await measured(one, who, FIELDS[name])
            if name == "supportRequests":
                assert len(data["supportRequests"]["nodes"]) == shown
            assert found.looked_at <= 20 * (shown + 3), (name, found)


@pytest.mark.control
async def test_control_a_condition_that_no_index_answers_is_found(many: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def planted(of: Any, when: Any, *actions: Any) -> Any:
        return sa.or_(*(readable.readable(of, action, when) for action in actions))

    monkeypatch.setattr(reader, "reachable", planted)
    async with gateway(many, mode="development") as one:
        found, _ = await measured(one, "ken-authority", FIELDS["supportRequests"])
    assert found.looked_at > 1000


@pytest.mark.control
async def test_control_a_list_that_is_cut_afterwards_is_found(many: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it was: the policy asked of each row that came by, not of the condition."""
    monkeypatch.setattr(reader, "reachable", lambda *_: sa.true())
    async with gateway(many, mode="development") as one:
        officer, _ = await measured(one, "wca-officer", FIELDS["supportRequests"])
        found, _ = await measured(one, "tcd-authority", FIELDS["supportRequests"])
    assert found.statements > MOST_STATEMENTS or found.rows > 3 * officer.rows or found.looked_at > 1000


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
