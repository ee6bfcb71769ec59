"""An officer opens a review that is due or asked for, says no to one that is asked for, and consults every party (WM 21)."""

from pydantic import ConfigDict, Field

from services.dialogue.actions.meeting import Dialogue, serves
from services.dialogue.actions.review import REVIEW, Review, after, changed
from services.dialogue.domain import review as domain
from services.dialogue.storage.reviews import ReviewRepository
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.reviews import ConsultationBegun, ReviewDeclined, ReviewOpened
from shared.contracts.shapes.review import ReviewConcerned, ReviewedPeriod, ReviewState
from shared.contracts.shapes.values import Day, Language, PartyId, Text
from shared.modalities.access import actions as a


class OpeningBody(Strict):
    """What a review looks at. ``parties``: who is told of it beside those that met or wrote here in its period."""

    model_config = ConfigDict(
        frozen=True, extra="forbid",
        json_schema_extra={"examples": [{
            "period": {"from_on": "2026-01-01", "until_on": "2026-06-30"},
            "words": "The first half of the year.", "language": "en",
        }]},
    )  # fmt: skip

    period: ReviewedPeriod
    words: Text
    language: Language
    parties: tuple[PartyId, ...] = Field(default=(), max_length=300)


class DecliningBody(Strict):
    """Why there is no review for now."""

    reason: Text
    language: Language


class ReviewConsultationBody(Strict):
    """The last day for proposals; it may be put off."""

    until_on: Day


async def open_review(doing: Dialogue, stored: Review, body: OpeningBody) -> Done[ReviewState]:
    """Raises Conflict naming the review that looks at the same days, Invalid."""
    reviews, before = ReviewRepository(doing.uow.connection), stored.state
    others = await reviews.looking()
    told = {*body.parties, *await reviews.met_or_wrote(body.period)} | ({before.asked_by} if before.asked_by else set())
    concerned = [ReviewConcerned(party=party, region=serves(doing, party)) for party in sorted(told)]
    state = domain.opened(before, body.period, body.words, body.language, concerned, others, doing.now)
    return await changed(doing, ReviewOpened(**after(stored, state)))


async def decline_review(doing: Dialogue, stored: Review, body: DecliningBody) -> Done[ReviewState]:
    """Raises Conflict."""
    state = domain.declined(stored.state, body.reason, body.language)
    return await changed(doing, ReviewDeclined(**after(stored, state)))


async def consult_on_review(doing: Dialogue, stored: Review, body: ReviewConsultationBody) -> Done[ReviewState]:
    """Raises Conflict, Invalid."""
    state = domain.consulting(stored.state, body.until_on, doing.now)
    return await changed(doing, ConsultationBegun(**after(stored, state)))


OPEN_REVIEW = Change(REVIEW, a.OPEN_REVIEW, OpeningBody, open_review)
DECLINE_REVIEW = Change(REVIEW, a.DECLINE_REVIEW, DecliningBody, decline_review)
CONSULT_ON_REVIEW = Change(REVIEW, a.OPEN_REVIEW, ReviewConsultationBody, consult_on_review)
