"""After an upgrade engagements are said again by themselves, once, and what today's rules do not publish is retracted (WM 6, 15.vii)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa

from deploy.local.postgres import Postgres
from services.delivery.actions.say_again import SaidBefore
from services.delivery.domain import publication
from services.delivery.settings import DeliverySettings
from services.delivery.storage.repository import EngagementRepository
from services.delivery.storage.tables import runtime
from shared.contracts.shapes.engagement import EngagementState
from shared.runtime.clock import FixedClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.identifiers import new_id
from tests.support.databases import environment
from tests.unit.delivery.test_publication import published
from tests.unit.delivery.worlds import NOW

pytestmark = pytest.mark.paragraph("15.vii")


@pytest_asyncio.fixture(loop_scope="session")
async def database(postgres: Postgres, tmp_path: Path) -> AsyncIterator[Database]:
    settings = DeliverySettings(**await environment(postgres, tmp_path, "delivery", "said_again"))
    one = Database(settings, runtime, FixedClock(NOW))
    yield one
    await one.dispose()


async def stored(database: Database, state: EngagementState, shown: dict[str, Any] | None, *, before: bool) -> str:
    """An engagement as an earlier release left it: public under words that are bound to no text, if ``shown``."""
    one = new_id(database.clock)
    changes: dict[str, Any] = {"engagement_id": one, "match_id": new_id(database.clock), "reference": one}
    async with database.unit_of_work(ByClock("test")) as uow:
        engagements = EngagementRepository(uow.connection)
        await engagements.add(state.model_copy(update=changes))
        if shown is not None:
            await engagements.keep_published(one, shown)
        if before:
            await uow.connection.execute(
                sa.text("update engagement set said_with = 0 where engagement_id = cast(:one as uuid)"), {"one": one}
            )
    return one


async def told(database: Database, one: str) -> list[str]:
    """Types of the events of one, in their order."""
    query = sa.text("select type from outbox where key = :one order by id")
    async with database.reading() as connection:
        return [row.type.rpartition("acsg.")[2] for row in await connection.execute(query, {"one": one})]


async def test_each_is_said_again_once_and_nothing_stays_public_without_words_to_it(database: Database) -> None:
    whole = published()
    fields = publication.public_view(whole)
    unbound = whole.model_copy(update={"publication": None})
    bare = await stored(database, unbound, fields, before=True)
    agreed = await stored(database, whole, fields, before=True)
    todays = await stored(database, whole, fields, before=False)
    counts = [await SaidBefore(database).look() for _ in range(2)]
    assert counts == [2, 0]
    assert await told(database, bare) == ["delivery.engagement-restated", "public.engagement-retracted"]
    assert await told(database, agreed) == ["delivery.engagement-restated"], "all had agreed to this text"
    assert await told(database, todays) == []
    async with database.reading() as connection:
        found = EngagementRepository(connection)
        assert [await found.published(each) for each in (bare, agreed, todays)] == [None, fields, fields]
