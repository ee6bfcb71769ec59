"""What became of it: deliveries, milestones and use of funds, said by one side and answered by the other (WM 15.vii)."""

from datetime import date, datetime, timedelta
from typing import TypeVar

from services.delivery.domain import amounts
from services.delivery.domain.stages import may
from services.delivery.domain.terms import a_side
from shared.contracts.shapes.engagement import EngagementLine, EngagementState
from shared.contracts.shapes.engagement_plan import ReportedDelivery, ReportedMilestone, UseOfFunds
from shared.modalities.errors import Conflict, Fault, Invalid, NotFound, NotPermitted
from shared.modalities.paragraphs import P15_VII
from shared.modalities.steps.of_engagements import ANSWER_REPORT, OVER, REPORT, SAY_FULFILLED, SAY_NO_CHANGE

MOST = 1000
"""Reports of one kind of one engagement."""
Report = TypeVar("Report", ReportedDelivery, ReportedMilestone)


def _line(state: EngagementState, line_id: str) -> EngagementLine:
    found = next((line for line in state.lines if line.line_id == line_id and line.agreed > 0), None)
    if found is None:
        fault = Fault("/line_id", "the agreement has no such line", "unknown_line")
        raise Invalid((fault,), paragraph=P15_VII)
    return found


def _when(name: str, day: date, now: datetime) -> list[Fault]:
    return [Fault(f"/{name}", "lies in the future", "date_in_future")] if day > now.date() else []


