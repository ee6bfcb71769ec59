"""How fresh a region is, as the schema shows it; stands at every node and every page."""

from datetime import datetime
from enum import Enum

import strawberry

from services.gateway.read_model.regions import Freshness


@strawberry.enum(description="Whether what is known of a region is of now")
class RegionState(Enum):
    FRESH = "fresh"
    STALE = "stale"
    NEVER_HEARD = "never_heard"


@strawberry.type(
    description="How fresh what is known of a region is; a region that is cut off is shown, never left out"
)
class RegionFreshness:
    region: str
    state: RegionState
    as_of: datetime | None = strawberry.field(description="Everything up to this moment is here")
    stale_since: datetime | None
    age_seconds: float | None
    epoch: int
    open_gaps: int
    missing: int = strawberry.field(description="Events in gaps that are open")
    clock_off_seconds: float | None = strawberry.field(description="How far the region's clock is ahead of ours")
    clock_alarm: bool


@strawberry.type(description="How far one stream of events is applied; missing counts numbers jumped over")
class StreamFreshness:
    region: str
    source: str
    epoch: int
    stream: str
    last_sequence: str
    missing: str
    last_event_at: datetime
    applied_at: datetime


def region_freshness(one: Freshness) -> RegionFreshness:
    """From what the read model knows."""
    state = RegionState(one.state)
    never = state is RegionState.NEVER_HEARD
    return RegionFreshness(
        region=one.region,
        state=state,
        as_of=None if never else one.as_of,
        stale_since=None if never else one.stale_since,
        age_seconds=None if never else round(one.age_s, 3),
        epoch=one.epoch,
        open_gaps=one.open_gaps,
        missing=one.missing,
        clock_off_seconds=one.clock_off_s,
        clock_alarm=one.clock_alarm,
    )


def unheard(region: str) -> RegionFreshness:
    """A region of which nothing is known but an item."""
    return RegionFreshness(region=region, state=RegionState.NEVER_HEARD, as_of=None, stale_since=None, age_seconds=None,
                           epoch=1, open_gaps=0, missing=0, clock_off_seconds=None, clock_alarm=False)  # fmt: skip
