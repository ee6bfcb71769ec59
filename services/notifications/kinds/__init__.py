"""Kinds of items: one file, or folder, says everything that notifications knows about one. Every list of kinds follows from these.

How a kind is added: a file here, and its row below; its words in six languages in ``wording``.
"""

from services.notifications.kinds import draft, engagement, match, meeting, need, offer, request, solicitation, thread
from services.notifications.kinds.kind import ItemKind

KINDS: tuple[ItemKind, ...] = (
    request.KIND,
    match.KIND,
    solicitation.KIND,
    offer.KIND,
    engagement.KIND,
    meeting.KIND,
    draft.KIND,
    thread.KIND,
    need.KIND,
)
"""In the order in which an overview tells them."""
