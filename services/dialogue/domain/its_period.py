"""WM 21: what a review looks at lies behind it, and no other review of its deployment looks at the same days."""

from collections.abc import Iterable
from datetime import date

from shared.contracts.shapes.review import ReviewedPeriod, ReviewState
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P21


def its_period(state: ReviewState, period: ReviewedPeriod, others: Iterable[ReviewState], today: date) -> None:
    """Raises Invalid naming every fault, and Conflict naming the review that looks at the same days."""
    faults = []
    if period.from_on > period.until_on:
        faults.append(Fault("/period/until_on", "lies before from_on", "out_of_order"))
    if period.until_on > today:
        faults.append(Fault("/period/until_on", "lies in the future", "date_in_future"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P21)
    for other in others:
        if other.review_id != state.review_id and other.period is not None and other.period.meets(period):
            at = f"{other.period.from_on} to {other.period.until_on}"
            raise Conflict("period_reviewed", f"{other.reference} looks at {at}", P21)
