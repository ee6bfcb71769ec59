"""A review of the terms as commands meet it (WM 21)."""

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.storage.reviews import ReviewRepository
from shared.application.keeping import kept
from shared.application.use_case import Done, Kind, Stored, whole
from shared.contracts.reviews import ReviewEvent
from shared.contracts.shapes.review import ReviewState
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_review

Review = Stored[ReviewState]


REVIEW = Kind(
    "review",
    a.READ_REVIEW,
    of_review,
    lambda connection, review_id, lock: ReviewRepository(connection).find(review_id, lock=lock),
    whole,
)
after = REVIEW.after


async def changed(doing: Dialogue, event: ReviewEvent) -> Done[ReviewState]:
    """Ends a change: what the event carries is stored and told."""
    return await kept(doing.uow, ReviewRepository(doing.uow.connection), event.review, event)
