"""What the read model knows of its own completeness, for everyone who relies on it: regions, gaps, epochs, what vanished."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
import strawberry
from strawberry.scalars import JSON
from strawberry.types import Info

from services.gateway.graphql.context import Context
from services.gateway.graphql.region_types import RegionFreshness, region_freshness
from services.gateway.read_model import ledger_tables as ledger
from services.gateway.read_model.readable import READ
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_deployment

Asked = Info[Context, None]


@strawberry.type(description="Numbers of a stream that were jumped over: when, why as far as is known, and how filled")
class Gap:
    region: str
    source: str
    epoch: int
    stream: str
    first: str
    last: str
    missing: str = strawberry.field(description="How many have still not come")
    cause: str = strawberry.field(description="retention, topic_recreated or unknown")
    found_at: datetime
    healed_at: datetime | None
    healed_by: str | None = strawberry.field(description="bus, pull or state")
    attempts: int
    error: str | None


@strawberry.type(description="A region that was restored from a backup, and what became of the difference")
class Reconciliation:
    region: str
    source: str
    epoch: int
    found_at: datetime
    done_at: datetime | None
    taken_over: int
    vanished: int
    attempts: int
    error: str | None


@strawberry.type(description="A comparison with an owner, by digests: the latest round")
class Comparison:
    region: str
    service: str
    kind: str
    at: datetime
    rounds: str
    compared: str
    differing: str
    repaired: str
    seconds: float
    error: str | None


@strawberry.type(description="An item that was not as its owner has it")
class Divergence:
    region: str
    kind: str
    item_id: str
    what: str
    ours: int | None
    theirs: int | None
    found_at: datetime
    repaired_at: datetime | None


@strawberry.type(description="A state that its owner no longer has; kept here, and shown to those who could read it")
class VanishedState:
    region: str
    kind: str
    item_id: str
    reference: str | None
    epoch: int
    version: int
    kept_version: int | None
    status: str
    changed_at: datetime
    found_at: datetime
    state: JSON


async def _rows(info: Asked, field: str, query: Any, first: int) -> list[dict[str, Any]]:
    actor = await info.context.may_start(field)
    most = min(max(first, 0), info.context.settings.page_most)
    async with info.context.database.reading(actor) as connection:
        return [dict(row) for row in (await connection.execute(query.limit(most))).mappings()]


def _of(table: sa.Table, *but: str) -> list[sa.Column[Any]]:
    return [column for column in table.c if column.name not in but]


@strawberry.type
class CompletenessQueries:
    """Part of the root."""

    @strawberry.field(description="How fresh each region is")
    async def regions(self, info: Asked) -> list[RegionFreshness]:
        await info.context.may_start("Query.regions")
        return [region_freshness(one) for one in (await info.context.regions()).values()]

    @strawberry.field(description="Gaps in what came from a region, the latest first")
    async def gaps(self, info: Asked, region: str | None = None, open_only: bool = False, first: int = 50) -> list[Gap]:
        table = ledger.gap
        size = sa.select(sa.func.sum(sa.text("upper(part) - lower(part)"))).select_from(
            sa.text("unnest(gap.missing) as part")
        )
        query = sa.select(
            *_of(table, "id", "missing", "next_at"), sa.func.coalesce(size.scalar_subquery(), 0).label("missing")
        )
        query = query.where(
            *([table.c.region == region] if region else []), *([table.c.healed_at.is_(None)] if open_only else [])
        )
        rows = await _rows(info, "Query.gaps", query.order_by(table.c.id.desc()), first)
        return [Gap(**row | {name: str(row[name]) for name in ("first", "last", "missing")}) for row in rows]

    @strawberry.field(description="Restores from a backup that were heard of, the latest first")
    async def reconciliations(self, info: Asked, first: int = 50) -> list[Reconciliation]:
        table = ledger.reconciliation
        query = sa.select(*_of(table, "next_at")).order_by(table.c.found_at.desc(), table.c.region, table.c.source)
        return [Reconciliation(**row) for row in await _rows(info, "Query.reconciliations", query, first)]

    @strawberry.field(description="The latest comparison with each owner")
    async def comparisons(self, info: Asked, first: int = 200) -> list[Comparison]:
        table = ledger.comparison
        query = sa.select(table).order_by(table.c.region, table.c.service, table.c.kind)
        counts = ("rounds", "compared", "differing", "repaired")
        rows = await _rows(info, "Query.comparisons", query, first)
        return [Comparison(**row | {name: str(row[name]) for name in counts}) for row in rows]

    @strawberry.field(description="Items that were not as their owner has them, the latest first")
    async def divergences(self, info: Asked, region: str | None = None, first: int = 50) -> list[Divergence]:
        table = ledger.divergence
        query = sa.select(*_of(table, "id")).where(*([table.c.region == region] if region else []))
        rows = await _rows(info, "Query.divergences", query.order_by(table.c.id.desc()), first)
        return [Divergence(**row) for row in rows]

    @strawberry.field(description="States that their owners no longer have, the latest first")
    async def vanished(self, info: Asked, region: str | None = None, first: int = 50) -> list[VanishedState]:
        table, actor = ledger.vanished, await info.context.may_start("Query.vanished")
        query = sa.select(table).where(*([table.c.region == region] if region else []))
        rows = await _rows(
            info, "Query.vanished", query.order_by(table.c.found_at.desc(), table.c.item_id, table.c.version), first
        )
        readable = [r for r in rows if decide(actor, READ[r["kind"]], of_deployment(r["region"])).allowed]
        return [VanishedState(**{k: v for k, v in row.items() if k not in {"parties", "shown_to"}}) for row in readable]
