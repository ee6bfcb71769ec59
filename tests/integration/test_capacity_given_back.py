"""What an engagement gives back to the roster, in whatever order the bus brings it: each topic has an order of its own."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import pytest

from deploy.local.postgres import Postgres
from services.roster.domain.ports import Held
from services.roster.main import build
from services.roster.reactions import on_engagement, on_match_confirmed
from services.roster.settings import RosterSettings
from services.roster.storage.repository import OfferRepository
from shared.contracts.delivery import EngagementEnded
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.matching import MatchConfirmed
from shared.contracts.roster import ReservedLine
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from tests.support.databases import environment
from tests.support.engagements import of_made_up_match, packages
from tests.support.forged import golden

pytestmark = pytest.mark.paragraph("11")
OFFER = str(uuid4())
FROM_WCA = cast(Envelope, SimpleNamespace(region="wca"))


def offered() -> SupportOfferState:
    """Four packages, of which three are held for a match."""
    body = golden("acsg.roster.offer-listed")["body"]["offer"]
    capacity = [
        {"line_id": "experts", "unit": "packages", "quantity": "4", "reserved": "3", "committed": "0", "remaining": "1"}
    ]
    return SupportOfferState.model_validate(body | {"offer_id": OFFER, "region": "wca", "capacity": capacity})


def ended(match_id: str, released: str) -> EngagementState:
    """An engagement of which so many packages are given back."""
    state = of_made_up_match(str(uuid4()), match_id, "ENGAGEMENT-2026-WCA-001", SystemClock().now())
    line = state.lines[0].model_dump(mode="json") | {"offer_id": OFFER, "released": released}
    return EngagementState.model_validate(state.model_dump(mode="json") | {"lines": [line], "stage": "ended_early"})


@pytest.mark.parametrize("first", ["confirmation", "engagement"])
async def test_it_is_free_once_in_any_order(postgres: Postgres, tmp_path: Path, first: str) -> None:
    given: dict[str, Any] = await environment(postgres, tmp_path, "roster", f"given_back_{first}", deployment="wca")
    service, match_id = build(RosterSettings(**given), SystemClock()), str(uuid4())
    line = ReservedLine.model_validate({"line_id": "experts", "quantity": packages("3")})
    state = ended(match_id, "2")
    over = EngagementEnded(aggregate_id=state.engagement_id, aggregate_version=9, engagement=state)
    body = golden("acsg.matching.match-confirmed")["body"]
    confirmed = MatchConfirmed.model_validate(body | {"match": body["match"] | {"match_id": match_id, "region": "wca"}})
    steps: list[Any] = [(on_match_confirmed, confirmed), (on_engagement, over)]
    try:
        async with service.database.unit_of_work(ByClock("test")) as uow:
            offers = OfferRepository(uow.connection)
            await offers.add(offered())
            await offers.keep(Held("r-1", match_id, "wca", OFFER, (line,)), "held")
        for reaction, event in [*(steps if first == "confirmation" else steps[::-1]), *steps]:
            told: Event = event
            async with service.database.unit_of_work(ByClock("test")) as uow:
                await reaction(told, FROM_WCA, uow)
        async with service.database.unit_of_work(ByClock("test")) as uow:
            found, _ = await OfferRepository(uow.connection).locked(UUID(OFFER))
    finally:
        await service.database.dispose()
    left = found.capacity[0]
    assert (left.reserved, left.committed, left.remaining) == (0, 1, 3)
