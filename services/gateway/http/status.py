"""How this deployment does, for an integrator who asks itself whether the fault is its own: no token is needed (WM 3, 6)."""

from typing import Literal

from fastapi import APIRouter, Request, Response

from services.gateway.read_model.regions import Freshness, freshness_of_regions
from services.gateway.settings import GatewaySettings
from shared.contracts.incoming import Moment, Strict
from shared.modalities.access import resources
from shared.modalities.access.actions import READ_FRESHNESS
from shared.modalities.access.authorise import authorise
from shared.runtime.db.database import Database
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import json, route


class RegionStatus(Strict):
    """One region: everything up to ``as_of`` is here. ``stale``: nothing came of it for longer than it may be."""

    region: str
    state: Literal["fresh", "stale", "never_heard"]
    as_of: Moment | None
    stale_since: Moment | None


class DeploymentStatus(Strict):
    """``current``: whether every region that is known here is fresh. ``at``: when it was asked."""

    deployment: str
    at: Moment
    current: bool
    regions: tuple[RegionStatus, ...]


def status_of(one: Freshness) -> RegionStatus:
    """From what the read model knows."""
    heard = one.state != "never_heard"
    as_of, stale_since = (one.as_of, one.stale_since) if heard else (None, None)
    return RegionStatus(region=one.region, state=one.state, as_of=as_of, stale_since=stale_since)


def status_routes(database: Database, settings: GatewaySettings) -> APIRouter:
    """One route; what it says is no secret: pages of figures say it too."""
    router = APIRouter(tags=["status"])

    @route(router, "GET", "/status", READ_FRESHNESS, summary="Whether what is read here is of now, region by region",
           answer=DeploymentStatus)  # fmt: skip
    async def read_status(request: Request) -> Response:
        authorise(await actor_of(request), READ_FRESHNESS, resources.of_deployment(settings.deployment))
        now = database.clock.now()
        async with database.reading() as connection:
            found = await freshness_of_regions(connection, settings, now)
        regions = tuple(map(status_of, found.values()))
        current = all(one.state == "fresh" for one in regions)
        return json(DeploymentStatus(deployment=settings.deployment, at=now, current=current, regions=regions))

    return router
