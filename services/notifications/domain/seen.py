"""An item as one reader may see it: the only form in which messages, filters and digests know it (WM 17)."""

from datetime import datetime
from typing import Literal

from services.notifications.domain.shown import ShownLine
from shared.contracts.event import Shape

TAKING_PART = "meeting"
"""The step that is to be there: its moment is the beginning."""


class Sitting(Shape):
    """When and where a meeting is (WM 4). ``join_link`` is there for those who take part and for officers alone."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    was_at: datetime | None = None
    place: str | None = None
    join_link: str | None = None
    cancelled_because: str | None = None
    version: int = 0
    comes: bool | None = None
    """Whether the reader's own party said that it takes part; None: it said nothing, or was not asked."""


class Seen(Shape):
    """``view`` is full for those who stand in the item, shown for the consented view. Absent = not to be said."""

    item_id: str
    thread: str
    kind: str
    view: Literal["full", "shown"]
    reference: str | None = None
    title: str | None = None
    region: str | None = None
    areas: tuple[str, ...] = ()
    lines: tuple[ShownLine, ...] = ()
    parties: tuple[str, ...] = ()
    urgent: bool = False
    status: str | None = None
    sitting: Sitting | None = None
    about: str = "case"
    """Of a thread: the kind of thing that it is about."""
    opened_to: tuple[str, ...] | None = None
    """Words of the audience that its States agreed to so far, for those who may know it; None: none of them agreed, or it
    is not for this reader."""
    assessed: bool = False
    """Whether the reader may see what officers said of it."""
