"""Pages by cursor: newest first, so many at a time."""

from datetime import datetime

from fastapi import Request

from shared.modalities.errors import Fault, Invalid
from shared.runtime import cursors
from shared.runtime.cursors import cursor_of
from shared.runtime.http.described import text, whole

MOST = 200
PAGE = (text("after", "Cursor after which to begin", "cursor"), whole("first", 1, MOST, "How many at most", default=50))
__all__ = ["MOST", "PAGE", "cursor_of", "one_of", "place_of", "size_of"]


def place_of(request: Request) -> tuple[datetime, str] | None:
    """The place that ``after`` names; None for the beginning. Raises Invalid."""
    given = request.query_params.get("after")
    if given is None:
        return None
    try:
        return cursors.place_of(given)
    except ValueError as fault:
        raise Invalid((Fault("/parameters/after", "is no cursor of ours", "cursor"),)) from fault


def size_of(request: Request, default: int = 50) -> int:
    """How many are asked for by ``first``. Raises Invalid."""
    given = request.query_params.get("first", str(default))
    if not (given.isascii() and given.isdigit() and len(given) <= 4 and 1 <= int(given) <= MOST):
        raise Invalid((Fault("/parameters/first", f"must be a number from 1 to {MOST}", "page_size"),))
    return int(given)


def one_of(request: Request, name: str, codes: tuple[str, ...]) -> str | None:
    """A code of a parameter; None when it is not given. Raises Invalid."""
    given = request.query_params.get(name)
    if given is not None and given not in codes:
        raise Invalid((Fault(f"/parameters/{name}", f"must be one of {', '.join(codes)}", "unknown_code"),))
    return given
