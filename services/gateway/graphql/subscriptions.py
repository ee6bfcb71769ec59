"""Subscriptions: news of one item, as long as its reader may read it."""

from collections.abc import AsyncIterator

import strawberry
from strawberry.types import Info

from services.gateway.graphql.context import Context
from services.gateway.graphql.types import ItemChange
from shared.modalities.errors import NotFound


@strawberry.type
class Subscription:
    """What can be listened to."""

    @strawberry.subscription(description="Every change of one item, from now on; first its present state")
    async def item_changed(self, info: Info[Context, None], key: str) -> AsyncIterator[ItemChange]:
        context, actor = info.context, await info.context.actor()
        async with context.listener.news() as queue:
            seen, kind = (0, 0), "state"
            while True:
                # Read again for each piece of news: what may not be read any more is not told any more.
                async with context.reading(actor) as reader:
                    row = await reader.one(key)
                if row is None:
                    raise NotFound("not_found", "There is no such item")
                if (row.epoch, row.version) > seen:
                    seen = row.epoch, row.version
                    yield ItemChange(item_id=row.id, kind=row.kind, region=row.region, version=row.version,
                                     status=row.status, type=kind)  # fmt: skip
                while True:
                    change = await queue.get()
                    if change["id"] == row.id and change["kind"] == row.kind:
                        kind = change["type"]
                        break
