"""An officer looks whether a crisis still stands, or says that it is none any more; it never ends by itself (WM 12)."""

from services.intake.actions.the_crisis import CRISIS, Crisis, after, changed
from services.intake.actions.the_request import Intake
from services.intake.domain import crisis as domain
from shared.application.use_case import Change, Done
from shared.contracts.crises import CrisisEnded, CrisisReviewed
from shared.contracts.incoming import Strict
from shared.contracts.shapes.crisis import CrisisState
from shared.contracts.shapes.values import Language, Text
from shared.modalities.access import actions as a


class CrisisReviewBody(Strict):
    """Why it still stands."""

    words: Text
    language: Language


class CrisisEndBody(Strict):
    """Why it is none any more; the States that it is about read it."""

    reason: Text
    language: Language


async def review_crisis(doing: Intake, stored: Crisis, body: CrisisReviewBody) -> Done[CrisisState]:
    """Raises Conflict once it ended."""
    state = domain.reviewed(stored.state, body.words, body.language, doing.now)
    return await changed(doing, CrisisReviewed(**after(stored, state)))


async def end_crisis(doing: Intake, stored: Crisis, body: CrisisEndBody) -> Done[CrisisState]:
    """Raises Conflict once it ended."""
    state = domain.ended(stored.state, body.reason, body.language, doing.now)
    return await changed(doing, CrisisEnded(**after(stored, state)))


REVIEW_CRISIS = Change(CRISIS, a.REVIEW_CRISIS, CrisisReviewBody, review_crisis)
END_CRISIS = Change(CRISIS, a.END_CRISIS, CrisisEndBody, end_crisis)
