"""What everybody may read of engagements: how those who took part judge them, where all agreed to publish it (WM 15.vii)."""

import strawberry
from strawberry.scalars import JSON
from strawberry.types import Info

from services.gateway.graphql.context import Context
from services.gateway.graphql.pages import page_info, place_in_list
from services.gateway.graphql.types import PageInfo
from services.gateway.read_model.published_engagements import page_of
from shared.runtime.cursors import cursor_of

Asked = Info[Context, None]


@strawberry.type(
    description="An engagement as all its parties agreed to publish it: parties, when the work began and ended, evaluations"
)
class PublishedEngagement:
    region: str
    item_id: str
    fields: JSON


@strawberry.type(description="A page of them, newest first")
class PublishedEngagements:
    engagements: list[PublishedEngagement]
    page_info: PageInfo


@strawberry.type
class PublishedQueries:
    """Part of the root."""

    @strawberry.field(
        description="How those who took part judge engagements that ended: for everybody, where each party agreed (WM 15)"
    )
    async def published_engagements(
        self, info: Asked, first: int = 50, after: str | None = None
    ) -> PublishedEngagements:
        actor = await info.context.may_start("Query.publishedEngagements")
        place = place_in_list(first, after, info.context.settings.page_most)
        async with info.context.reading(actor) as reader:
            rows = await page_of(reader.connection, first, place)
        page = rows[:first]
        return PublishedEngagements(
            engagements=[PublishedEngagement(region=r.region, item_id=r.id, fields=JSON(r.fields)) for r in page],
            page_info=page_info([cursor_of(r.at, r.id) for r in page], len(rows) > first, place),
        )
