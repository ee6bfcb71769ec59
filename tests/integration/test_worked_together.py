"""What the ranking knows of earlier work: kept by the bus as rows, once, and shown to those alone who rank (WM 9, 11)."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.matching.domain.worked import Worked
from services.matching.main import build
from services.matching.reactions import FOREIGN, SUBSCRIPTIONS
from services.matching.settings import MatchingSettings
from services.matching.storage import moving
from services.matching.storage.repository import BoardRepository
from shared.contracts.delivery import EngagementEnded, EngagementFulfilled, EngagementOpened, EngagementRestated
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.handover import Belonged
from shared.contracts.shapes.match import MatchState
from shared.modalities.access.actor import PUBLIC, Actor, Role
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import Context, ServiceAtWork
from tests.support.databases import environment
from tests.support.engagements import of_made_up_match
from tests.support.forged import golden

pytestmark = pytest.mark.paragraph("11")
TCD, FRA, CHE = "iso3166:TCD", "iso3166:FRA", "iso3166:CHE"
NOW = SystemClock().now()
AT_WORK = ServiceAtWork("test")


@pytest_asyncio.fixture
async def database(postgres: Postgres, tmp_path: Path) -> AsyncIterator[Database]:
    given: dict[str, Any] = await environment(postgres, tmp_path, "matching", f"w{uuid4().hex[:8]}", deployment="wca")
    service = build(MatchingSettings(**given), SystemClock())
    yield service.database
    await service.database.dispose()


def match(match_id: str, *sides: str, region: str = "wca", **changes: Any) -> MatchState:
    """A confirmed match of Chad and those that give."""
    body = golden("acsg.matching.match-confirmed")["body"]["match"]
    parties = [{"party": TCD, "role": "requester"}, *({"party": one, "role": "offerer"} for one in sides)]
    return MatchState.model_validate(
        body | {"match_id": match_id, "region": region, "status": "confirmed", "sides": parties, **changes}
    )


def engaged(
    match_id: str | None, stage: str, *sides: str, region: str = "wca", by: str | None = None
) -> EngagementState:
    """The engagement of a match, or of a notice; an ending with its reason where somebody ended it."""
    state = of_made_up_match(str(uuid4()), match_id or str(uuid4()), "ENGAGEMENT-2026-WCA-001", NOW).model_dump(
        mode="json"
    )
    parties = [{"party": TCD, "role": "requester"}, *({"party": one, "role": "offerer"} for one in sides)]
    ending = {"reason": "funding_lost", "by": by, "ended_at": NOW.isoformat(), "words": "CANARY-words"} if by else None
    state["lines"] = [line | {"offer_region": region} for line in state["lines"]]
    state |= {"match_id": match_id, "stage": stage, "region": region, "sides": parties, "ending": ending}
    return EngagementState.model_validate(state)


async def tell(database: Database, kind: type[Any], state: EngagementState, version: int, of: str = "wca") -> None:
    """The bus brings an event of a deployment."""
    event: Event = kind(aggregate_id=state.engagement_id, aggregate_version=version, engagement=state)
    react = (SUBSCRIPTIONS if of == "wca" else FOREIGN)[kind]
    async with database.unit_of_work(ByClock("test")) as uow:
        await react(event, cast(Envelope, SimpleNamespace(region=of)), uow)


async def keep(database: Database, one: MatchState) -> None:
    async with database.unit_of_work(ByClock("test")) as uow:
        await BoardRepository(uow.connection).keep_match(one, 2)


async def known(database: Database, reader: Context = AT_WORK) -> list[Worked]:
    """With whom Chad worked, as a reader's own transaction has it."""
    async with database.reading(reader) as connection:
        return await BoardRepository(connection).worked_with([TCD])


