"""The public topic follows what may be seen of a thing now, and says nothing when that did not change (WM 15.vii, 17)."""

from collections.abc import Callable
from typing import Any, Protocol

from shared.contracts.event import Event

Fields = dict[str, Any]


class Recorder(Protocol):
    """The part of the unit of work that remembers events."""

    def record(self, event: Event) -> object:
        """Queues an event."""
        ...


class PublicShown(Protocol):
    """What the public was last shown of things, each locked by the caller."""

    async def published(self, one: str, /) -> Fields | None:
        """Of one; None when nothing, or nothing any more."""
        ...

    async def keep_published(self, one: str, fields: Fields | None, /) -> int:
        """Remembers what is shown from now on; the number of this public event."""
        ...


async def follow_public(
    shown: PublicShown,
    recorder: Recorder,
    one: str,
    fields: Fields | None,
    published: Callable[..., Event],
    retracted: Callable[..., Event],
) -> None:
    """Publishes a thing, publishes it anew, or retracts it where ``fields`` is None."""
    if fields == await shown.published(one):
        return
    number = await shown.keep_published(one, fields)
    said = {"aggregate_id": one, "aggregate_version": number}
    recorder.record(retracted(**said) if fields is None else published(**said, fields=fields))
