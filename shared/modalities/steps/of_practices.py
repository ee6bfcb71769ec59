"""What the State of a good practice is asked: whether it is published, and once it stands for long, whether it still holds (WM 11)."""

from collections.abc import Iterator
from datetime import timedelta

from shared.modalities.paragraphs import P11
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Practice

OF_PRACTICES = ("practice_word", "practice_review")
"""Steps of good practices."""


def of_practice(one: Practice, limits: Limits) -> Iterator[Step]:
    """Nobody but its State answers; a practice that nobody confirms stays, with the day since which it stands."""
    if one.status == "proposed":
        until = limits.calendar(one.worded_at, limits.engage, one.region)
        yield Step("practice_word", one.country, until, P11, one.served_by)
    elif one.status == "published" and one.stands_since is not None:
        asked_at = one.stands_since + timedelta(days=limits.practice)
        until = limits.calendar(asked_at, limits.engage, one.region)
        yield Step("practice_review", one.country, until, P11, one.served_by, begins_at=asked_at)
