"""The anchor: FastAPI as its tutorial has it, a declared JSON body inserted as one row through asyncpg, nothing else."""

import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import uvicorn
from fastapi import FastAPI, Request

from tools.arguments import port_of


@asynccontextmanager
async def _pool(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["BARE_DATABASE"], min_size=4, max_size=8) as pool:
        await pool.execute("create table if not exists bare (id bigserial primary key, body jsonb)")
        app.state.pool = pool
        yield


app = FastAPI(lifespan=_pool)


@app.post("/bare", status_code=201)
async def insert(request: Request, body: dict[str, Any]) -> dict[str, int]:
    """One row, one commit."""
    statement = "insert into bare (body) values ($1::jsonb) returning id"
    return {"id": await request.app.state.pool.fetchval(statement, json.dumps(body))}


if __name__ == "__main__":
    port = port_of("tools.bench.bare", __doc__, sys.argv[1:])
    uvicorn.run(app, host="127.0.0.1", port=port, log_config=None, access_log=False)
