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


class ChainVerifier:
    """Takes the rows of a chain one by one in order of ``sealed``, so that its length does not matter.

    ``heads``: places of the chain with the hash that somebody else saw there; the last one tells of a tail that was cut.
    """

    def __init__(self, heads: Mapping[int, bytes] | None = None) -> None:
        self._heads = {place: link for place, link in (heads or {}).items() if place}
        self.place, self.link = 0, GENESIS

    def take(self, row: Mapping[str, Any]) -> Break | None:
        """What is wrong at the next row; nothing more is to be taken after that."""
        self.place += 1
        if row["sealed"] != self.place:
            return Break(self.place, "a row is missing, doubled or out of order")
        self.link = row_hash(self.link, self.place, row)
        if self.link != bytes(row["hash"]):
            return Break(self.place, "the row is not what was sealed")
        if self._heads.get(self.place, self.link) != self.link:
            return Break(self.place, "the chain is not the one that was witnessed")
        return None

    def end(self) -> Break | None:
        """What is wrong once all rows were taken."""
        cut = max(self._heads, default=0) > self.place
        return Break(self.place + 1, "the tail that was witnessed is cut off") if cut else None


def verify(rows: Iterable[Mapping[str, Any]], heads: Mapping[int, bytes] | None = None) -> Break | None:
    """Checks rows in order of ``sealed``; with witnessed heads also that the tail was not cut. None when all holds."""
    verifier = ChainVerifier(heads)
    return next((found for row in rows if (found := verifier.take(row)) is not None), None) or verifier.end()
