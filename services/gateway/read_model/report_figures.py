"""Figures of a report: counted over what the officer reads, and once more over what everybody is shown (WM 6, 17, 21).

The same look at the read model as exports have, and the least size of a group that other figures have for others than officers.
"""

from collections.abc import Iterable
from decimal import Decimal

from pydantic import BaseModel

from services.gateway.domain.reported import KINDS, Count, CountedThing, ReportedWindow, parts
from services.gateway.read_model.engaged_figures import in_groups
from services.gateway.read_model.regions import NEVER, Freshness
from services.gateway.read_model.rollups import Sum
from services.gateway.read_model.snapshot import SeenItem, Wanted, snapshot
from services.gateway.read_model.views import ItemView
from services.gateway.settings import GatewaySettings
from shared.contracts.shapes.edition import EditionState, RegionKnown, ReportFigure
from shared.modalities.access.actor import PUBLIC, Actor
from shared.runtime.db.database import Database


class CountedFigures(BaseModel):
    """What an edition is frozen with, as its owner takes it."""

    figures: tuple[ReportFigure, ...]
    shown: tuple[ReportFigure, ...]
    regions: tuple[RegionKnown, ...]
    least: int


async def counted(
    database: Database, settings: GatewaySettings, actor: Actor, edition: EditionState, known: Iterable[Freshness]
) -> CountedFigures:
    """Figures of the period of an edition as they are now. ``known``: how fresh each region is."""
    window = ReportedWindow.of(edition.period, edition.zone)
    region = edition.region if edition.scope == "region" else None
    figures = await _count(database, settings, actor, window, region)
    shown = _for_everybody(await _count(database, settings, PUBLIC, window, region), settings.figures_least)
    regions = tuple(_known(one) for one in known if region is None or one.region == region)
    return CountedFigures(figures=figures, shown=shown, regions=regions, least=settings.figures_least)


async def _count(
    database: Database, settings: GatewaySettings, actor: Actor, window: ReportedWindow, region: str | None
) -> tuple[ReportFigure, ...]:
    count = Count()
    async for batch in snapshot(database, settings, actor, KINDS, Wanted({})):
        for one in batch:
            # What hides its region from everybody is of this one: a region keeps nobody else's requests.
            if region is None or one.region in {region, ""}:
                count.add(one.item_id, parts(_thing(one), window))
    return count.figures()


def _thing(seen: SeenItem) -> CountedThing:
    content = seen.shown if seen.view is ItemView.SHOWN else seen.state.get("content", seen.state)
    return CountedThing(seen.item_id, seen.kind, seen.status, seen.begun_at, content, seen.state)


def _for_everybody(figures: Iterable[ReportFigure], least: int) -> tuple[ReportFigure, ...]:
    """Groups of a least size, without what is behind them and of how much more nothing is known."""
    of = {one.key: one for one in figures}
    sums = [Sum(None, *key, Decimal(one.amount or 0), one.items) for key, one in of.items()]
    kept = [of[one.figure, one.area, one.unit, one.label] for one in in_groups(sums, least)]
    return tuple(one.model_copy(update={"behind": (), "not_known": 0}) for one in kept)


def _known(one: Freshness) -> RegionKnown:
    return RegionKnown(region=one.region, as_of=None if one.as_of == NEVER else one.as_of, missing=one.missing)
