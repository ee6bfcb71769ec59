"""Who does what in a country: one public list of what parties made public themselves, the same whoever asks (WM 1)."""

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.published_queries import Asked, PublishedEngagement
from services.gateway.graphql.types import Item, item_of
from services.gateway.read_model.country_directory import MOST, engaged_in, in_country
from shared.modalities.access.actor import PUBLIC


@strawberry.type(
    description="What is public of a country, the newest of each: peer links, good practices, engagements. more: there is more of one"
)
class CountryDirectory:
    links: list[Item]
    practices: list[Item]
    engagements: list[PublishedEngagement]
    more: bool


@strawberry.type
class DirectoryQueries:
    """Part of the root."""

    @strawberry.field(
        description="Who does what in a country, of what all parties of a thing made public: peer links that are about it, good practices "
        "of it, engagements of its State. The same for everybody (WM 1)"
    )
    async def who_does_what(self, info: Asked, country: str) -> CountryDirectory:
        await info.context.may_start("Query.whoDoesWhat")
        async with info.context.reading(PUBLIC) as reader:
            links, practices = [await in_country(reader, kind, country) for kind in ("link", "practice")]
            engaged = await engaged_in(reader, country)
        return CountryDirectory(
            links=[item_of(PUBLIC, row) for row in links[:MOST]],
            practices=[item_of(PUBLIC, row) for row in practices[:MOST]],
            engagements=[PublishedEngagement(region=r.region, item_id=r.id, fields=JSON(r.fields)) for r in engaged[:MOST]],
            more=any(len(found) > MOST for found in (links, practices, engaged)),
        )  # fmt: skip
