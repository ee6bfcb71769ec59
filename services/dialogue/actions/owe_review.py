"""The review day has come, and no review was concluded for a year: the yearly review is owed (WM 21)."""

from services.dialogue.domain import review as domain
from services.dialogue.domain.review_day import owed
from services.dialogue.storage.reviews import ReviewRepository
from shared.contracts.reviews import ReviewDue
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.identifiers import new_id


async def owe_review(uow: UnitOfWork, review_day: str, deployment: str) -> bool:
    """Makes the yearly review where it is owed; answers whether it did. Years are counted from the first look on."""
    reviews, now = ReviewRepository(uow.connection), uow.now()
    counted_from = await reviews.counted_from(now)
    needed = owed(review_day, now.date(), counted_from.date(), await reviews.on_the_way_or_concluded())
    if needed is None:
        return False
    begun = await reviews.begun(new_id(uow.clock), deployment, now)
    state = domain.due(begun, needed.due_on, needed.since)
    await reviews.add(state)
    uow.record(ReviewDue(aggregate_id=state.review_id, aggregate_version=1, review=state))
    return True
