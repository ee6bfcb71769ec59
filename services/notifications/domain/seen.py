"""An item as one reader may see it: the only form in which messages, filters and digests know it (WM 17)."""

from typing import Literal

from services.notifications.domain.items import Line
from shared.contracts.event import Shape


class Seen(Shape):
    """``view`` is full for those who stand in the item, shown for the consented view. Absent = not to be said."""

    item_id: str
    thread: str
    kind: Literal["request", "offer", "match", "solicitation"]
    view: Literal["full", "shown"]
    reference: str | None = None
    title: str | None = None
    region: str | None = None
    areas: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    parties: tuple[str, ...] = ()
    urgent: bool = False
    status: str | None = None
