"""Public events as lines: CloudEvents 1.0 in JSON, one a line, in the order in which they happened (WM 17)."""

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

import orjson

from shared.contracts.envelope import rfc3339

MEDIA_TYPE = "application/jsonl; charset=utf-8"


async def lines(batches: AsyncIterator[list[Any]]) -> AsyncGenerator[bytes, None]:
    """The chunks, one for each batch."""
    async for batch in batches:
        yield b"".join(orjson.dumps(_event(row), option=orjson.OPT_APPEND_NEWLINE) for row in batch)


def _event(row: Any) -> dict[str, Any]:
    """The event as it stood on its topic: the same identity, type, schema and data."""
    data: dict[str, Any] = {"aggregate_id": row.id, "aggregate_version": row.version}
    return {
        "specversion": "1.0", "id": row.event_id, "source": row.source, "type": row.type, "subject": row.id,
        "time": rfc3339(row.at), "datacontenttype": "application/json", "dataschema": row.schema, "region": row.region,
        "epoch": row.epoch, "aggregateversion": row.version,
        "data": data if row.fields is None else data | {"fields": row.fields},
    }  # fmt: skip
