"""WM 21: the terms are reviewed every year. When the yearly review is owed follows from its day and from what was concluded."""

from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from shared.contracts.shapes.review import ReviewState


@dataclass(frozen=True)
class Owed:
    """A yearly review that is owed. ``since``: the first day that none concluded has looked at."""

    due_on: date
    since: date


def day_in(year: int, review_day: str) -> date:
    """The review day (MM-DD) of a year; of 29 February the day after, where a year has none."""
    month, day = (int(part) for part in review_day.split("-"))
    return date(year, 3, 1) if (month, day) == (2, 29) and not isleap(year) else date(year, month, day)


def latest(review_day: str, today: date) -> date:
    """The last review day that has come."""
    this = day_in(today.year, review_day)
    return this if this <= today else day_in(today.year - 1, review_day)


def coming(review_day: str, today: date) -> date:
    """The next one."""
    this = day_in(today.year, review_day)
    return this if this > today else day_in(today.year + 1, review_day)


def owed(review_day: str, today: date, counted_from: date, reviews: Iterable[ReviewState]) -> Owed | None:
    """The yearly review that nobody has begun yet. None before the first review day after ``counted_from``, while one is on
    its way (due, opened or consulting), and when one was concluded in the year before the day, or since.
    """
    on, known = latest(review_day, today), list(reviews)
    if on <= counted_from or any(one.status in {"due", "opened", "consulting"} for one in known):
        return None
    ends = [one for one in known if one.status == "concluded" and one.conclusion is not None]
    a_year_before = day_in(on.year - 1, review_day)
    if any(one.conclusion is not None and one.conclusion.concluded_at.date() > a_year_before for one in ends):
        return None
    looked = [one.period.until_on + timedelta(days=1) for one in ends if one.period is not None]
    return Owed(on, max([a_year_before, *looked]) if looked else a_year_before)
