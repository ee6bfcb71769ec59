"""Subscriptions: news of one item, or of the world, as long as its reader may read it (WM 6)."""

from collections.abc import AsyncIterator

import strawberry
from strawberry.types import Info

from services.gateway.graphql.context import Context
from services.gateway.graphql.item_news import STATE, news_for
from services.gateway.graphql.types import ItemChange
from services.gateway.read_model.readable import READ
from services.gateway.read_model.rows import ItemRow
from services.gateway.read_model.views import facts, state_for
from shared.modalities.access.actor import Actor
from shared.modalities.errors import NotFound, Retryable

MOST_WAITING = 5000
"""Changes that a listener to many items may be behind before it is told that it missed some."""


def _change(actor: Actor, row: ItemRow, type_: str) -> ItemChange:
    return ItemChange(
        item_id=row.id,
        kind=row.kind,
        region=facts(row, state_for(actor, row)).region,
        version=row.version,
        status=row.status,
        type=type_,
    )


@strawberry.type(name="Subscription")
class SubscriptionRoot:
    """What can be listened to."""

    @strawberry.subscription(description="Every change of one item, from now on; first its present state")
    async def item_changed(self, info: Info[Context, None], key: str) -> AsyncIterator[ItemChange]:
        context, actor = info.context, await info.context.actor()
        async with context.listener.news() as news:
            seen, kind = (0, 0), STATE
            while True:
                # Read again for each piece of news: what may not be read any more is not told any more.
                news.missed = False
                async with context.reading(actor) as reader:
                    row = await reader.one(key)
                if row is None:
                    raise NotFound("not_found", "There is no such item")
                if (row.epoch, row.version) > seen:
                    seen = row.epoch, row.version
                    yield _change(actor, row, kind)
                while True:
                    change = await news.get()
                    if news.missed:
                        kind = STATE
                        break
                    if change["id"] == row.id and change["kind"] == row.kind:
                        kind = news_for(actor, row, {change["version"]: change["type"]}) or STATE
                        break

    @strawberry.subscription(
        description="Every change, from now on, of items that its reader may read: of all kinds and regions, or of those "
        "that are named. Changes of an item that follow each other closely are told as one. Ends with news_missed when some "
        "could not be told: read the list again, then listen again"
    )
    async def items_changed(
        self, info: Info[Context, None], kinds: list[str] | None = None, regions: list[str] | None = None
    ) -> AsyncIterator[ItemChange]:
        context, actor = info.context, await info.context.actor()
        wanted = frozenset(READ if kinds is None else kinds)
        async with context.listener.news(MOST_WAITING) as news:
            while True:
                changed: dict[tuple[str, str, str], dict[int, str]] = {}
                for one in await news.some():
                    if one["kind"] in wanted and (regions is None or one["region"] in regions):
                        key = (one["region"], one["kind"], one["id"])
                        changed.setdefault(key, {})[one["version"]] = one["type"]
                if news.missed:
                    raise Retryable("news_missed", "Changes were missed: read the list again, then listen again")
                if not changed:
                    continue
                async with context.reading(actor) as reader:
                    rows = await reader.some(list(changed))
                for row in rows:
                    became = news_for(actor, row, changed[row.region, row.kind, row.id])
                    if became is not None:
                        yield _change(actor, row, became)
