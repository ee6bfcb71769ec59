"""How what a plan was made of is kept: too much of it to be asked about in SQL."""

import zlib
from typing import Any

import orjson


def packed(value: Any) -> bytes:
    """A value as it is kept."""
    return zlib.compress(orjson.dumps(value), 1)


def unpacked(raw: bytes) -> Any:
    """The value again."""
    return orjson.loads(zlib.decompress(raw))
