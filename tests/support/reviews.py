"""A review of the terms without a running service: made with dialogue's own rules, so that its states are possible."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from services.dialogue.domain import review as domain
from shared.contracts import reviews
from shared.contracts.shapes.review import FromMeeting, ReviewConcerned, ReviewedPeriod, ReviewState

TCD, FRA, ECRE = "iso3166:TCD", "iso3166:FRA", "org:ecre"
YEAR = ReviewedPeriod(from_on=date(2025, 3, 1), until_on=date(2026, 2, 28))


class Review:
    """Each method takes a step and gives its event."""

    def __init__(self, now: datetime, review_id: str = "v1", by: str | None = TCD, region: str | None = None) -> None:
        self.version, self.now = 1, now
        begun = domain.NewReview(review_id, "REVIEW-2026-WCA-001", "wca", now)
        if by is None:
            self.state = domain.due(begun, date(2026, 3, 1), date(2025, 3, 1))
            self.begun: reviews.ReviewEvent = self._event(reviews.ReviewDue)
        else:
            self.state = domain.asked(begun, by, region, "Feedback comes late", "en")
            self.begun = self._event(reviews.ReviewAsked)

    def _event(self, kind: type[reviews.ReviewEvent], **more: Any) -> Any:
        return kind(aggregate_id=self.state.review_id, aggregate_version=self.version, review=self.state, **more)

    def _next(self, kind: type[reviews.ReviewEvent], state: ReviewState, **more: Any) -> Any:
        self.version, self.state = self.version + 1, state
        return self._event(kind, **more)

    def opened(
        self,
        period: ReviewedPeriod = YEAR,
        concerned: Sequence[tuple[str, str | None]] = ((FRA, "europe"),),
        others: Sequence[ReviewState] = (),
    ) -> reviews.ReviewOpened:
        told = [ReviewConcerned(party=party, region=region) for party, region in concerned]
        state = domain.opened(self.state, period, "The year", "en", told, others, self.now)
        return self._next(reviews.ReviewOpened, state)

    def declined(self, reason: str = "Not now") -> reviews.ReviewDeclined:
        return self._next(reviews.ReviewDeclined, domain.declined(self.state, reason, "en"))

    def consulting(self, until: date) -> reviews.ConsultationBegun:
        return self._next(reviews.ConsultationBegun, domain.consulting(self.state, until, self.now))

    def proposed(
        self,
        party: str = FRA,
        paragraph: str = "8",
        text: str = "Say in how many days",
        meeting: FromMeeting | None = None,
    ) -> reviews.ReviewProposalMade:
        said, number = domain.ProposedChange(party, paragraph, "en", text, meeting), f"p{self.version}"
        state = domain.proposed(self.state, said, number, self.now)
        return self._next(reviews.ReviewProposalMade, state, proposal_id=number)

    def withdrawn(self, number: str, by: str = FRA) -> reviews.ReviewProposalWithdrawn:
        state = domain.withdrawn(self.state, number, by, self.now)
        return self._next(reviews.ReviewProposalWithdrawn, state, proposal_id=number)

    def concluded(self, *decisions: domain.ProposalDecision, terms_from: date | None = None) -> reviews.ReviewConcluded:
        state = domain.concluded(self.state, decisions, "Done", "en", terms_from, self.now)
        return self._next(reviews.ReviewConcluded, state)
