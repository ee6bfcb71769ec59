"""Lists that lead on after the last thing that was read: their parameters, described and read alike wherever one is."""

from typing import Any
from uuid import UUID

from fastapi import Request

from shared.runtime.http.asked import Asked
from shared.runtime.http.described import text, whole
from shared.runtime.identifiers import parsed

AT_ONCE = 50


def after_last(thing: str, most: int) -> tuple[dict[str, Any], ...]:
    """The parameters of such a list; ``thing``: what stands in it, ``most``: of them at once."""
    after = text("after", f"Identifier of the last {thing} that was read", "cursor")
    return after, whole("first", 1, most, "How many at most", default=AT_ONCE)


def place_in(request: Request, most: int) -> tuple[UUID | None, int]:
    """After which one it goes on, None from the beginning, and how many at most. Raises Invalid naming every fault."""
    asked = Asked(request)
    after, first = asked.text("after", ""), asked.number("first", 1, most, AT_ONCE)
    asked.check()
    return parsed(after) if after else None, first
