"""Lets the public topic follow what everybody may read of a practice now, and say nothing when that did not change (WM 11)."""

from services.dialogue.domain.practice import public_view
from services.dialogue.storage.practices import PracticeRepository
from shared.application.following_public import follow_public
from shared.contracts.dialogue import GoodPracticePublished, GoodPracticeRetracted
from shared.contracts.shapes.practice import PracticeState
from shared.runtime.db.unit_of_work import UnitOfWork


async def publish_practice(uow: UnitOfWork, state: PracticeState) -> None:
    """Publishes it, publishes it anew, or retracts it. The practice is locked by the caller."""
    practices = PracticeRepository(uow.connection)
    fields, one = public_view(state), state.practice_id
    await follow_public(practices, uow, one, fields, GoodPracticePublished, GoodPracticeRetracted)
