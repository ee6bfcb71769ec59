"""A capacity assessment through its life (WM 13, 14). Pure: state in, state out; the caller records the event.

`planned` -> `under_way` -> `validated` -> `superseded`; what is still worked on may be `dropped`.
"""

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.assessment_methods import OWN, method_on
from shared.contracts.shapes.assessment import OPEN, AssessmentContent, AssessmentHand, AssessmentRole, AssessmentState
from shared.modalities.errors import Conflict, Fault, Invalid, NotFound
from shared.modalities.paragraphs import P13, P14

MOST_HANDS = 50


@dataclass(frozen=True)
class NewAssessment:
    """What every new assessment has."""

    assessment_id: str
    reference: str
    region: str
    party: str
    by: str
    now: datetime


def planned(new: NewAssessment, content: AssessmentContent, replaced: AssessmentState | None = None) -> AssessmentState:
    """A new one. ``replaced``: the one that it takes the place of once it is validated. Raises Invalid naming every fault."""
    _checked(content, new.now)
    method = method_on(content.method, new.now.date())
    assert method is not None
    return AssessmentState(
        assessment_id=new.assessment_id, reference=new.reference, region=new.region, status="planned", party=new.party,
        entered_by=new.by, content_version=1, content=content, method_version=method.since, planned_at=new.now,
        changed_at=new.now, replaces=replaced.reference if replaced is not None else None,
    )  # fmt: skip


def revised(state: AssessmentState, content: AssessmentContent, now: datetime) -> AssessmentState:
    """With other words. The version of its method stays while the method does. Raises Conflict once it is validated, Invalid."""
    _open(state)
    same = content.method == state.content.method
    _checked(content, state.planned_at if same else now)
    method = method_on(content.method, now.date())
    since = state.method_version if same or method is None else method.since
    number = state.content_version + (content != state.content)
    return state.model_copy(
        update={"content": content, "content_version": number, "method_version": since, "changed_at": now}
    )


def begun(state: AssessmentState, now: datetime) -> AssessmentState:
    """Under way. Raises Conflict."""
    if state.status != "planned":
        raise Conflict(f"assessment_{state.status}", f"{state.reference} is {_said(state)}", P13)
    return state.model_copy(update={"status": "under_way", "begun_at": now, "changed_at": now})


def validated(state: AssessmentState, now: datetime) -> AssessmentState:
    """The State says that it is its own. Raises Conflict, and Invalid naming everything that it does not say yet."""
    if state.status != "under_way":
        raise Conflict(f"assessment_{state.status}", f"{state.reference} is {_said(state)}", P13)
    if faults := _lacking(state.content):
        raise Invalid(tuple(faults), paragraph=P13)
    return state.model_copy(update={"status": "validated", "validated_at": now, "changed_at": now})


def superseded(state: AssessmentState, by: str, now: datetime) -> AssessmentState:
    """A later one took its place. Raises Conflict unless it is validated."""
    if state.status != "validated":
        raise Conflict(f"assessment_{state.status}", f"{state.reference} is {_said(state)}", P13)
    return state.model_copy(update={"status": "superseded", "superseded_by": by, "changed_at": now})


def dropped(state: AssessmentState, now: datetime) -> AssessmentState:
    """It comes to nothing. Raises Conflict once it is validated."""
    _open(state)
    return state.model_copy(update={"status": "dropped", "changed_at": now})


def shown_to(
    state: AssessmentState, party: str, role: AssessmentRole, now: datetime
) -> tuple[AssessmentState, AssessmentHand]:
    """With a party that reads it, or works on it. Raises Conflict."""
    others = tuple(one for one in state.hands if one.party != party)
    if party == state.party:
        raise Conflict("named_twice", f"{party} reads its own assessment", P14)
    if len(others) >= MOST_HANDS:
        raise Conflict("hands_full", f"at most {MOST_HANDS} parties read an assessment of another", P14)
    hand = AssessmentHand(party=party, role=role, since=now)
    return state.model_copy(update={"hands": (*others, hand), "changed_at": now}), hand


def shown_no_more(state: AssessmentState, party: str, now: datetime) -> tuple[AssessmentState, AssessmentHand]:
    """Without one. Raises NotFound."""
    hand = next((one for one in state.hands if one.party == party), None)
    if hand is None:
        raise NotFound("not_found", "It is shown to no such party")
    left = tuple(one for one in state.hands if one is not hand)
    return state.model_copy(update={"hands": left, "changed_at": now}), hand


def _said(state: AssessmentState) -> str:
    return state.status.replace("_", " ")


def _open(state: AssessmentState) -> None:
    if state.status not in OPEN:
        words = f"{state.reference} is {_said(state)}: plan a new one that takes its place"
        raise Conflict(f"assessment_{state.status}", words, P13)


def _checked(content: AssessmentContent, now: datetime) -> None:
    """Raises Invalid: a method in force, which is named where it is the State's own; and a last day, by which it is validated."""
    faults = []
    if method_on(content.method, now.date()) is None:
        faults.append(Fault("/method", f"'{content.method}' is not in force", "unknown_value"))
    if content.method == OWN and content.own_method is None:
        faults.append(Fault("/own_method", "say which method it is, and its version", "method_needed"))
    if content.period.end is None:
        faults.append(Fault("/period/end", "say the day by which it is done", "last_day_needed"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P14)


_OF_A_LINE = (
    ("present_capacity", "assessment_no_capacity", "does not say what there is"),
    ("gap", "assessment_no_gap", "does not say what is lacking"),
    ("priority", "assessment_no_priority", "does not say how much it presses"),
)


def _lacking(content: AssessmentContent) -> list[Fault]:
    """What an assessment that is validated says, and this one does not."""
    found = []
    if content.done_by is None:
        found.append(Fault("/done_by", "it is not said who carried it out", "assessment_no_author"))
    if not content.areas:
        found.append(Fault("/areas", "no functional area is assessed yet", "assessment_no_areas"))
    for n, area in enumerate(content.areas):
        for name, code, words in _OF_A_LINE:
            if getattr(area, name) is None:
                line = f"line {area.line_id} {words}"
                found.append(Fault(f"/areas/{n}/{name}", line, code, {"line": area.line_id}))
    return found
