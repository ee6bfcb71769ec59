"""Signals of early warning out of a deployment's own records, for officers: nothing is stored by asking (WM 12)."""

from typing import Any

import strawberry

from services.gateway.domain.months import MONTH, last_whole
from services.gateway.graphql.published_queries import Asked
from services.gateway.read_model.own_records import own_records
from services.gateway.read_model.places import PRESENT
from services.gateway.read_model.reader import ItemReader, may_read, perhaps
from services.gateway.watch.own import SignalOfRecords, own_signals
from shared.modalities.access.actions import READ_WARNING
from shared.modalities.access.crises import warning
from shared.modalities.access.policy import decide
from shared.modalities.errors import Fault, Invalid, NotFound
from shared.modalities.paragraphs import P12


@strawberry.type(description="What was counted in a month")
class CountedInMonth:
    month: str
    count: int


@strawberry.type(description="What the rule takes: least in the month, ratio to the mean before, chance at most")
class RuleThreshold:
    least: int
    ratio: float
    alpha: float


@strawberry.type(
    description="Where records of a month stand out. country: null where it is of the region, and then no warning can be kept of it; "
    "before: months compared with, the oldest first; keptAs: the warning that it was kept as"
)
class OwnSignal:
    key: str
    kind: str
    region: str
    country: str | None
    month: str
    after: int
    before: list[CountedInMonth]
    mean_before: float
    dispersion: float
    chance: float
    limit: float
    threshold: RuleThreshold
    kept_as: str | None


@strawberry.type(description="Signals of one month")
class OwnSignals:
    month: str
    signals: list[OwnSignal]


@strawberry.type
class OwnSignalQueries:
    """Part of the root."""

    @strawberry.field(
        description="Signals of early warning out of own requests, feedback and calls for offers: for officers, who judge them. "
        "month: YYYY-MM, one that is over; without it the last such (WM 12)"
    )
    async def own_signals(self, info: Asked, month: str | None = None) -> OwnSignals:
        actor, here = await info.context.actor(), info.context.settings.deployment
        if not decide(actor, READ_WARNING, warning(actor.region or here)).allowed:
            raise NotFound("not_found", "There is no such thing")
        async with info.context.reading(actor) as reader:
            asked = _over(month, last_whole(reader.now))
            found = own_signals(await own_records(reader, asked), asked)
            kept = await _kept(reader, found)
        return OwnSignals(month=asked, signals=[_shown(one, kept) for one in found])


def _over(month: str | None, last: str) -> str:
    """Raises Invalid for what is no month, or not over: its count would still change."""
    if month is None:
        return last
    if not MONTH.fullmatch(month) or not "1951-01" <= month <= last:
        fault = Fault("/month", f"is no month that is over: YYYY-MM, {last} at the latest", "out_of_reach")
        raise Invalid((fault,), paragraph=P12)
    return month


async def _kept(reader: ItemReader, found: list[SignalOfRecords]) -> dict[tuple[str, str], str]:
    """Region and key of a signal -> the warning that it was kept as."""
    columns, keys = PRESENT.columns, [one.signal.key for one in found]
    query = PRESENT.source.select().where(columns.kind == "warning", columns.state["key"].astext.in_(keys))
    rows: Any = await reader.rows(query.where(perhaps(reader.actor, "warning", PRESENT))) if keys else ()
    return {(row.region, row.state["key"]): row.id for row in rows if may_read(reader.actor, row)}


def _shown(found: SignalOfRecords, kept: dict[tuple[str, str], str]) -> OwnSignal:
    one = found.signal
    return OwnSignal(
        key=one.key, kind=one.kind, region=found.region, month=one.window, after=one.after,
        country=f"iso3166:{found.country}" if found.country is not None else None,
        before=[CountedInMonth(month=month, count=count) for month, count in one.before.items()],
        mean_before=one.mean_before, dispersion=one.dispersion, chance=one.chance, limit=one.limit,
        threshold=RuleThreshold(least=one.threshold.least, ratio=one.threshold.ratio, alpha=one.threshold.alpha),
        kept_as=kept.get((found.region, one.key)),
    )  # fmt: skip
