"""The dates of an engagement in the calendars of its sides: its plan, the next word, evaluation, lasting results (WM 15.iii, 15.vii).

They remind of nothing by themselves, their steps do: a side has them before it as long as they stand, and crossed out once
they are done.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from services.notifications.domain.items import EngagementItem, Known
from shared.modalities.paragraphs import P11, P15_III, P15_VII, Paragraph
from shared.modalities.steps.limits import Limits

OF_PLAN = ("delivery", "milestone")
OF_SIDES = ("word", "evaluation", "results")
"""What each side owes by itself; said by the words of its step."""
SAID_HERE = frozenset({*OF_SIDES, "delivery_due", "milestone_due"})
"""Steps whose day is one of these dates, and stands in a calendar once."""


@dataclass(frozen=True)
class EngagedDate:
    """One date of one side. ``moment`` is set where it is more than a day."""

    date_id: str
    what: str
    day: date
    moment: datetime | None
    done: bool
    paragraph: Paragraph


def dates(known: Known, party: str, limits: Limits) -> Iterator[EngagedDate]:
    """Every date that an engagement has for a party of its sides."""
    body = known.body
    if not isinstance(body, EngagementItem) or party not in {side.party for side in body.sides}:
        return
    for one in body.days:
        yield EngagedDate(f"{one.what}:{known.item_id}:{one.key}", one.what, one.on, None, one.done, P11)
    if body.word_due_at is not None:
        yield _owed("word", known, party, body.word_due_at, False, P15_VII)
    if body.ended_at is not None and body.status in {"fulfilled", "ended_early"}:
        until = limits.calendar(body.ended_at, limits.engage, body.region)
        yield _owed("evaluation", known, party, until, party in body.evaluated_by, P15_VII)
    if body.results_due_at is not None:
        yield _owed("results", known, party, body.results_due_at, party in body.results_said_by, P15_III)


def _owed(what: str, known: Known, party: str, until: datetime, done: bool, paragraph: Paragraph) -> EngagedDate:
    return EngagedDate(f"{what}:{known.item_id}:{party}", what, until.date(), until, done, paragraph)
