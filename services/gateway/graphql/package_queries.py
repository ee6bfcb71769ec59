"""What a package of support would offer: the roster answers, with the caller's own token; nothing of it is kept here (WM 18)."""

from typing import Any

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import segment
from services.gateway.graphql.told import Asked, ask_owner, known


@strawberry.type(
    description="The whole offer as it would be made from a package now: content as of an offer. version: of the package, to say it on"
)
class OfferInMind:
    content: JSON
    version: int


@strawberry.type
class PackageQueries:
    """Part of the root."""

    @strawberry.field(
        description="The offer that a package of one's own would make now, to look at before it is made: for a request, the lines that "
        "fit it and no more than is asked; else all that is left. Nothing is stored or told (WM 17, 18)"
    )
    async def offer_in_mind(
        self, info: Asked, package_id: str, in_response_to: str | None = None, language: str | None = None
    ) -> OfferInMind:
        await known(info, "Query.offerInMind")
        asked: dict[str, Any] = {"in_response_to": in_response_to, "language": language}
        said = {name: value for name, value in asked.items() if value is not None}
        found = await ask_owner(info, "roster", f"/support-packages/{segment(package_id)}/offer", **said)
        return OfferInMind(content=found["content"], version=found["package_version"])
