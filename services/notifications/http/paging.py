"""Pages by cursor: a place in a list that is ordered by a moment and an identifier, newest first."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

from fastapi import Request

from shared.modalities.errors import Fault, Invalid
from shared.runtime.http.described import text, whole

MOST = 200
PAGE = (text("after", "Cursor after which to begin"), whole("first", 1, MOST, "How many at most", default=50))


def cursor_of(at: datetime, one: str) -> str:
    """A place as a cursor."""
    return urlsafe_b64encode(f"{at.isoformat()}|{one}".encode()).decode()


def is_moment(at: datetime) -> bool:
    """Whether a moment says its offset, and lies where the database can keep it."""
    return at.tzinfo is not None and 1970 <= at.year < 9999


def place_of(request: Request) -> tuple[datetime, str] | None:
    """The place that ``after`` names; None for the beginning. Raises Invalid."""
    given = request.query_params.get("after")
    if given is None:
        return None
    try:
        moment, _, one = urlsafe_b64decode(given.encode("ascii")).decode().partition("|")
        at = datetime.fromisoformat(moment)
        if not is_moment(at) or "\0" in one:
            raise ValueError("made by somebody else")
    except ValueError as fault:
        raise Invalid((Fault("/query/after", "is no cursor of ours", "cursor"),)) from fault
    return at, one


def size_of(request: Request, default: int = 50) -> int:
    """How many are asked for by ``first``. Raises Invalid."""
    given = request.query_params.get("first", str(default))
    if not (given.isascii() and given.isdigit() and len(given) <= 4 and 1 <= int(given) <= MOST):
        raise Invalid((Fault("/query/first", f"must be a number from 1 to {MOST}", "page_size"),))
    return int(given)


def one_of(request: Request, name: str, codes: tuple[str, ...]) -> str | None:
    """A code of a parameter; None when it is not given. Raises Invalid."""
    given = request.query_params.get(name)
    if given is not None and given not in codes:
        raise Invalid((Fault(f"/query/{name}", f"must be one of {', '.join(codes)}", "unknown_code"),))
    return given
