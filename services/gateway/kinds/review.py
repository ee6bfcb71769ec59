"""Reviews of the terms in the read model (WM 21)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.reviews import ReviewEvent
from shared.contracts.rule_sets import is_applied
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_review
from shared.modalities.steps import rules
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.reviewed import reviewed
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, ReviewEvent)
    one = event.review
    parties = (*((one.asked_by,) if one.asked_by is not None else ()), *(told.party for told in one.concerned),
               *(said.party for said in one.proposals))  # fmt: skip
    return row("review", "review", one.status, one.begun_at, parties, of_review(one), reference=one.reference)


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield from rules.of_review(reviewed(kept.region, kept.state, is_applied), limits)


KIND = RowKind(
    name="review",
    family=ReviewEvent,
    row=_row,
    owner="dialogue",
    read=a.READ_REVIEW,
    listed="termsReviews",
    owing=_owing,
    know_steps=a.READ_REVIEW,
)
