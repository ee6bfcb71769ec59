"""A calendar feed as it is read: a private address for one mailbox, shown once (WM 6, 17)."""

from datetime import datetime

from pydantic import BaseModel

from services.notifications.storage.mail_table_rows import CalendarFeedRow


class FeedAnswer(BaseModel):
    """A feed. ``address`` is shown once, when it is made."""

    feed_id: str
    mailbox_id: str
    name: str
    covers: str
    created_at: datetime
    last_used_at: datetime | None
    address: str | None = None


def shown(row: CalendarFeedRow) -> FeedAnswer:
    """A feed without its address."""
    return FeedAnswer(feed_id=row.feed_id, mailbox_id=row.mailbox_id, name=row.name, covers=row.covers,
                      created_at=row.created_at, last_used_at=row.last_used_at)  # fmt: skip
