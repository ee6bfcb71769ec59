"""When two things that are asked for say the same: a digest of what people would compare, whatever letters it is in.

The same party, the same title, the same lines. Identifiers of lines, and words that explain, make no difference.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import orjson

from shared.wording.folded import key


def likeness(party: str, others: Iterable[str], title: str, lines: Iterable[Any], *more: Any) -> bytes:
    """32 bytes, equal for two that say the same. Lines and ``more`` are JSON values; texts in them are folded."""
    said = [party, sorted(others), key(title), sorted(map(_folded, lines), key=repr), _folded(list(more))]
    return sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).digest()


def _folded(value: Any) -> Any:
    # Texts are looked at where they stand: a call for each of a request's many small values costs more than the folding.
    if isinstance(value, dict):
        return {name: key(part) if isinstance(part, str) else _folded(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [key(part) if isinstance(part, str) else _folded(part) for part in value]
    return key(value) if isinstance(value, str) else value
