"""What can be asked of editions of reports: what differs between two of them (WM 21)."""

import strawberry

from services.gateway.graphql.commands import Asked
from services.gateway.read_model.editions import changes, read_edition
from services.gateway.read_model.regions import Freshness
from shared.contracts.shapes.edition import EditionState


async def edition_for(info: Asked, key: str) -> EditionState:
    """An edition as the caller sees it. Raises NotFound."""
    async with info.context.reading(await info.context.actor()) as reader:
        return await read_edition(reader, key)


async def known_regions(info: Asked) -> list[Freshness]:
    """How fresh each region is."""
    return list((await info.context.regions()).values())


@strawberry.type(
    description="A figure that is other in a later edition. before, after: null where an edition does not have it or it is not known"
)
class FigureDifference:
    code: str
    functional_area: str | None
    unit: str | None
    label: str | None
    before: str | None
    after: str | None
    items_before: int
    items_after: int
    came: list[str] = strawberry.field(description="Identifiers of things that are behind it now, for officers")
    went: list[str] = strawberry.field(description="Of things that were, and are no more")


@strawberry.type
class EditionQueries:
    """Part of the root."""

    @strawberry.field(
        description="What differs between an edition of a report and another one of it, without one the edition before: figure "
        "by figure, with the things that came and went for officers (WM 21)"
    )
    async def report_difference(
        self, info: Asked, edition_id: str, other_id: str | None = None
    ) -> list[FigureDifference]:
        async with info.context.reading(await info.context.actor()) as reader:
            found = await changes(reader, edition_id, other_id)
        return [FigureDifference(**one.model_dump()) for one in found]
