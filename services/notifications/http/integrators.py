"""How far behind an integrator's readers are, for itself and for officers (WM 3, 6)."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from services.notifications.settings import NotificationsSettings
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.authorise import authorise
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import json, route
from shared.runtime.kafka.lag import integrator_lags


class TopicLag(BaseModel):
    """One group of the integrator on one topic."""

    group: str
    topic: str
    waiting: int = Field(ge=0, description="Records that the group has not confirmed")
    oldest_at: datetime | None = Field(description="When the first of them was published; null when nothing waits")


class LagAnswer(BaseModel):
    """Every group of an integrator that ever confirmed a place on a public topic."""

    integrator: str
    has_read: bool = Field(description="Whether it ever did; no lags and false: all there is waits for it")
    lags: list[TopicLag]


def lag_routes(settings: NotificationsSettings) -> APIRouter:
    """The lag of one integrator."""
    router = APIRouter(tags=["integrators"])

    @route(router, "GET", "/integrators/{name}/lag", a.READ_LAG, answer=LagAnswer,
           summary="How far behind an integrator's readers of the topics are")  # fmt: skip
    async def read_lag(request: Request) -> Response:
        name = request.path_params["name"]
        authorise(await actor_of(request), a.READ_LAG, resources.of_party(f"org:{name}", settings.deployment))
        found = await integrator_lags(settings.bus, name)
        lags = [
            TopicLag(group=one.group, topic=one.topic, waiting=one.waiting, oldest_at=one.oldest_at) for one in found
        ]
        return json(LagAnswer(integrator=name, has_read=bool(lags), lags=lags))

    return router
