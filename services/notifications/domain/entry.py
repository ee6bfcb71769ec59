"""One item in an overview."""

from datetime import datetime

from services.notifications.domain.seen import Seen
from shared.contracts.event import Shape
from shared.contracts.owed import Owed


class Entry(Shape):
    """The item as its reader sees it now. ``owed`` is the step that still waits for the reader, if one does."""

    seen: Seen
    owed: Owed | None = None
    due_at: datetime | None = None
