"""A national plan of action through its life (WM 13). Pure: state in, state out; the caller records the event.

`in_force` -> `superseded`, once a later one of the State takes its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.contracts.shapes.national_plan import NationalPlanContent, NationalPlanState, PlanReader
from shared.modalities.errors import Conflict, Fault, Invalid, NotFound
from shared.modalities.paragraphs import P13

MOST_READERS = 200


@dataclass(frozen=True)
class NewPlan:
    """What every new plan has."""

    national_plan_id: str
    reference: str
    region: str
    party: str
    by: str
    now: datetime


def recorded(
    new: NewPlan, content: NationalPlanContent, replaced: NationalPlanState | None = None
) -> NationalPlanState:
    """A new one. ``replaced``: the one that it takes the place of. Raises Invalid naming every fault."""
    _checked(content, new.now)
    return NationalPlanState(
        national_plan_id=new.national_plan_id, reference=new.reference, region=new.region, status="in_force", party=new.party,
        entered_by=new.by, content_version=1, content=content, recorded_at=new.now, changed_at=new.now,
        replaces=replaced.reference if replaced is not None else None,
    )  # fmt: skip


def revised(state: NationalPlanState, content: NationalPlanContent, now: datetime) -> NationalPlanState:
    """With other words. Raises Conflict once it is superseded, Invalid."""
    _in_force(state)
    _checked(content, now)
    number = state.content_version + (content != state.content)
    return state.model_copy(update={"content": content, "content_version": number, "changed_at": now})


def superseded(state: NationalPlanState, by: str, now: datetime) -> NationalPlanState:
    """A later one took its place. Raises Conflict when another one did already."""
    _in_force(state)
    return state.model_copy(update={"status": "superseded", "superseded_by": by, "changed_at": now})


def shown_to(state: NationalPlanState, party: str, now: datetime) -> tuple[NationalPlanState, PlanReader]:
    """With a party that reads it. Raises Conflict."""
    others = tuple(one for one in state.readers if one.party != party)
    if party == state.party:
        raise Conflict("named_twice", f"{party} reads its own plan", P13)
    if len(others) >= MOST_READERS:
        raise Conflict("hands_full", f"at most {MOST_READERS} parties read a plan of another", P13)
    reader = PlanReader(party=party, since=now)
    return state.model_copy(update={"readers": (*others, reader), "changed_at": now}), reader


def shown_no_more(state: NationalPlanState, party: str, now: datetime) -> tuple[NationalPlanState, PlanReader]:
    """Without one. Raises NotFound."""
    reader = next((one for one in state.readers if one.party == party), None)
    if reader is None:
        raise NotFound("not_found", "It is shown to no such party")
    left = tuple(one for one in state.readers if one is not reader)
    return state.model_copy(update={"readers": left, "changed_at": now}), reader


def title_in(content: NationalPlanContent, language: str) -> str:
    """What it is called in a language, else in its own."""
    return next((one.title for one in content.other_titles if one.language == language), content.title)


def unknown_plan(pointer: str, named: str, known: Sequence[str]) -> Fault:
    """A plan that its State has not; the fault says which there are."""
    there = ", ".join(known) or "-"
    words = f"'{named}' is no plan of the State that could stand here; there are: {there}"
    return Fault(pointer, words, "unknown_national_plan", {"known": there})


def unknown_plan_line(pointer: str, named: str, known: Sequence[str]) -> Fault:
    """A line that a plan has not; the fault says which there are."""
    there = ", ".join(known) or "-"
    return Fault(
        pointer, f"'{named}' is no line of the plan; there are: {there}", "unknown_plan_line", {"known": there}
    )


def _in_force(state: NationalPlanState) -> None:
    if state.status != "in_force":
        words = f"{state.reference} was superseded by {state.superseded_by}"
        raise Conflict("national_plan_superseded", words, P13)


def _checked(content: NationalPlanContent, now: datetime) -> None:
    """Raises Invalid: it was adopted already, and the numbers of a line are of something."""
    faults = []
    if content.adopted_on is not None and content.adopted_on > now.date():
        faults.append(Fault("/adopted_on", "lies in the future", "date_in_future"))
    languages = {content.language}
    for n, title in enumerate(content.other_titles):
        if title.language in languages:
            words = f"there is a title in '{title.language}' already"
            faults.append(Fault(f"/other_titles/{n}/language", words, "named_twice"))
        languages.add(title.language)
    for n, one in enumerate(content.lines):
        if one.measured_in is None and (one.baseline is not None or one.target is not None):
            words = f"line {one.line_id}: say of what its numbers are"
            faults.append(Fault(f"/lines/{n}/measured_in", words, "measure_needed", {"line": one.line_id}))
    if faults:
        raise Invalid(tuple(faults), paragraph=P13)
