"""What can be asked of drafts: intake answers it, with the caller's own token; no word of a draft is kept here (WM 8)."""

import strawberry

from services.gateway.graphql.commands import segment
from services.gateway.graphql.draft_types import DraftSeen, DraftsSeen, draft_of
from services.gateway.graphql.told import Asked, ask


@strawberry.type
class DraftQueries:
    """Drafts of the deployment that is asked."""

    @strawberry.field(description="Drafts that the caller's party has a hand in, newest first (WM 3, 8)")
    async def request_drafts(self, info: Asked, first: int = 50, after: str | None = None) -> DraftsSeen:
        await info.context.actor()
        found = await ask(info, "/drafts", owner="intake", first=first, after=after)
        return DraftsSeen(nodes=[draft_of(one) for one in found["drafts"]], after=found["after"])

    @strawberry.field(description="One of them; not found for whoever has no hand in it (WM 3, 8)")
    async def request_draft(self, info: Asked, draft_id: str) -> DraftSeen:
        await info.context.actor()
        return draft_of(await ask(info, f"/drafts/{segment(draft_id)}", owner="intake"))
