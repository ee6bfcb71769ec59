"""Services in this process on a real PostgreSQL, without broker or worker: for what happens inside one database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from deploy.local.issuer import actor
from deploy.local.postgres import Postgres
from deploy.local.provision import drop, provision
from shared.modalities.access.actor import Actor
from shared.runtime.db.migrations import _run
from shared.runtime.http.authentication import Unauthenticated


class Named:
    """A verifier that takes a demo actor's name for a token."""

    async def verify(self, token: str) -> Actor:
        """The actor of that name."""
        try:
            return actor(token)
        except LookupError as unknown:
            raise Unauthenticated("invalid_token", str(unknown)) from unknown


async def environment(server: Postgres, folder: Path, service: str, name: str, **more: Any) -> dict[str, Any]:
    """Settings of a service on a fresh database of its own, migrated."""
    await drop(server.url, name)
    own, owner = await provision(server.url, name, folder)
    await _run(service, owner, "head", up=True)
    return {"database_url": own, "migration_url": owner, "mode": "development", **more}


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application in this process; name the actor as the bearer token."""
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://owner") as http,
    ):
        yield http


def as_(name: str, key: str | None = None) -> dict[str, str]:
    """Headers of an actor."""
    return {"Authorization": f"Bearer {name}"} | ({"Idempotency-Key": key} if key else {})
