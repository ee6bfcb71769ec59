"""What there is already beside a request, for the officers that look for duplication (WM 15.vi)."""

import strawberry

from services.gateway.graphql.context import NotAllowed
from services.gateway.graphql.told import Asked, known
from services.gateway.graphql.types import Item, item_of
from services.gateway.read_model.reader import resource
from services.gateway.read_model.support_beside import support_beside
from shared.modalities.access import actions as a
from shared.modalities.access.policy import decide
from shared.modalities.errors import NotFound


@strawberry.type
class BesideQueries:
    """Part of the root."""

    @strawberry.field(
        description="Open requests, matches under way and engagements, notices and pledges among them, that are for one of the States "
        "of a request in one of its areas: for its officers, who look for duplication; it decides nothing (WM 15.vi)"
    )
    async def support_beside(self, info: Asked, request_id: str, first: int = 20) -> list[Item]:
        await known(info, "Query.supportBeside")
        actor, most = await info.context.actor(), info.context.settings.page_most
        async with info.context.reading(actor) as reader:
            request = await reader.one(request_id)
            if request is None or request.kind != "request":
                raise NotFound("not_found", "There is no such request")
            if not decide(actor, a.DECIDE_REQUEST, resource(request)).allowed:
                raise NotAllowed("not_permitted", "Officers of the request alone", a.DECIDE_REQUEST.paragraph)
            rows = await support_beside(reader, request, min(max(first, 0), most))
        return [item_of(actor, row) for row in rows]
