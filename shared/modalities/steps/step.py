"""A step that a party owes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shared.modalities.paragraphs import Paragraph

UNREACHABLE = "unreachable"
UNREAD = "unread"
ANSWER_COUNTER = "answer_counter"
"""Words of a step that officers alone know of: that a party countered is between it and them (WM 11)."""
NEVER_LATE = frozenset({UNREACHABLE, UNREAD})
"""Nobody has to act on these: they only say what does not work, or what is new (WM 6, 8). What is unread is told by its moment."""


@dataclass(frozen=True, slots=True)
class Step:
    """What ``party`` owes of a thing, until when, on which paragraph.

    ``region``: the deployment that serves the party, if it is not the thing's own. Before ``begins_at`` there is nothing to
    do yet, from ``ends_at`` on it makes no sense any more; None: at once, and never. ``words``: the key of its words.
    """

    code: str
    party: str
    due_at: datetime
    paragraph: Paragraph
    region: str | None = None
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    variant: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The key of its words: its code, or that of a variant of it."""
        return self.variant or self.code


def is_late(code: str, due_at: datetime, now: datetime) -> bool:
    """Whether a step is late at a moment."""
    return due_at < now and code not in NEVER_LATE
