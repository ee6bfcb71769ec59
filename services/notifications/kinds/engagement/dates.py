"""Dates of an engagement in the calendars of its sides: its plan, the next word, evaluation, lasting results (WM 15.iii, 15.vii).

They remind of nothing by themselves, their steps do: a side has them before it as long as they stand, and crossed out once
they are done.
"""

from datetime import date, datetime
from typing import Literal

from services.notifications.domain.items import PlannedDate
from shared.contracts.event import Shape
from shared.modalities.paragraphs import P11, Paragraph

OF_PLAN = ("delivery", "milestone")
OF_SIDES = ("word", "evaluation", "results")
"""What each side owes by itself; said by the words of its step."""
SAID_HERE = frozenset({*OF_SIDES, "delivery_due", "milestone_due"})
"""Steps whose day is one of these dates, and stands in a calendar once."""


class EngagementDay(Shape):
    """A due day of an agreed plan. ``key``: which delivery or milestone; ``done``: it needs no more."""

    what: Literal["delivery", "milestone"]
    key: str
    on: date
    done: bool


def of_plan(one: EngagementDay, item_id: str) -> PlannedDate:
    """A day of the plan, which both sides have alike."""
    return PlannedDate(f"{one.what}:{item_id}:{one.key}", one.what, one.on, None, one.done, P11)


def of_side(what: str, item_id: str, party: str, until: datetime, done: bool, paragraph: Paragraph) -> PlannedDate:
    """What a side owes by itself."""
    return PlannedDate(f"{what}:{item_id}:{party}", what, until.date(), until, done, paragraph)
