"""What bears a name like an application's: the roster answers, with the officer's own token (WM 3)."""

import strawberry

from services.gateway.graphql.commands import segment
from services.gateway.graphql.told import Asked, ask_owner


@strawberry.type(
    description="What bears a name like an application's already. called: the id of an organisation, or the reference of another application"
)
class AlikeOrganisation:
    called: str
    name: str


@strawberry.type
class OrganisationQueries:
    """Part of the root."""

    @strawberry.field(
        description="Who bears a name like that of an organisation already, for the officer who decides. It decides nothing (WM 3)"
    )
    async def alike_organisations(self, info: Asked, organisation_id: str) -> list[AlikeOrganisation]:
        await info.context.actor()
        found = await ask_owner(info, "roster", f"/organisations/{segment(organisation_id)}/alike")
        return [AlikeOrganisation(called=one["called"], name=one["name"]) for one in found["alike"]]
