"""Geneva's read model of two regions, told of engagements whose lives are at random."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.contracts.delivery import EngagementEvent
from shared.contracts.shapes.engagement import EngagementState
from tests.support.engaged import life
from tests.support.read_model import ReadModel
from tools.bench.world import Region, Told

BEGIN = datetime(2025, 12, 1, 9, tzinfo=UTC)


class World:
    """The read model, and the states that it was told of by region."""

    def __init__(self, geneva: ReadModel) -> None:
        self.geneva, self.regions = geneva, {name: Region(name) for name in ("wca", "europe")}
        self.states: dict[str, dict[str, EngagementState]] = {name: {} for name in self.regions}

    async def tell(self, region: str, first: int, count: int) -> None:
        """Lives at random of so many engagements."""
        records = []
        for number in range(first, first + count):
            one = f"e-{region}-{number}"
            begin = BEGIN + timedelta(days=number)
            for at, event in life(random.Random(f"{region}{number}"), one, begin):
                state = event.engagement.model_copy(
                    update={"region": region, "asked_at": begin - timedelta(days=number)}
                )
                records.append(self.record(region, event.model_copy(update={"engagement": state}), at))
                self.states[region][one] = state
        await self.geneva.told(records)

    def record(self, region: str, event: EngagementEvent, at: datetime) -> Any:
        """An event as Geneva hears it."""
        body = event.model_dump(mode="json")
        return self.regions[region].record(Told(event.wire_type, event.aggregate_id, event.aggregate_version, body, at))
