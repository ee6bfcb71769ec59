"""The State of a published practice says whether it still holds: it is asked after three years, and may say so at any time (WM 11)."""

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.actions.practice import PRACTICE, Practice, after, changed
from services.dialogue.domain import practice as domain
from shared.application.use_case import Change, Done
from shared.contracts.dialogue import PracticeConfirmed, PracticeOutdated
from shared.contracts.incoming import Strict
from shared.contracts.shapes.practice import PracticeState
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a


class PracticeReviewBody(Strict):
    """Whether it still holds; ``reason``: why not, if the State says so."""

    stands: bool
    reason: Text | None = None


async def review_practice(doing: Dialogue, stored: Practice, body: PracticeReviewBody) -> Done[PracticeState]:
    """Raises Conflict for one that is not published."""
    state = domain.reviewed(stored.state, body.stands, body.reason, doing.now)
    event = PracticeConfirmed if body.stands else PracticeOutdated
    return await changed(doing, event(**after(stored, state)))


REVIEW_PRACTICE = Change(PRACTICE, a.REVIEW_PRACTICE, PracticeReviewBody, review_practice)
