"""A deployment that shares less says everything again: copies elsewhere lose the field, also of what changes no more (WM 6)."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.intake.storage.restating import RESTATED as OF_INTAKE
from services.matching.reactions.restating import RESTATED as OF_MATCHING
from services.roster.storage.restating import RESTATED as OF_ROSTER
from shared.contracts.reduction.withheld import withheld_fields
from shared.runtime.clock import FixedClock
from shared.runtime.federation.restating import restate
from shared.runtime.kafka import slots
from shared.runtime.kafka.twins import outgoing
from tests.support.moving_country import Deployment, Move, move
from tests.support.owners import Intake, Network, geneva_over
from tests.support.read_model import ReadModel
from tools.faults.saga.regions import OWNER

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
WITHHELD = "support-request.gap"


@pytest_asyncio.fixture(loop_scope="session")
async def intake(postgres: Postgres, tmp_path: Path) -> AsyncIterator[tuple[Intake, ReadModel]]:
    network, clock = Network(), FixedClock(NOW)
    one = Intake(postgres, tmp_path, network, clock)
    await one.start()
    geneva = await geneva_over(postgres, tmp_path, network, clock)
    yield one, geneva
    await one.stop()
    await geneva.close()


async def gaps(geneva: ReadModel) -> int:
    """How many states Geneva keeps that say the field."""
    query = "select (select count(*) from {0} where state -> 'content' ? 'gap' and state -> 'content' ->> 'gap' is not null)"
    return sum([int(await geneva.value(query.format(table))) for table in ("item", "item_version")])


@pytest.mark.paragraph("6")
async def test_what_changes_no_more_loses_the_field_too(intake: tuple[Intake, ReadModel]) -> None:
    one, geneva = intake
    for _ in range(2):
        request = await one.submit()
        await one.revise(request, "A second version")
    await geneva.told(await one.published())
    assert await gaps(geneva) == 2 + 4
    one.clock.advance(minutes=1)
    one.withheld = withheld_fields(WITHHELD)
    assert await geneva.upkeep.eraser.step() is False  # nothing has said so yet
    assert await restate(one.service.database, OF_INTAKE) == {"request": 2, "commitment": 0, "crisis": 0, "warning": 0}
    await geneva.told(await one.published())
    while await geneva.upkeep.eraser.step():
        pass
    assert await gaps(geneva) == 0
    rows = await geneva.rows("select version, status, state -> 'content' ->> 'title' from item")
    assert [tuple(row) for row in rows] == [(3, "revised", "A second version")] * 2


async def test_it_may_be_run_again(intake: tuple[Intake, ReadModel]) -> None:
    one, geneva = intake
    request = await one.submit()
    for _ in range(2):
        await restate(one.service.database, OF_INTAKE)
    await one.revise(request, "Another")
    await geneva.told(await one.published())
    (row,) = await geneva.rows("select version, state -> 'content' ->> 'title' from item")
    assert tuple(row) == (4, "Another")


async def publish_less(here: Deployment, service: str, withheld: str) -> None:
    """Publishes what waits, as a relay does that withholds more."""
    connection = here.relays[service]
    fences = (await slots.lease(connection, OWNER, 600)).fences
    while rows := await slots.claim(connection, OWNER, fences, 500, 1):
        for one in outgoing(rows, withheld_fields(withheld)):
            here.log.append(one.topic, one)
        await slots.mark(connection, OWNER, rows)


async def test_the_copies_of_other_regions_follow(postgres: Postgres, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        run: Move = await move(stack, postgres, tmp_path)
        one = await run.submit()
        await run.in_line(one)
        offer = await run.offer(legal_traditions=["civil_law"])
        await run.settle()
        await run.propose(one["request_id"], offer)
        await run.settle()
        wca, esa = run.giving, run.receiving
        assert (await copy_of(esa, offer))["legal_traditions"] == ["civil_law"]
        assert await restate(wca.services["roster"].database, OF_ROSTER) == {
            "offer": 1,
            "project": 0,
            "expert": 0,
            "organisation": 0,
        }
        assert await restate(wca.services["matching"].database, OF_MATCHING) == {
            "need": 1,
            "match": 1,
            "solicitation": 0,
            "fitting": 0,
        }
        await publish_less(wca, "roster", "support-offer.legal_traditions")
        await run.settle()
        assert (await copy_of(esa, offer)).get("legal_traditions", []) == []
        # Nothing happened: what is held is held, and the match goes on.
        (line,) = await wca.fetch("roster", "select reserved::int, committed::int from line_capacity")
        assert tuple(line) == (1, 0)
        (match,) = await wca.fetch("matching", "select status, version from match")
        assert tuple(match) == ("reserved", 3)


async def copy_of(here: Deployment, offer: str) -> dict[str, object]:
    (row,) = await here.fetch(
        "matching", "select state -> 'content' as content from known_offer where offer_id = $1", offer
    )
    return dict(orjson.loads(row["content"]))


@pytest.mark.control
async def test_without_it_what_changes_no_more_keeps_the_field(intake: tuple[Intake, ReadModel]) -> None:
    one, geneva = intake
    await one.submit()
    await geneva.told(await one.published())
    one.withheld = withheld_fields(WITHHELD)
    await geneva.told(await one.published())
    while await geneva.upkeep.eraser.step():
        pass
    assert await gaps(geneva) == 2
