"""Both sides of an engagement are asked for a word once for each silence, whatever else happens to it (WM 9, 15.vii)."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio
import sqlalchemy as sa

from deploy.local.postgres import Postgres
from services.delivery.actions.ask_for_word import Silences
from services.delivery.domain.following import unchanged, word_due
from services.delivery.settings import DeliverySettings
from services.delivery.storage.repository import EngagementRepository
from services.delivery.storage.restating import RESTATED
from services.delivery.storage.tables import runtime
from shared.contracts.shapes.engagement import EngagementState
from shared.runtime.clock import FixedClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from tests.support.databases import environment
from tests.unit.delivery.worlds import CHAD, NOW, WITHIN, in_stage

ONE = UUID("01890000-0000-7000-8000-000000000001")
pytestmark = pytest.mark.paragraph("15.vii")


class Owner:
    """Delivery's database with one engagement in progress, at a moment that the test says."""

    def __init__(self, database: Database, clock: FixedClock) -> None:
        self.database, self.clock = database, clock

    async def begin(self) -> None:
        """The engagement, of which a word is due some time from now."""
        match = {"engagement_id": str(ONE), "match_id": "01890000-0000-7000-8000-000000000002"}
        state = word_due(in_stage("in_progress").model_copy(update=match), WITHIN)
        async with self.database.unit_of_work(ByClock("test")) as uow:
            await EngagementRepository(uow.connection).add(state)

    async def stored(self) -> tuple[EngagementState, int]:
        """It, and its version."""
        async with self.database.reading() as connection:
            found = await EngagementRepository(connection).find(ONE, lock=False)
        assert found is not None
        return found

    async def asked(self) -> int:
        """How often both sides were asked for a word by now, once silences have been looked for."""
        await Silences(self.database).look()
        query = sa.text("select count(*) from outbox where type = 'acsg.delivery.engagement-word-due'")
        async with self.database.reading() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def no_change(self) -> None:
        """A side says that nothing changed."""
        state, version = await self.stored()
        after = word_due(unchanged(state, CHAD, self.clock.now()), WITHIN)
        async with self.database.unit_of_work(ByClock("test")) as uow:
            await EngagementRepository(uow.connection).save(after, version + 1)

    async def restate(self) -> None:
        """The engagement is said again, as when its deployment shares less."""
        async with self.database.unit_of_work(ByClock("restating")) as uow:
            assert await RESTATED["engagement"].say(uow, str(ONE))


@pytest_asyncio.fixture(loop_scope="session")
async def owner(postgres: Postgres, tmp_path: Path) -> AsyncIterator[Owner]:
    settings = DeliverySettings(**await environment(postgres, tmp_path, "delivery", "silent"))
    clock = FixedClock(NOW)
    one = Owner(Database(settings, runtime, clock), clock)
    await one.begin()
    yield one
    await one.database.dispose()


async def test_they_are_asked_once_for_each_silence(owner: Owner) -> None:
    assert await owner.asked() == 0
    owner.clock.advance(days=WITHIN.days + 1)
    assert [await owner.asked() for _ in range(3)] == [1, 1, 1]
    await owner.no_change()
    assert await owner.asked() == 1
    owner.clock.advance(days=WITHIN.days + 1)
    assert await owner.asked() == 2


async def test_what_is_said_again_is_no_new_silence(owner: Owner) -> None:
    owner.clock.advance(days=WITHIN.days + 1)
    assert await owner.asked() == 1
    version = (await owner.stored())[1]
    await owner.restate()
    assert (await owner.stored())[1] == version + 1
    assert await owner.asked() == 1
