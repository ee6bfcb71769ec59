"""The chain itself: each row's hash covers its content and the hash before it, so any edit, loss or reorder shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

GENESIS = bytes(32)
COVERED = ("id", "at", "actor", "role", "party", "action", "paragraph", "aggregate", "aggregate_version",
           "correlation_id", "detail")  # fmt: skip


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold, and what is wrong there."""

    sealed: int
    fault: str


def row_hash(previous: bytes, sealed: int, row: Mapping[str, Any]) -> bytes:
    """SHA-256 over the previous hash, the place in the chain and the row's content in canonical JSON."""
    content = orjson.dumps([sealed, *(row[name] for name in COVERED)], option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)
    return sha256(previous + content).digest()


def verify(rows: Iterable[Mapping[str, Any]], head: tuple[int, bytes] | None = None) -> Break | None:
    """Checks rows in order of ``sealed``; with a witnessed head also that the tail was not cut. None when all holds."""
    previous, place = GENESIS, 0
    witnessed = head is None or head[0] == 0
    for row in rows:
        place += 1
        if row["sealed"] != place:
            return Break(place, "a row is missing, doubled or out of order")
        previous = row_hash(previous, place, row)
        if previous != bytes(row["hash"]):
            return Break(place, "the row is not what was sealed")
        if head is not None and head[0] == place:
            if head[1] != previous:
                return Break(place, "the chain is not the one that was witnessed")
            witnessed = True
    return None if witnessed else Break(place + 1, "the tail that was witnessed is cut off")
