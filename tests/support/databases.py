"""Services in this process on a real PostgreSQL, without broker or worker: for what happens inside one database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from fastapi import FastAPI

from deploy.local.issuer import actor
from deploy.local.postgres import Postgres
from deploy.local.provision import provision, sealing
from shared.modalities.access.actor import Actor
from shared.modalities.errors import Unauthenticated
from shared.runtime.db.migrations import _run


class Named:
    """A verifier that takes a demo actor's name for a token."""

    async def verify(self, token: str) -> Actor:
        """The actor of that name."""
        try:
            return actor(token)
        except LookupError as unknown:
            raise Unauthenticated("invalid_token", str(unknown)) from unknown


_TEMPLATES: dict[tuple[str, str], tuple[str, str]] = {}


async def environment(server: Postgres, folder: Path, service: str, name: str, **more: Any) -> dict[str, Any]:
    """Settings of a service on a fresh database of its own, migrated."""
    template = f"template_{service}"
    if (server.url, service) not in _TEMPLATES:
        own, owner = await provision(server.url, template, server.folder)
        await _run(service, owner, "head", up=True)
        _TEMPLATES[server.url, service] = own, owner
    await copied(server, template, name, template)
    sealer = sealing(server.url, template, server.folder)
    urls = [url.rpartition("/")[0] + f"/{name}" for url in (*_TEMPLATES[server.url, service], sealer)]
    named = dict(zip(("database_url", "migration_url", "sealer_url"), urls, strict=True))
    return {**named, "mode": "development", **more}


async def copied(server: Postgres, source: str, target: str, role: str) -> None:
    """Makes a database anew as a copy of another one, for the same role."""
    connection = await asyncpg.connect(server.url)
    try:
        await connection.execute(f'drop database if exists "{target}" with (force)')
        await connection.execute(f'create database "{target}" template "{source}" owner "{role}_owner"')
        await connection.execute(f'revoke connect, temporary on database "{target}" from public')
        # What a template gives is its content; who may connect is said for each database.
        await connection.execute(f'grant connect on database "{target}" to "{role}", "{role}_sealer"')
    finally:
        await connection.close()


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
