"""A sealed audit of any length, put into a service's database by its administrator."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import orjson

from shared.runtime.audit.chain import COVERED, GENESIS, row_hash

NOW = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
AT_ONCE = 20_000


def sealed_rows(many: int) -> Iterator[dict[str, Any]]:
    """Rows as the sealer leaves them."""
    link = GENESIS
    for place in range(1, many + 1):
        row: dict[str, Any] = {
            "id": place, "at": NOW + timedelta(seconds=place), "actor": f"7b1d-{place % 190}", "role": "state_authority",
            "party": "iso3166:TCD", "action": "request.revise", "paragraph": "8", "aggregate": f"019a-{place % 50_000}",
            "aggregate_version": place % 40, "correlation_id": f"c-{place}", "detail": {"what": "content", "n": place},
        }  # fmt: skip
        link = row_hash(link, place, row)
        yield row | {"sealed": place, "hash": link}


async def fill(administrator: str, many: int) -> None:
    """Puts a chain into an empty audit. ``administrator`` is the address of that database."""
    connection = await asyncpg.connect(administrator)
    await connection.set_type_codec(
        "jsonb", encoder=lambda v: b"\1" + orjson.dumps(v), decoder=orjson.loads, schema="pg_catalog", format="binary"
    )
    columns, batch = (*COVERED, "sealed", "hash"), []
    try:
        for row in sealed_rows(many):
            batch.append(tuple(row[name] for name in columns))
            if len(batch) == AT_ONCE or row["sealed"] == many:
                await connection.copy_records_to_table("audit", records=batch, columns=columns)
                batch = []
    finally:
        await connection.close()
