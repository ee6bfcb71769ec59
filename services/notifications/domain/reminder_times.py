"""When a deadline is recalled and who is told: cadence and escalation per role, as settings (peers' complaint 6).

A level is told when it is reached and until the next one is, so that a late item has one level on it, not all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import Field

from services.notifications.domain.items import Group
from services.notifications.domain.owed import Owing
from services.notifications.domain.preferences import Document
from shared.modalities.access.actor import SECRETARIAT, Role, officers_of


class Cadence(Document):
    """Days from the day something is due, for one role."""

    before: tuple[int, ...] = Field(default=(3,), max_length=5, description="Reminders this many days before")
    on_the_day: bool = True
    hours: tuple[int, ...] = Field(
        default=(), max_length=3, description="Reminders this many hours before, to the minute"
    )
    every: int = Field(default=7, ge=0, le=60, description="Then every so many days; 0: never")
    until: int = Field(default=56, ge=0, le=365, description="No reminder later than this many days after")
    to_country_office: int = Field(default=7, ge=1, description="Days late from which the country office is told")
    to_bureau: int = Field(default=14, ge=1, description="Days late from which the bureau is told")
    to_geneva: int = Field(default=28, ge=1, description="Days late from which Geneva is told")


CADENCES = {Role.BUREAU_OFFICER: Cadence(before=(2,), to_geneva=14), Role.GENEVA_OFFICER: Cadence(before=(2,))}
"""Of roles that have another one to start from; a setting may say otherwise."""


@dataclass(frozen=True)
class Recall:
    """One step of a cadence."""

    step: str
    days: int
    at: datetime


def recalls(due_at: datetime, cadence: Cadence, *, voluntary: bool, zone: str, at: time) -> list[Recall]:
    """Every step for a deadline, earliest first.

    What nobody has to do, to answer a call for offers or to take part in a meeting, is not chased after its day (WM 4, 17);
    nor is anybody told to come once it is too late.
    """
    day = due_at.astimezone(ZoneInfo(zone)).date()
    wanted = [(f"before-{n}", -n) for n in sorted(cadence.before, reverse=True)]
    wanted += [("day", 0)] if cadence.on_the_day else []
    if cadence.every and not voluntary:
        wanted += [(f"late-{n}", n) for n in range(cadence.every, cadence.until + 1, cadence.every)]
    local = ((step, n, datetime.combine(day + timedelta(days=n), at, ZoneInfo(zone))) for step, n in wanted)
    found = [Recall(step, n, moment.astimezone(UTC)) for step, n, moment in local]
    for n in cadence.hours:
        at_hour = due_at - timedelta(hours=n)
        found.append(
            Recall(f"hours-{n}", (at_hour.astimezone(ZoneInfo(zone)).date() - day).days, at_hour.astimezone(UTC))
        )
    return sorted((one for one in found if not voluntary or one.at < due_at), key=lambda one: one.at)


def levels(step: Owing, group: Group) -> tuple[tuple[str, str], ...]:
    """Who stands above the party that owes a step: (level, party), lowest first. Nobody, where it is free not to (WM 2, 4)."""
    body = step.known.body
    if step.owed in body.not_escalated:
        return ()
    bureau = officers_of(step.served_by)
    office: list[tuple[str, str]] = []
    for item_id in (step.known.item_id, *body.further_threads()):
        item = group.get(item_id)
        # The office of an offering State does not learn of a request this way (WM 17): only that of the State that asks.
        if item is not None and (above_it := item.body.office_of(step.party)) is not None:
            office = [("country_office", above_it)] if above_it else []
    above = [*office, ("bureau", bureau)]
    above += [("geneva", SECRETARIAT)] if body.highest == "geneva" else []
    parties = [party for _, party in above]
    if step.party in parties:
        above = above[parties.index(step.party) + 1 :]
    return tuple({party: (level, party) for level, party in above}.values())


def told(days: int, cadence: Cadence, above: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The level that is on it after so many days, if one is reached."""
    limits = {"country_office": cadence.to_country_office, "bureau": cadence.to_bureau, "geneva": cadence.to_geneva}
    reached = [party for level, party in above if days >= limits[level]]
    return (reached[-1],) if reached else ()
