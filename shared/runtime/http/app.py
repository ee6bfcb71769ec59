"""The application every service serves: its routes between the same edge, problem documents, health and metrics."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import orjson
import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.runtime.clock import Clock
from shared.runtime.http import problems
from shared.runtime.http.authentication import Verifier
from shared.runtime.http.middleware import Edge
from shared.runtime.settings import RuntimeSettings

Check = Callable[[], Awaitable[None]]
"""A readiness check: raises when the thing is not ready."""

log = structlog.get_logger()


def create_app(
    settings: RuntimeSettings,
    *,
    title: str,
    routers: Sequence[APIRouter],
    verifier: Verifier,
    clock: Clock,
    ready: Mapping[str, Check],
    close: Callable[[], Awaitable[None]],
) -> FastAPI:
    """Builds the application; ``ready`` names what must answer before it takes work, ``close`` ends what was opened."""
    development = settings.mode == "development"

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await close()

    app = FastAPI(
        title=title,
        version="1",
        lifespan=lifespan,
        docs_url="/docs" if development else None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    app.state.verifier, app.state.settings, app.state.clock = verifier, settings, clock
    problems.install(app)
    for router in routers:
        app.include_router(router)
    app.include_router(_operations(ready))
    app.add_middleware(Edge, clock=clock)
    return app


def _operations(ready: Mapping[str, Check]) -> APIRouter:
    router = APIRouter(tags=["operations"])
    open_to_all: dict[str, Any] = {"openapi_extra": {"x-acsg-action": "health.read"}}

    @router.get("/health/live", summary="The process answers", **open_to_all)
    async def live() -> Response:
        return Response(b'{"status":"live"}', media_type="application/json")

    @router.get("/health/ready", summary="What the process needs answers too", **open_to_all)
    async def ready_(request: Request) -> Response:
        states: dict[str, str] = {}
        for name, check in ready.items():
            try:
                await check()
                states[name] = "ready"
            except Exception as error:
                log.warning("not_ready", error=type(error).__name__)
                states[name] = "away"
        fine = all(state == "ready" for state in states.values())
        body = orjson.dumps({"status": "ready" if fine else "away", "checks": states})
        return Response(body, 200 if fine else 503, media_type="application/json")

    @router.get("/metrics", summary="Prometheus metrics", **open_to_all)
    async def read_metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router
