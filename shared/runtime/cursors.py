"""Cursors: a place in a list that is ordered by a moment and an identifier. Made and read here alone, by every interface."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

from shared.contracts.incoming import is_moment, is_text

MOST = 200
"""Characters of an identifier, and of each part of what names a thing."""


def cursor_of(at: datetime, one: str) -> str:
    """A place as a cursor."""
    return urlsafe_b64encode(f"{at.isoformat()}|{one}".encode()).decode()


def place_of(cursor: str) -> tuple[datetime, str]:
    """The place that a cursor names. Raises ValueError for one that we did not make."""
    moment, _, one = _decoded(cursor).partition("|")
    at = datetime.fromisoformat(moment)
    if not is_moment(at) or not is_text(one, MOST):
        raise ValueError("made by somebody else")
    return at, one


def node_id(*parts: str) -> str:
    """A global identifier made of parts."""
    return urlsafe_b64encode("/".join(parts).encode()).decode()


def parts_of(node: str, many: int) -> tuple[str, ...]:
    """The parts of a global identifier. Raises ValueError for one that we did not make."""
    parts = tuple(_decoded(node).split("/"))
    if len(parts) != many or not all(part and is_text(part, MOST) for part in parts):
        raise ValueError("made by somebody else")
    return parts


def _decoded(text: str) -> str:
    if len(text) > 4 * MOST:
        raise ValueError("longer than any of ours")
    return urlsafe_b64decode(text.encode("ascii")).decode()
