"""``verify-audit`` and ``audit-head``: read the chain row by row with the bare driver.

A chain of a million rows is held against its hashes in little memory, whatever else a service is made of: nothing of it
is loaded for these commands (``shared.runtime.start``).
"""

from collections.abc import Mapping
from typing import Any

import asyncpg
import orjson

from shared.runtime.audit.chain import COVERED, GENESIS, Break, ChainVerifier

AT_ONCE = 1000
"""Rows that are held at a time."""
_ROWS = f"select {', '.join(COVERED)}, sealed, hash from audit where sealed is not null order by sealed"  # noqa: S608
_HEAD = "select sealed, hash from audit where sealed is not null order by sealed desc limit 1"


async def connected(address: str) -> "asyncpg.Connection":
    """A connection that may read the chain. Raises what asyncpg raises for a database that is away."""
    connection = await asyncpg.connect(address, timeout=10, server_settings={"acsg.service": "verify-audit"})
    await connection.set_type_codec("jsonb", encoder=orjson.dumps, decoder=orjson.loads, schema="pg_catalog")
    return connection


async def check(connection: "asyncpg.Connection", heads: Mapping[int, bytes] | None = None) -> Break | None:
    """The first place where the chain does not hold, also against heads that somebody else saw; None when all holds."""
    verifier = ChainVerifier(heads)
    async with connection.transaction(readonly=True, isolation="repeatable_read"):
        rows = await connection.cursor(_ROWS)
        while batch := await rows.fetch(AT_ONCE):
            for row in batch:
                if (found := verifier.take(row)) is not None:
                    return found
    return verifier.end()


async def head(connection: "asyncpg.Connection") -> tuple[int, bytes]:
    """Place and hash of the last sealed row; 0 when there is none."""
    found: Any = await connection.fetchrow(_HEAD)
    return (found["sealed"], bytes(found["hash"])) if found is not None else (0, GENESIS)
