"""The application every service serves: its routes between the same edge, problem documents, health and metrics."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Literal

import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from shared.modalities.access.actions import READ_HEALTH
from shared.runtime.clock import Clock
from shared.runtime.edge_settings import EdgeSettings
from shared.runtime.http import problems
from shared.runtime.http.authentication import Verifier
from shared.runtime.http.metrics_readers import readers_of_metrics
from shared.runtime.http.middleware import Edge
from shared.runtime.http.openapi import document
from shared.runtime.http.places import Bounds, Places
from shared.runtime.http.rates import Limiter
from shared.runtime.http.routes import json, route
from shared.runtime.settings import RuntimeSettings

Check = Callable[[], Awaitable[None]]
"""A readiness check: raises when the thing is not ready."""

log = structlog.get_logger()
SOCKETS = Gauge("acsg_sockets_open", "WebSockets that are open")


def create_app(
    settings: RuntimeSettings,
    *,
    title: str,
    routers: Sequence[APIRouter],
    verifier: Verifier,
    clock: Clock,
    ready: Mapping[str, Check],
    close: Callable[[], Awaitable[None]],
    edge: type[Edge] = Edge,
    documented: bool = True,
    larger: Mapping[str, int] = MappingProxyType({}),
) -> FastAPI:
    """Builds the application; ``ready`` names what must answer before it takes work, ``close`` ends what was opened.

    What serves pages for people has an ``edge`` of its own, and no document of an interface (``documented``).

    ``larger``: addresses that take larger bodies than others, with their bytes.

    Whoever runs it may add checks of its own to ``app.state.ready``.
    """
    development = settings.mode == "development"

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await close()

    app = FastAPI(
        title=title,
        version="1",
        lifespan=lifespan,
        docs_url="/docs" if development and documented else None,
        redoc_url=None,
        openapi_url="/openapi.json" if documented else None,
        # Said outright, since otherwise each request asks the environment whether somebody wants spans by now; ours begin
        # at the edge.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    checks = dict(ready)
    app.state.ready = checks
    app.state.verifier, app.state.settings, app.state.clock = verifier, settings, clock
    app.state.limiter = Limiter(settings.rate_quota, settings.rate_window_s, clock)
    problems.install(app)
    for router in routers:
        app.include_router(router)
    app.include_router(_operations(checks, settings))
    bounds = Bounds(
        settings.sockets_at_once, settings.sockets_per_caller, settings.per_address, settings.kept_for_known
    )
    app.state.sockets = Places("sockets", bounds, 30, SOCKETS)
    app.add_middleware(edge, clock=clock, larger=larger)
    return app


class ProcessState(BaseModel):
    """Whether a process answers."""

    status: Literal["live"]


class Readiness(BaseModel):
    """What a process needs, and whether each of it answers."""

    status: Literal["ready", "away"]
    checks: dict[str, Literal["ready", "away"]]


def _operations(ready: Mapping[str, Check], settings: EdgeSettings) -> APIRouter:
    may_read = readers_of_metrics(settings)
    router = APIRouter(tags=["operations"])

    @route(router, "GET", "/health/live", READ_HEALTH, summary="The process answers", answer=ProcessState)
    async def live(_: Request) -> Response:
        return json(ProcessState(status="live"))

    @route(router, "GET", "/health/ready", READ_HEALTH, answer=Readiness,
           summary="What the process needs answers too; 503 with the same body when not")  # fmt: skip
    async def is_ready(_: Request) -> Response:
        states: dict[str, Literal["ready", "away"]] = {}
        for name, check in ready.items():
            try:
                await check()
                states[name] = "ready"
            except Exception as error:
                log.warning("not_ready", error=type(error).__name__)
                states[name] = "away"
        fine = all(state == "ready" for state in states.values())
        return json(Readiness(status="ready" if fine else "away", checks=states), 200 if fine else 503)

    @route(router, "GET", "/metrics", READ_HEALTH, summary="Prometheus metrics, for this machine or with a token of their own; 404 for others", answer="text/plain")  # fmt: skip
    async def read_metrics(request: Request) -> Response:
        if not may_read(request):
            raise HTTPException(404)
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router
