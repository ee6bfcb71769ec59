"""Limits of reports and plans, by tables: the day itself, the last place, the last report, what is met stays (WM 11, 15.ii, 15.vii)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.delivery.domain import ending, following, looking_back, planning
from services.delivery.domain.terms import contact_released
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.engagement_plan import PlanContent, PlannedMilestone, ReportedMilestone, UseOfFunds
from shared.contracts.shapes.values import Quantity
from shared.modalities.errors import Conflict, Invalid, NotFound, Stale
from tests.unit.delivery.worlds import CHAD, FRANCE, LOOK_BACK, NIGER, NOW, PLAN, in_stage, report

LATER = NOW + timedelta(days=30)
TODAY, TOMORROW = NOW.date(), NOW.date() + timedelta(days=1)
IN_PROGRESS = in_stage("in_progress")


def milestone(name: str = "m2", reached: bool = True, by: str = CHAD, **more: Any) -> ReportedMilestone:
    values = {"words": "good"} if name == "m2" else {"actual": Decimal(1)}
    return ReportedMilestone(
        milestone_id=name, reached=reached, as_of=TODAY, reported_by=by, reported_at=NOW, **values | more
    )


def funds(**more: Any) -> UseOfFunds:
    values: dict[str, Any] = {"report_id": "f", "line_id": "2", "used": Quantity(amount=Decimal(1), unit="EUR"),
                              "purpose": "Printers", "used_on": TODAY, "reported_by": CHAD, "reported_at": NOW}  # fmt: skip
    return UseOfFunds(**values | more)


def faults(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in refused.value.faults]


@pytest.mark.parametrize("day", [TODAY, TOMORROW])
def test_what_is_reported_may_be_of_today_and_of_no_later_day(day: date) -> None:
    said = (
        lambda: following.delivered(IN_PROGRESS, report("a", "1", "4").model_copy(update={"delivered_on": day}), NOW),
        lambda: following.milestone_said(IN_PROGRESS, milestone().model_copy(update={"as_of": day}), NOW),
        lambda: following.funds_used(IN_PROGRESS, funds(used_on=day), NOW),
    )
    places = ("/delivered_on", "/as_of", "/used_on")
    for step, place in zip(said, places, strict=True):
        if day == TODAY:
            assert step().last_word_at == NOW
            continue
        with pytest.raises(Invalid) as refused:
            step()
        assert faults(refused) == [(place, "date_in_future")]


def test_a_delivery_may_be_one_that_is_planned() -> None:
    planned = report("a", "1", "4").model_copy(update={"delivery_id": "d1"})
    assert following.delivered(IN_PROGRESS, planned, NOW).deliveries == (planned,)


@pytest.mark.parametrize("count", [999, 1000])
def test_a_thousand_reports_of_one_kind_are_the_most(count: int) -> None:
    full = IN_PROGRESS.model_copy(
        update={"deliveries": (report("a", "1", "4"),) * count, "milestones": (milestone("m1", False),) * count,
                "funds": (funds(),) * count}
    )  # fmt: skip
    steps = (
        lambda: following.delivered(full, report("z", "1", "4"), NOW).deliveries,
        lambda: following.milestone_said(full, milestone(), NOW).milestones,
        lambda: following.funds_used(full, funds(), NOW).funds,
    )
    for step in steps:
        if count == 999:
            assert len(step()) == 1000
            continue
        with pytest.raises(Conflict) as refused:
            step()
        assert refused.value.code == "too_many_reports"


def test_an_answer_changes_the_report_that_it_is_to_and_no_other() -> None:
    state = IN_PROGRESS
    for name in "abc":
        state = following.delivered(state, report(name, "1", "4"), NOW)
    after = following.delivery_answered(state, "b", CHAD, True, None, LATER)
    assert [one.standing for one in after.deliveries] == ["self_reported", "confirmed", "self_reported"]
    answered = after.deliveries[1]
    assert (answered.answered_by, answered.answered_at, after.last_word_at) == (CHAD, LATER, LATER)


@pytest.mark.parametrize("place", [-1, 0, 1, 2, 3])
def test_a_milestone_is_answered_at_its_place(place: int) -> None:
    state = IN_PROGRESS
    for _ in range(3):
        state = following.milestone_said(state, milestone("m1", False), NOW)
    if place not in range(3):
        with pytest.raises(NotFound):
            following.milestone_answered(state, place, FRANCE, True, None, NOW)
        return
    after = following.milestone_answered(state, place, FRANCE, True, None, LATER)
    assert [n for n, one in enumerate(after.milestones) if one.standing == "confirmed"] == [place]
    assert (len(after.milestones), after.last_word_at) == (3, LATER)


@pytest.mark.parametrize(("over", "confirms", "back"), [(False, False, 0), (True, False, 10), (True, True, 6)])
def test_what_is_disputed_after_the_end_goes_back_then(over: bool, confirms: bool, back: int) -> None:
    state = following.delivered(IN_PROGRESS, report("a", "4", "16"), NOW)
    if over:
        state = ending.ended(state, CHAD, "security", None, NOW, LOOK_BACK)
        assert state.lines[0].released == 6
    after = following.delivery_answered(state, "a", CHAD, confirms, None if confirms else "none came", LATER)
    assert after.lines[0].released == back


@pytest.mark.paragraph("15.vii")
def test_it_is_done_when_every_party_said_so_and_once_each() -> None:
    state = in_stage("in_progress", (CHAD, NIGER))
    for party in (CHAD, FRANCE):
        state = following.fulfilled(state, party, LATER, LOOK_BACK)
        assert (state.stage, state.ended_at, state.last_word_at) == ("in_progress", None, LATER)
    with pytest.raises(Conflict) as refused:
        following.fulfilled(state, CHAD, LATER, LOOK_BACK)
    assert refused.value.code == "already_said"
    done = following.fulfilled(state, NIGER, LATER, LOOK_BACK)
    assert (done.stage, done.ended_at, done.report_due_at) == ("fulfilled", LATER, None)
    assert (done.sustainability_due_at, done.lines[0].released) == (LATER + LOOK_BACK, 10)


def planned(**more: Any) -> PlanContent:
    return PLAN.model_copy(update=more)


WORDS = PLAN.milestones[1]
NUMBER = PLAN.milestones[0]


@pytest.mark.paragraph("15.ii")
@pytest.mark.parametrize(
    ("content", "lacks"),
    [
        (PLAN, set()), (planned(monitoring=None), {"monitoring"}), (planned(deliveries=()), {"deliveries"}),
        (planned(milestones=()), {"quantitative_milestones", "qualitative_milestones"}),
        (planned(milestones=(NUMBER,)), {"qualitative_milestones"}),
        (planned(milestones=(WORDS,)), {"quantitative_milestones"}),
        (planned(milestones=(NUMBER.model_copy(update={"baseline": None}), WORDS)), {"quantitative_milestones"}),
        (planned(milestones=(NUMBER.model_copy(update={"target": None}), WORDS)), {"quantitative_milestones"}),
        (planned(milestones=(NUMBER, NUMBER.model_copy(update={"target": None}), WORDS)), {"quantitative_milestones"}),
    ],
)  # fmt: skip
def test_what_a_plan_lacks_before_the_start(content: PlanContent, lacks: set[str]) -> None:
    assert {one.subject for one in planning.findings(content) if one.outcome == "not_met"} == lacks
    assert {one.subject for one in planning.findings(content)} == {
        "monitoring", "quantitative_milestones", "qualitative_milestones", "deliveries",
    }  # fmt: skip


FIRST = PLAN.deliveries[0]


@pytest.mark.paragraph("11")
@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (planned(deliveries=(FIRST, FIRST)), [("/deliveries/1", "twice")]),
        (planned(milestones=(WORDS, NUMBER, WORDS)), [("/milestones/2", "twice")]),
        (planned(deliveries=(FIRST.model_copy(update={"line_id": "9"}),)), [("/deliveries/0/line_id", "unknown_line")]),
        (planned(deliveries=(FIRST.model_copy(update={"quantity": Quantity(amount=Decimal(1), unit="EUR")}),)),
         [("/deliveries/0/quantity/unit", "other_unit")]),
        (planned(deliveries=(FIRST.model_copy(update={"partner": "A partner"}),)), [("/deliveries/0/partner", "modes_contradict")]),
        (planned(deliveries=(FIRST.model_copy(update={"by": "partner"}),)), [("/deliveries/0/partner", "modes_contradict")]),
        (planned(deliveries=(FIRST.model_copy(update={"by": "partner", "partner": "A partner"}),)), []),
        (planned(milestones=(WORDS.model_copy(update={"baseline": Decimal(1)}),)), [("/milestones/0/measure", "modes_contradict")]),
        (planned(milestones=(WORDS.model_copy(update={"target": Decimal(1)}),)), [("/milestones/0/measure", "modes_contradict")]),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be(content: PlanContent, wanted: list[tuple[str, str]]) -> None:
    if not wanted:
        assert planning.proposed(in_stage("agreed"), CHAD, content, NOW).stage == "planning"
        return
    with pytest.raises(Invalid) as refused:
        planning.proposed(in_stage("agreed"), CHAD, content, NOW)
    assert faults(refused) == wanted


def with_line_not_agreed() -> EngagementState:
    state = in_stage("agreed")
    first, second = state.lines
    return state.model_copy(update={"lines": (first.model_copy(update={"agreed": Decimal(0)}), second)})


def test_a_line_of_which_nothing_is_agreed_is_in_no_plan() -> None:
    with pytest.raises(Invalid) as refused:
        planning.proposed(with_line_not_agreed(), CHAD, PLAN, NOW)
    assert faults(refused) == [("/deliveries/0/line_id", "unknown_line")]


MOVED: PlannedMilestone = WORDS.model_copy(update={"due_on": date(2026, 10, 1)})


@pytest.mark.parametrize(
    ("reached", "standing", "milestones", "moved"),
    [
        (True, "self_reported", (NUMBER, MOVED), True), (True, "confirmed", (NUMBER,), True),
        (True, "disputed", (NUMBER, MOVED), False), (False, "confirmed", (NUMBER, MOVED), False),
        (True, "confirmed", (WORDS,), False),
    ],
)  # fmt: skip
def test_a_milestone_that_is_met_is_not_moved(reached: bool, standing: str, milestones: Any, moved: bool) -> None:
    said = milestone(reached=reached).model_copy(update={"standing": standing})
    state = IN_PROGRESS.model_copy(update={"milestones": (said,)})
    if not moved:
        again = planning.proposed(state, FRANCE, planned(milestones=milestones), LATER)
        assert again.plan is not None
        assert (again.plan.version, again.plan.agreed_by, again.stage) == (2, (FRANCE,), "in_progress")
        return
    with pytest.raises(Invalid) as refused:
        planning.proposed(state, FRANCE, planned(milestones=milestones), LATER)
    assert faults(refused) == [("/milestones", "milestone_met")]


def test_a_delivery_that_was_reported_on_stays_in_the_plan() -> None:
    state = following.delivered(IN_PROGRESS, report("a", "1", "4").model_copy(update={"delivery_id": "d1"}), NOW)
    with pytest.raises(Invalid) as refused:
        planning.proposed(state, CHAD, planned(deliveries=()), NOW)
    assert faults(refused) == [("/deliveries", "delivery_reported")]


def test_a_plan_is_agreed_to_once_at_its_version_and_says_something_new() -> None:
    state = in_stage("planning", (CHAD, NIGER))
    with pytest.raises(Stale):
        planning.agreed(state, NIGER, 2, NOW)
    with pytest.raises(Conflict) as refused:
        planning.agreed(state, CHAD, 1, NOW)
    assert refused.value.code == "already_agreed"
    with pytest.raises(Conflict) as refused:
        planning.proposed(state, FRANCE, PLAN, NOW)
    assert refused.value.code == "nothing_changed"
    with pytest.raises(Conflict, match="Not agreed to the plan yet: iso3166:FRA, iso3166:NER"):
        planning.started(state, CHAD, NOW)
    after = planning.agreed(state, NIGER, 1, LATER)
    assert after.plan is not None
    assert (after.plan.agreed_by, after.last_word_at) == ((CHAD, NIGER), LATER)


@pytest.mark.parametrize("released", [True, False])
def test_a_contact_that_is_as_said_changes_nothing(released: bool) -> None:
    state = contact_released(IN_PROGRESS, FRANCE, True)
    state = state if released else contact_released(state, FRANCE, False)
    assert [one.contact_released for one in state.sides] == [False, released]
    with pytest.raises(Conflict) as refused:
        contact_released(state, FRANCE, released)
    assert refused.value.code == "nothing_changed"


@pytest.mark.paragraph("15.iii")
@pytest.mark.parametrize(("early", "due"), [(timedelta(seconds=1), True), (timedelta(0), False)])
def test_results_are_asked_for_from_their_day_on(early: timedelta, due: bool) -> None:
    over = ending.ended(IN_PROGRESS, CHAD, "security", None, NOW, LOOK_BACK)
    moment = NOW + LOOK_BACK - early
    if due:
        with pytest.raises(Conflict) as refused:
            looking_back.results_stand(over, CHAD, "yes", None, moment)
        assert refused.value.code == "too_early"
        return
    once = looking_back.results_stand(over, CHAD, "yes", None, moment)
    both = looking_back.results_stand(once, FRANCE, "no", "Staff left", moment)
    again = looking_back.results_stand(both, CHAD, "partly", None, moment)
    assert [(one.party, one.results_stand) for one in again.sustainability] == [(FRANCE, "no"), (CHAD, "partly")]
