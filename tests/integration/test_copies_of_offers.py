"""The match bench hears of every copy of an offer, also of one whose transaction commits after a later one (WM 11)."""

from collections.abc import AsyncIterator
from random import Random

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from deploy.local.stack import Stack
from services.matching.storage.repository import BoardRepository
from services.matching.storage.tables import known_offer
from tests.support.random_roster import offer

FIRST, SECOND = (
    offer(Random(seed), seed).model_copy(update={"offer_id": f"late-{seed}", "status": "withdrawn"}) for seed in (1, 2)
)


@pytest_asyncio.fixture
async def engine(stack: Stack) -> AsyncIterator[AsyncEngine]:
    address = stack.databases["matching"].partition("?")[0].replace("postgresql://", "postgresql+asyncpg://", 1)
    made = create_async_engine(address, connect_args={"server_settings": {"acsg.service": "test"}})
    yield made
    async with made.begin() as connection:
        await connection.execute(sa.delete(known_offer).where(known_offer.c.offer_id.like("late-%")))
    await made.dispose()


async def test_a_copy_that_commits_late_is_not_passed_over(engine: AsyncEngine) -> None:
    async with engine.connect() as slow, engine.connect() as quick, engine.connect() as reader:
        _, mark = await BoardRepository(reader).offers_changed(0, {})
        await BoardRepository(slow).know_offer(FIRST, 1)
        await BoardRepository(quick).know_offer(SECOND, 1)
        await quick.commit()
        seen, mark = await BoardRepository(reader).offers_changed(mark, {})
        assert [copy.state.offer_id for copy in seen if copy.state.offer_id.startswith("late-")] == [SECOND.offer_id]
        await slow.commit()
        again, _ = await BoardRepository(reader).offers_changed(mark, {SECOND.offer_id: 1})
        assert FIRST.offer_id in {copy.state.offer_id for copy in again}
        assert SECOND.offer_id not in {copy.state.offer_id for copy in again}


@pytest.mark.control
async def test_by_the_newest_mark_seen_it_is_passed_over(engine: AsyncEngine) -> None:
    newest = sa.select(sa.func.max(known_offer.c.changed))
    async with engine.connect() as slow, engine.connect() as quick, engine.connect() as reader:
        await BoardRepository(slow).know_offer(FIRST, 1)
        await BoardRepository(quick).know_offer(SECOND, 1)
        await quick.commit()
        mark = (await reader.execute(newest)).scalar_one() + 1
        await slow.commit()
        again, _ = await BoardRepository(reader).offers_changed(mark, {})
        assert FIRST.offer_id not in {copy.state.offer_id for copy in again}