def delivered(state: EngagementState, report: ReportedDelivery, now: datetime) -> EngagementState:
    """The engagement with a delivery as a side reports it. More than was agreed is allowed, and shown. Raises Conflict, Invalid, NotPermitted."""
    may(state, REPORT)
    a_side(state, report.reported_by)
    line = _line(state, report.line_id)
    faults = [
        *amounts.conversion_fault(line, report.quantity, report.covers, ""),
        *_when("delivered_on", report.delivered_on, now),
    ]
    planned = {one.delivery_id: one for one in state.plan.content.deliveries} if state.plan else {}
    if report.delivery_id is not None and report.delivery_id not in planned:
        faults.append(Fault("/delivery_id", "the plan has no such delivery", "unknown_delivery"))
    elif report.delivery_id is not None and planned[report.delivery_id].line_id != report.line_id:
        words = f"the plan has it of line {planned[report.delivery_id].line_id}"
        faults.append(Fault("/delivery_id", words, "other_line"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P15_VII)
    _room(len(state.deliveries))
    return _counted(state, (*state.deliveries, report), now)


def _room(count: int) -> None:
    if count >= MOST:
        raise Conflict("too_many_reports", f"{MOST} reports of one kind are the most; sum them up", P15_VII)


def _counted(state: EngagementState, deliveries: tuple[ReportedDelivery, ...], now: datetime) -> EngagementState:
    lines = amounts.counted(state.lines, deliveries)
    return state.model_copy(update={"deliveries": deliveries, "lines": lines, "last_word_at": now})


def milestone_said(state: EngagementState, report: ReportedMilestone, now: datetime) -> EngagementState:
    """The engagement with where a milestone stands, as a side reports it. Raises Conflict, Invalid, NotPermitted."""
    may(state, REPORT)
    a_side(state, report.reported_by)
    planned = {one.milestone_id: one for one in state.plan.content.milestones} if state.plan else {}
    faults = _when("as_of", report.as_of, now)
    milestone = planned.get(report.milestone_id)
    if milestone is None:
        faults.append(Fault("/milestone_id", "the plan has no such milestone", "unknown_milestone"))
    elif milestone.measure == "qualitative":
        if report.actual is not None:
            faults.append(Fault("/actual", "this milestone is judged in words", "modes_contradict"))
        if report.words is None:
            faults.append(Fault("/words", "a milestone that is judged in words needs them", "words_needed"))
    elif report.actual is None:
        faults.append(Fault("/actual", "a milestone with a number needs the number", "number_needed"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P15_VII)
    met = [one for one in state.milestones if one.milestone_id == report.milestone_id and one.reached]
    if any(one.standing != "disputed" for one in met):
        raise Conflict("milestone_met", f"Milestone '{report.milestone_id}' was met already", P15_VII)
    _room(len(state.milestones))
    return state.model_copy(update={"milestones": (*state.milestones, report), "last_word_at": now})


def funds_used(state: EngagementState, report: UseOfFunds, now: datetime) -> EngagementState:
    """The engagement with what money was used for; only of a line of money, in its currency. Raises Conflict, Invalid, NotPermitted."""
    may(state, REPORT)
    a_side(state, report.reported_by)
    line, faults = _line(state, report.line_id), _when("used_on", report.used_on, now)
    if line.support_type != "financial":
        faults.append(Fault("/line_id", f"line {line.line_id} is no money", "no_money"))
    elif report.used.unit != line.unit:
        words = f"line {line.line_id} is in {line.unit}; at what rate nobody said"
        faults.append(Fault("/used/unit", words, "other_unit"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P15_VII)
    _room(len(state.funds))
    return state.model_copy(update={"funds": (*state.funds, report), "last_word_at": now})


def _answered(
    state: EngagementState, report: Report, party: str, confirms: bool, words: str | None, now: datetime
) -> Report:
    a_side(state, party)
    if state.role_of(party) == state.role_of(report.reported_by):
        raise NotPermitted("own_side", "The other side answers what one side reports", P15_VII)
    if report.standing != "self_reported":
        raise Conflict("already_answered", f"{report.answered_by} has answered this report", P15_VII)
    if not confirms and words is None:
        raise Invalid((Fault("/words", "say what was otherwise", "words_needed"),), paragraph=P15_VII)
    standing = "confirmed" if confirms else "disputed"
    return report.model_copy(update={"standing": standing, "answered_by": party, "answer": words, "answered_at": now})


def delivery_answered(
    state: EngagementState, report_id: str, party: str, confirms: bool, words: str | None, now: datetime
) -> EngagementState:
    """The engagement with the other side's word on a delivery. What is disputed after an end is given back then."""
    may(state, ANSWER_REPORT)
    found = next((one for one in state.deliveries if one.report_id == report_id), None)
    if found is None:
        raise NotFound("not_found", "There is no such report")
    after = _answered(state, found, party, confirms, words, now)
    deliveries = tuple(after if one.report_id == report_id else one for one in state.deliveries)
    counted = _counted(state, deliveries, now)
    # While it runs: of what new terms left out, what was reported had stayed until now.
    lines = amounts.released(counted.lines, keep_agreed=state.stage not in OVER)
    return counted.model_copy(update={"lines": lines})


def milestone_answered(
    state: EngagementState, place: int, party: str, confirms: bool, words: str | None, now: datetime
) -> EngagementState:
    """The engagement with the other side's word on a report of a milestone; ``place`` is its place in the list, from 0."""
    may(state, ANSWER_REPORT)
    if not 0 <= place < len(state.milestones):
        raise NotFound("not_found", "There is no such report")
    after = _answered(state, state.milestones[place], party, confirms, words, now)
    milestones = (*state.milestones[:place], after, *state.milestones[place + 1 :])
    return state.model_copy(update={"milestones": milestones, "last_word_at": now})


def unchanged(state: EngagementState, party: str, now: datetime) -> EngagementState:
    """A side says in one call that nothing changed. Raises Conflict, NotPermitted."""
    may(state, SAY_NO_CHANGE)
    a_side(state, party)
    return state.model_copy(update={"last_word_at": now})


def word_due(state: EngagementState, within: timedelta) -> EngagementState:
    """The engagement with the moment by which a side owes its next word; none when it is over."""
    due = None if state.stage in OVER else state.last_word_at + within
    return state.model_copy(update={"report_due_at": due})


def fulfilled(state: EngagementState, party: str, now: datetime, look_back: timedelta) -> EngagementState:
    """A party says that it is done; fulfilled when every party of both sides said so. Raises Conflict, NotPermitted."""
    may(state, SAY_FULFILLED)
    a_side(state, party)
    if party in state.fulfilled_by:
        raise Conflict("already_said", f"{party} said so already", P15_VII)
    said = (*state.fulfilled_by, party)
    after = state.model_copy(update={"fulfilled_by": said, "last_word_at": now})
    if after.sides_without(said):
        return after
    over = {"stage": "fulfilled", "ended_at": now, "report_due_at": None, "sustainability_due_at": now + look_back}
    return after.model_copy(update={**over, "lines": amounts.released(state.lines, keep_agreed=False)})