async def test_a_match_alone_then_its_engagement_to_the_end(database: Database) -> None:
    mine = str(uuid4())
    await keep(database, match(mine, FRA))
    assert await known(database) == [Worked(TCD, FRA, "not_known", None, None, 1)]
    state = engaged(mine, "under_discussion", FRA)
    await tell(database, EngagementOpened, state, 1)
    assert await known(database) == [Worked(TCD, FRA, "running", None, None, 1)]
    over = engaged(mine, "ended_early", FRA, by=FRA).model_copy(update={"engagement_id": state.engagement_id})
    broken = [Worked(TCD, FRA, "ended_early", "funding_lost", FRA, 1)]
    for kind, told, version in ((EngagementEnded, over, 7), (EngagementOpened, state, 1), (EngagementEnded, over, 7)):
        await tell(database, kind, told, version)  # also late, and again
        assert await known(database) == broken
    await keep(database, match(mine, FRA))  # the match is stored again: its engagement's word stands
    assert await known(database) == broken
    closed = engaged(None, "closed_unfulfilled", CHE, by="officer-login")
    for version in (3, 4):
        await tell(database, EngagementRestated, closed, version)
    await tell(database, EngagementFulfilled, engaged(None, "fulfilled", FRA), 9)
    await tell(database, EngagementFulfilled, engaged(None, "fulfilled", FRA), 9)
    assert await known(database) == [
        Worked(TCD, CHE, "closed_unfulfilled", "funding_lost", None, 1),  # no officer is named
        *broken,
        Worked(TCD, FRA, "fulfilled", None, None, 2),
    ]


async def test_who_is_on_no_side_any_more_has_not_worked_with_them(database: Database) -> None:
    mine = str(uuid4())
    await keep(database, match(mine, FRA, CHE))
    assert [one.party for one in await known(database)] == [CHE, FRA]
    await tell(database, EngagementFulfilled, engaged(mine, "fulfilled", FRA), 5)
    assert await known(database) == [Worked(TCD, FRA, "fulfilled", None, None, 1)]


async def test_of_another_deployment_what_its_officers_may_read_here(database: Database) -> None:
    theirs = engaged(str(uuid4()), "fulfilled", FRA, region="europe")
    await tell(database, EngagementFulfilled, theirs, 5, of="europe")
    assert await known(database) == []  # of nobody who is served here
    served = [one.model_copy(update={"region": "wca"}) if one.party == TCD else one for one in theirs.sides]
    here = theirs.model_copy(update={"sides": tuple(served)})
    await tell(database, EngagementFulfilled, here, 5, of="europe")
    assert await known(database) == [Worked(TCD, FRA, "fulfilled", None, None, 1)]
    # It names a match of ours and is no word on it: the match never was europe's.
    mine = str(uuid4())
    await keep(database, match(mine, FRA))
    claims = engaged(mine, "ended_early", FRA, region="europe", by=FRA)
    claims = claims.model_copy(update={"sides": tuple(served)})
    await tell(database, EngagementEnded, claims, 9, of="europe")
    assert Worked(TCD, FRA, "not_known", None, None, 1) in await known(database)


async def test_a_match_that_came_with_its_request_is_told_of_by_whose_it_was(database: Database) -> None:
    mine = str(uuid4())
    before = Belonged(region="europe", until=NOW, until_version=2, handover_id=str(uuid4()))
    async with database.unit_of_work(ByClock("test")) as uow:
        await moving.store_match(uow.connection, match(mine, FRA, belonged=[before]), 3, 0)
    assert await known(database) == [Worked(TCD, FRA, "not_known", None, None, 1)]
    state = engaged(mine, "fulfilled", FRA, region="europe")
    served = tuple(one.model_copy(update={"region": "wca"}) for one in state.sides)
    await tell(database, EngagementFulfilled, state.model_copy(update={"sides": served}), 5, of="europe")
    assert await known(database) == [Worked(TCD, FRA, "fulfilled", None, None, 1)]


async def test_the_database_shows_it_to_officers_of_the_deployment_alone(database: Database) -> None:
    await keep(database, match(str(uuid4()), FRA))
    officers = [Actor("w", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca"), Actor("g", Role.GENEVA_OFFICER, None, None)]
    assert all([await known(database, one) for one in officers])
    others = [Actor("e", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe"), Actor("t", Role.STATE_AUTHORITY, TCD),
              Actor("f", Role.STATE_AUTHORITY, FRA), PUBLIC]  # fmt: skip
    assert not any([await known(database, one) for one in others])
