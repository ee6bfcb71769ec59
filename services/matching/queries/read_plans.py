"""Plans over all open needs, for the officers of the deployment that keeps them (WM 6, 11)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.matching.actions.the_plan import lines_of, view
from services.matching.domain.allocation import page_of
from services.matching.storage.allocations import AllocationRepository
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.access.resources import of_deployment
from shared.runtime.db.database import Database

Seen = Mapping[str, Any]


async def list_plans(database: Database, actor: Actor, after: UUID | None, first: int) -> tuple[list[Seen], str | None]:
    """Plans, the newest first; the last one's identifier where more follow. Raises NotPermitted."""
    authorise(actor, a.READ_ALLOCATION, of_deployment(database.settings.deployment))
    async with database.reading() as connection:
        found = await AllocationRepository(connection).page(after, first + 1)
    page: list[Seen] = [
        {**seen, "version": version}
        for state, version in found[:first]
        if (seen := await view(None, actor, state.model_copy(update={"moved": (), "difference": None})))
    ]
    return page, found[first - 1][0].plan_id if len(found) > first else None


async def read_plan(database: Database, actor: Actor, plan_id: UUID, after: int, first: int) -> tuple[Seen, int]:
    """A plan with some of its lines after a place, and its version. Raises NotFound."""
    async with database.reading() as connection:
        plans = AllocationRepository(connection)
        found = await plans.find(plan_id, lock=False)
        thing = of_deployment(found[0].region) if found else None
        authorise_seen(actor, a.READ_ALLOCATION, a.READ_ALLOCATION, thing, "plan")
        assert found is not None
        state, version = found
        page, more = page_of(await lines_of(plans, state.plan_id), after, first)
    lines = [one.model_dump(mode="json") for one in page]
    return {**await view(None, actor, state), "version": version, "page": lines, "after": more}, version
