"""What a message says, as a notice and its delivery keep it: documents as JSON, so that what was told stays as it was told."""

from collections.abc import Mapping
from typing import TypedDict


class EntryContent(TypedDict, total=False):
    """An item of an overview."""

    seen: Mapping[str, object]
    owed: str | None
    due_at: str | None


class OverviewContent(TypedDict):
    """The items that one mail tells of."""

    batch: str
    entries: list[EntryContent]


class MessageContent(TypedDict, total=False):
    """What is said of one item, or by an overview. ``seen``: the item as its reader may see it; ``changes``: how many one mail
    stands for; ``erased``: it says no more than that there was a message.
    """

    thread: str
    reason: Mapping[str, str | None]
    seen: Mapping[str, object] | None
    reminder: Mapping[str, object] | None
    operation: Mapping[str, object]
    spoken: list[Mapping[str, object]]
    step: str
    changes: int
    overview: OverviewContent
    erased: bool
