"""What a thematic project makes others owe: the Secretariat to open it, to take note of who volunteers, and to close it at its end;
who is asked to be its champion a word of its own (WM 2, 3, 18).
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from shared.modalities.access.actor import officers_of
from shared.modalities.paragraphs import P2, P18
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Beside, Project

OF_PROJECTS = ("open_project", "close_project", "answer_volunteer", "project_champion")
"""Steps of thematic projects."""


def of_project(one: Project, limits: Limits) -> Iterator[Step]:
    """A project that is declined or closed makes nobody owe anything."""
    officers = officers_of(one.region)
    if one.status == "proposed":
        yield Step("open_project", officers, limits.calendar(one.begun_at, limits.confirm, one.region), P18)
    if one.status != "open":
        return
    if one.until is not None:
        over = datetime.combine(one.until + timedelta(days=1), time(), UTC)
        yield Step("close_project", officers, limits.calendar(over, limits.confirm, one.region), P18, begins_at=over)
    volunteers = [beside.asked_at for beside in one.pending if beside.came == "volunteered"]
    if volunteers:  # One step for all of them, as old as the first: its page names each.
        yield Step("answer_volunteer", officers, limits.calendar(min(volunteers), limits.confirm, one.region), P2)
    for beside in one.pending:
        if beside.came == "approached":
            until = limits.calendar(beside.asked_at, limits.engage, one.region)
            yield Step("project_champion", beside.party, until, P2, beside.region)


def owing(region: str, state: Mapping[str, Any]) -> Project:
    """A project as these rules read it, from its state as JSON: for worklists and for reminders alike."""
    last = state["content"]["period"].get("end")
    pending = tuple(
        Beside(one["party"], one["came"], datetime.fromisoformat(one["asked_at"]), one.get("region"))
        for one in state["champions"] if one["answer"] == "pending"
    )  # fmt: skip
    until = date.fromisoformat(last) if last else None
    return Project(region, state["status"], datetime.fromisoformat(state["begun_at"]), until, pending)
