"""A page of what a reader may read, out of pages of what is kept (WM 6)."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar
from uuid import UUID

from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource

State = TypeVar("State")
Kept = Callable[[UUID | None, int], Awaitable[Sequence[State]]]
"""So many at most of what is kept, after the one of that identifier."""


async def readable_page(
    actor: Actor, reads: Action, thing: Callable[[State], Resource], key: Callable[[State], str], kept: Kept[State],
    after: UUID | None, first: int, *, at_once: int | None = None,
) -> tuple[list[State], str | None]:  # fmt: skip
    """At most ``first`` that the actor may read, in the order of ``kept``, and the last one's identifier where more follow.

    ``at_once``: how many are looked at together; one more than the page where nothing is said.
    """
    most = at_once or first + 1
    found: list[State] = []
    while len(found) <= first:
        rows = await kept(after, most)
        found += [one for one in rows if decide(actor, reads, thing(one)).allowed]
        if len(rows) < most:
            break
        after = UUID(key(rows[-1]))
    page = found[:first]
    return page, key(page[-1]) if len(found) > first else None
