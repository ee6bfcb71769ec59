"""Queries. Each reads as its caller; what may not be seen is not there."""

from base64 import urlsafe_b64decode
from typing import Any

import sqlalchemy as sa
import strawberry
from strawberry.types import Info

from services.gateway.graphql import types as t
from services.gateway.graphql.context import Context
from services.gateway.read_model import figures
from services.gateway.read_model.tables import item
from services.gateway.read_model.worklist import worklist
from shared.modalities.errors import Fault, Invalid

Asked = Info[Context, None]


def _conditions(wanted: t.ItemFilter | None) -> list[sa.ColumnElement[bool]]:
    if wanted is None:
        return []
    found: list[sa.ColumnElement[bool]] = []
    if wanted.region is not None:
        found.append(item.c.region == wanted.region)
    if wanted.status is not None:
        found.append(item.c.status.in_(wanted.status))
    if wanted.functional_area is not None:
        found.append(item.c.areas.contains([wanted.functional_area]))
    if wanted.party is not None:
        found.append(item.c.parties.contains([wanted.party]))
    return found


async def _page(info: Asked, kind: str, wanted: t.ItemFilter | None, first: int, after: str | None) -> t.ItemConnection:
    most = info.context.settings.page_most
    if not 1 <= first <= most:
        raise Invalid((Fault("/first", f"between 1 and {most}", "page_size"),))
    try:
        place = t.place_of(after) if after else None
    except ValueError as fault:
        raise Invalid((Fault("/after", "is no cursor of ours", "cursor"),)) from fault
    conditions, actor = _conditions(wanted), await info.context.actor()
    async with info.context.reading(actor) as reader:
        rows, more = await reader.page(kind, conditions, place, first)

    async def count() -> int:
        async with info.context.reading(actor) as reader:
            return await reader.count(kind, conditions)

    edges = [t.ItemEdge(cursor=t.cursor_of(row), node=t.item_of(row)) for row in rows]
    begin, end = (edges[0].cursor, edges[-1].cursor) if edges else (None, None)
    page = t.PageInfo(has_next_page=more, has_previous_page=place is not None, start_cursor=begin, end_cursor=end)
    return t.ItemConnection(edges=edges, page_info=page, count=count)


def _pages(kind: str, description: str) -> Any:
    async def resolve(
        info: Asked, filter: t.ItemFilter | None = None, first: int = 50, after: str | None = None
    ) -> t.ItemConnection:
        return await _page(info, kind, filter, first, after)

    return strawberry.field(resolver=resolve, description=description)


@strawberry.type
class Query:
    """Everything that can be asked."""

    support_requests: t.ItemConnection = _pages("request", "Requests the caller may read in full (WM 8)")
    support_offers: t.ItemConnection = _pages("offer", "The roster (WM 7)")
    matches: t.ItemConnection = _pages("match", "Matches the caller stands in or works on (WM 11)")
    open_needs: t.ItemConnection = _pages("need", "What is still open of conforming requests (WM 16)")
    deliveries: t.ItemConnection = _pages("delivery", "What became of messages (WM 6)")
    own_commitments: t.ItemConnection = _pages("commitment", "What parties do themselves (WM 13)")

    @strawberry.field(description="Requests of others, in the form their States agreed to show (WM 17)")
    async def solicited_requests(self, info: Asked, first: int = 50) -> list[t.SolicitedRequest]:
        async with info.context.reading(await info.context.actor()) as reader:
            rows = await reader.solicited(min(max(first, 0), info.context.settings.page_most))
        return [t.SolicitedRequest(item_id=r.id, region=r.region, fields=r.state["shown"]["fields"]) for r in rows]

    @strawberry.field(description="One item by its id or reference")
    async def item(self, info: Asked, key: str) -> t.Item | None:
        async with info.context.reading(await info.context.actor()) as reader:
            row = await reader.one(key)
        return t.item_of(row) if row is not None else None

    @strawberry.field(description="One item by its global identifier")
    async def node(self, info: Asked, id: strawberry.ID) -> t.Item | None:
        try:
            region, kind, one = urlsafe_b64decode(id).decode().split("/")
        except ValueError:
            return None
        async with info.context.reading(await info.context.actor()) as reader:
            rows, _ = await reader.page(kind, [item.c.region == region, item.c.id == one], None, 1)
        return t.item_of(rows[0]) if rows else None

    @strawberry.field(description="What waits for whom, the earliest due first")
    async def worklist(self, info: Asked, first: int = 50, mine: bool = False) -> list[t.WaitingStep]:
        settings = info.context.settings
        actor = await info.context.may_start("Query.worklist")
        async with info.context.reading(actor) as reader:
            rows = await reader.waiting()
        now = info.context.database.clock.now()
        found = worklist(rows, now, settings.consent_due_days, settings.confirm_due_days, settings.seek_due_days)
        chosen = [w for w in found if not mine or actor.party in w.who][: max(first, 0)]
        return [t.WaitingStep(**(vars(w) | {"who": list(w.who)})) for w in chosen]

    @strawberry.field(description="How far each stream of events is applied")
    async def freshness(self, info: Asked) -> list[t.StreamFreshness]:
        async with info.context.reading(await info.context.may_start("Query.freshness")) as reader:
            rows = await reader.cursors()
        return [t.StreamFreshness(**(dict(r._mapping) | {"last_sequence": str(r.last_sequence), "missing": str(r.missing)}))
                for r in rows]  # fmt: skip

    @strawberry.field(description="Unmet need by region and functional area")
    async def unmet_need(self, info: Asked) -> list[t.UnmetNeed]:
        async with info.context.reading(await info.context.may_start("Query.unmetNeed")) as reader:
            return [t.UnmetNeed(**one) for one in figures.unmet_need(await reader.pulse(figures.UNMET_NEED))]

    @strawberry.field(description="Time to first feedback by region")
    async def first_feedback(self, info: Asked) -> list[t.FirstFeedback]:
        async with info.context.reading(await info.context.may_start("Query.firstFeedback")) as reader:
            found = figures.first_feedback(await reader.pulse(figures.FIRST_FEEDBACK))
        return [t.FirstFeedback(**one) for one in found]
