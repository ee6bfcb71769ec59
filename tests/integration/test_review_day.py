"""A year without a concluded review makes one owed, once, on a real database; its days are no other review's (WM 21)."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from deploy.local.postgres import Postgres
from services.dialogue.domain import review as domain
from services.dialogue.main import build
from services.dialogue.reactions.review_day import ReviewDay
from services.dialogue.settings import DialogueSettings
from services.dialogue.storage.repository import MeetingRepository
from services.dialogue.storage.reviews import ReviewRepository
from services.dialogue.storage.threads import ThreadRepository
from shared.contracts.reviews import ReviewDue
from shared.contracts.shapes.review import ReviewedPeriod
from shared.contracts.shapes.thread import ThreadSide
from shared.modalities.access.actor import officers
from shared.modalities.steps import rules
from shared.modalities.steps.reviewed import reviewed
from shared.runtime.clock import FixedClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.identifiers import new_id
from tests.support.databases import Named, environment
from tests.support.meetings import Meeting
from tests.support.threads import Thread
from tests.unit.test_steps import LIMITS

CMR = ThreadSide(party="iso3166:CMR", role="requester")
pytestmark = pytest.mark.paragraph("21")


async def all_of(database: Database) -> list[Any]:
    async with database.reading(officers("wca")) as connection:
        return list(await ReviewRepository(connection).latest_first(None, 10))


@pytest.mark.clause("21.1")
async def test_the_yearly_review_is_owed_once_its_day_has_come_and_again_after_a_year_without_one(
    postgres: Postgres, tmp_path: Path
) -> None:
    settings = DialogueSettings(**await environment(postgres, tmp_path, "dialogue", "review_day", deployment="wca"))
    clock = FixedClock(datetime(2026, 1, 10, 9, tzinfo=UTC))
    dialogue = build(settings, clock, Named())
    assert "review_day" in dialogue.loops
    day = ReviewDay(dialogue.database, settings)
    assert (await day.look()).seconds > 49 * 86400
    assert await all_of(dialogue.database) == []

    clock.moment = datetime(2026, 3, 1, 0, 5, tzinfo=UTC)
    await day.look()
    await day.look()
    (owed,) = await all_of(dialogue.database)
    assert (owed.status, owed.reference, owed.period.from_on, owed.period.until_on) == (
        "due", "REVIEW-2026-WCA-001", date(2025, 3, 1), date(2026, 2, 28),
    )  # fmt: skip
    (step,) = rules.of_review(reviewed("wca", owed.model_dump(mode="json")), LIMITS)
    assert (step.code, step.party, str(step.paragraph)) == ("open_review", "unhcr-bureau:wca", "21")
    async with dialogue.database.unit_of_work(ByClock("test")) as uow:
        reviews = ReviewRepository(uow.connection)
        found = await reviews.find(UUID(owed.review_id), lock=True)
        assert found is not None
        state, version = found
        opened = domain.opened(state, state.period, "The year", "en", (), (), clock.now())
        over = domain.consulting(opened, date(2026, 3, 1), clock.now())
        end = domain.concluded(over, (), "As it is", "en", None, datetime(2026, 4, 2, tzinfo=UTC))
        await reviews.save(end, version + 1)
        # Whom a review over the year concerns: who was invited to a meeting that began in it, and who wrote in a thread.
        meeting, thread = Meeting(clock.now(), new_id(clock)), Thread(clock.now(), thread_id=new_id(clock))
        begun = meeting.state.content.starts_at.date()
        await MeetingRepository(uow.connection).add(meeting.state)
        thread.sent("iso3166:TCD")
        await ThreadRepository(uow.connection).add(
            thread.state.model_copy(
                update={"sides": (CMR,), "about": thread.state.about.model_copy(update={"item_id": new_id(clock)})}
            ),
            1,
        )
        within = ReviewedPeriod(from_on=begun, until_on=begun)
        assert await reviews.met_or_wrote(within) == set(meeting.state.content.invited)
        wrote = ReviewedPeriod(from_on=date(2026, 2, 1), until_on=date(2026, 3, 1))
        assert await reviews.met_or_wrote(wrote) == {"iso3166:CMR"}
        assert (
            await reviews.met_or_wrote(ReviewedPeriod(from_on=date(2020, 1, 1), until_on=date(2021, 1, 1)))
            == frozenset()
        )
    for on, many in ((datetime(2027, 3, 1, tzinfo=UTC), 1), (datetime(2028, 3, 1, tzinfo=UTC), 2)):
        clock.moment = on
        await day.look()
        assert len(await all_of(dialogue.database)) == many
    async with dialogue.database.reading(officers("wca")) as connection:
        told = await connection.exec_driver_sql(
            "select count(*) from outbox where type = '" + ReviewDue.wire_type + "'"
        )
        assert told.scalar_one() == 2
    await dialogue.database.dispose()
