"""What was delivered: said, confirmed, disputed, given back; amounts add up whatever happens in what order (WM 7, 15.vii, 16)."""

import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.delivery.domain import amounts, ending, following, looking_back
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.engagement_plan import ReportedMilestone, UseOfFunds
from shared.contracts.shapes.values import Quantity
from shared.modalities.errors import Conflict, Fault, Invalid, ModalityError, NotFound, NotPermitted
from shared.modalities.steps.of_engagements import OVER
from tests.unit.delivery.worlds import CHAD, FRANCE, LOOK_BACK, NIGER, NOW, in_stage, report


def codes(refused: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {one.code for one in refused.value.faults}


def test_one_side_reports_and_the_other_confirms_or_says_otherwise() -> None:
    state = following.delivered(in_stage("in_progress"), report("a", "4", "16"), NOW)
    assert [state.lines[0].reported, state.lines[0].delivered] == [4, 0]
    with pytest.raises(NotPermitted):
        following.delivery_answered(state, "a", FRANCE, True, None, NOW)
    confirmed = following.delivery_answered(state, "a", CHAD, True, None, NOW)
    of_line = confirmed.lines[0]
    assert [of_line.reported, of_line.delivered, of_line.delivered_covers] == [0, 4, 16]
    with pytest.raises(Conflict):
        following.delivery_answered(confirmed, "a", CHAD, False, "no", NOW)
    with pytest.raises(Invalid):
        following.delivery_answered(state, "a", CHAD, False, None, NOW)
    disputed = following.delivery_answered(state, "a", CHAD, False, "three came", NOW)
    assert [disputed.lines[0].reported, disputed.lines[0].delivered] == [0, 0]
    with pytest.raises(NotFound):
        following.delivery_answered(state, "b", CHAD, True, None, NOW)


def test_more_than_agreed_is_allowed_and_shown() -> None:
    state = following.delivered(in_stage("in_progress"), report("a", "12", "48"), NOW)
    state = following.delivery_answered(state, "a", CHAD, True, None, NOW)
    assert amounts.over_delivered(state.lines[0]) == 2
    assert ending.ended(state, CHAD, "security", None, NOW, LOOK_BACK).lines[0].released == 0


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"line_id": "9"}, {"unknown_line"}),
        ({"quantity": Quantity(amount=Decimal(1), unit="EUR")}, {"other_unit"}),
        ({"covers": Quantity(amount=Decimal(1), unit="missions")}, {"other_unit"}),
        ({"delivered_on": NOW.date() + timedelta(days=1)}, {"date_in_future"}),
        ({"delivery_id": "zz"}, {"unknown_delivery"}),
        ({"delivered_on": date(2027, 1, 1), "delivery_id": "zz"}, {"date_in_future", "unknown_delivery"}),
    ],
)
def test_a_report_that_cannot_be_is_refused_with_every_fault(changed: dict[str, object], expected: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        following.delivered(in_stage("in_progress"), report("a", "1", "4").model_copy(update=changed), NOW)
    assert codes(refused) == expected


def test_what_was_delivered_of_another_line_than_planned_is_refused() -> None:
    money = report("a", "1", "1", line_id="2").model_copy(
        update={
            "quantity": Quantity(amount=Decimal(5), unit="EUR"),
            "covers": Quantity(amount=Decimal(5), unit="EUR"),
            "delivery_id": "d1",
        }
    )
    with pytest.raises(Invalid) as refused:
        following.delivered(in_stage("in_progress"), money, NOW)
    assert codes(refused) == {"other_line"}


def said(milestone: str, *, reached: bool, actual: int | None = None, words: str | None = None) -> ReportedMilestone:
    number = None if actual is None else Decimal(actual)
    return ReportedMilestone(milestone_id=milestone, reached=reached, actual=number, words=words, as_of=date(2026, 3, 1),
                             reported_by=CHAD, reported_at=NOW)  # fmt: skip


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (said("zz", reached=True), {"unknown_milestone"}),
        (said("m1", reached=True), {"number_needed"}),
        (said("m2", reached=True), {"words_needed"}),
        (said("m2", reached=True, actual=3, words="good"), {"modes_contradict"}),
        (said("m1", reached=True, actual=3).model_copy(update={"as_of": date(2027, 1, 1)}), {"date_in_future"}),
    ],
)
def test_a_milestone_is_said_in_its_own_kind(given: ReportedMilestone, expected: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        following.milestone_said(in_stage("in_progress"), given, NOW)
    assert codes(refused) == expected


def test_a_milestone_that_is_met_is_met_once_unless_it_was_disputed() -> None:
    state = following.milestone_said(in_stage("in_progress"), said("m1", reached=False, actual=100), NOW)
    state = following.milestone_said(state, said("m1", reached=True, actual=500), NOW)
    with pytest.raises(Conflict, match="met already"):
        following.milestone_said(state, said("m1", reached=True, actual=600), NOW)
    with pytest.raises(NotFound):
        following.milestone_answered(state, 2, FRANCE, True, None, NOW)
    with pytest.raises(NotPermitted):
        following.milestone_answered(state, 1, CHAD, True, None, NOW)
    disputed = following.milestone_answered(state, 1, FRANCE, False, "400 are", NOW)
    assert following.milestone_said(disputed, said("m1", reached=True, actual=500), NOW).milestones[-1].reached


def test_money_is_reported_in_its_currency_of_its_line() -> None:
    state = in_stage("in_progress")
    used = UseOfFunds(report_id="f", line_id="2", used=Quantity(amount=Decimal("10.50"), unit="EUR"), purpose="Printers",
                      used_on=date(2026, 3, 1), reported_by=CHAD, reported_at=NOW)  # fmt: skip
    assert following.funds_used(state, used, NOW).funds == (used,)
    with pytest.raises(Invalid) as refused:
        following.funds_used(state, used.model_copy(update={"line_id": "1"}), NOW)
    assert codes(refused) == {"no_money"}
    dollars = used.model_copy(update={"used": Quantity(amount=Decimal(1), unit="USD")})
    with pytest.raises(Invalid) as refused:
        following.funds_used(state, dollars, NOW)
    assert codes(refused) == {"other_unit"}


def test_no_change_is_one_word_and_moves_the_date_it_is_owed_again() -> None:
    later = NOW + timedelta(days=80)
    state = following.word_due(following.unchanged(in_stage("in_progress"), CHAD, later), timedelta(days=90))
    assert (state.last_word_at, state.report_due_at) == (later, later + timedelta(days=90))
    over = ending.ended(state, CHAD, "security", None, later, LOOK_BACK)
    assert following.word_due(over, timedelta(days=90)).report_due_at is None


def test_it_is_fulfilled_when_every_party_of_both_sides_says_so() -> None:
    state = in_stage("in_progress", (CHAD, NIGER))
    for party in (CHAD, FRANCE):
        state = following.fulfilled(state, party, NOW, LOOK_BACK)
        assert state.stage == "in_progress"
    with pytest.raises(Conflict):
        following.fulfilled(state, CHAD, NOW, LOOK_BACK)
    assert following.fulfilled(state, NIGER, NOW, LOOK_BACK).stage == "fulfilled"


def test_six_of_ten_were_delivered_and_four_go_back() -> None:
    state = following.delivered(in_stage("in_progress"), report("a", "6", "24"), NOW)
    state = ending.ended(state, CHAD, "funding_lost", None, NOW, LOOK_BACK)
    assert [state.lines[0].released, state.lines[0].released_covers] == [4, 16]
    disputed = following.delivery_answered(state, "a", CHAD, False, "none came", NOW)
    assert [disputed.lines[0].released, disputed.lines[0].released_covers] == [10, 40]


def test_whether_results_last_is_asked_later() -> None:
    state = ending.ended(in_stage("in_progress"), CHAD, "security", None, NOW, LOOK_BACK)
    with pytest.raises(Conflict, match="after the end"):
        looking_back.results_stand(state, CHAD, "yes", None, NOW)
    later = looking_back.results_stand(state, CHAD, "partly", "one office closed", NOW + LOOK_BACK)
    assert [one.results_stand for one in later.sustainability] == ["partly"]


def test_a_champion_stands_by_its_own_word() -> None:
    state = looking_back.champion_asked(in_stage("in_progress"), "org:euaa")
    with pytest.raises(Conflict):
        looking_back.champion_asked(state, "org:euaa")
    with pytest.raises(Conflict):
        looking_back.champion_asked(state, CHAD, "volunteered")
    with pytest.raises(NotPermitted):
        looking_back.champion_answered(state, NIGER, "accepted", NOW)
    with pytest.raises(NotPermitted):
        looking_back.champion_answered(state, "org:euaa", "ended", NOW)
    stands = looking_back.champion_answered(state, "org:euaa", "accepted", NOW)
    ended = looking_back.champion_answered(stands, "org:euaa", "ended", NOW)
    assert [(one.answer, one.since, one.until) for one in ended.champions] == [("ended", NOW, NOW)]
    again = looking_back.champion_asked(ended, "org:euaa", "volunteered").champions[-1]
    assert (again.came, again.answer) == ("volunteered", "pending")  # also who offered to says so itself


class Amounts(RuleBasedStateMachine):
    """Reports, answers and ends in any order; what is committed is never lost and never doubled."""

    def __init__(self) -> None:
        super().__init__()
        self.state = in_stage("in_progress")
        self.count = 0
        self.before = Decimal(0)

    @rule(amount=st.integers(1, 8), by=st.sampled_from([CHAD, FRANCE]))
    def report(self, amount: int, by: str) -> None:
        self.count += 1
        given = report(f"r{self.count}", str(amount), str(amount * 4), by=by)
        self._try(lambda: following.delivered(self.state, given, NOW))

    @precondition(lambda self: self.count > 0)
    @rule(data=st.data(), confirms=st.booleans(), party=st.sampled_from([CHAD, FRANCE]))
    def answer(self, data: st.DataObject, confirms: bool, party: str) -> None:
        which = f"r{data.draw(st.integers(1, self.count))}"
        self._try(lambda: following.delivery_answered(self.state, which, party, confirms, "so", NOW))

    @rule(party=st.sampled_from([CHAD, FRANCE]))
    def end(self, party: str) -> None:
        self._try(lambda: ending.ended(self.state, party, "security", None, NOW, LOOK_BACK))

    @rule(party=st.sampled_from([CHAD, FRANCE]))
    def done(self, party: str) -> None:
        self._try(lambda: following.fulfilled(self.state, party, NOW, LOOK_BACK))

    def _try(self, act: Callable[[], EngagementState]) -> None:
        with contextlib.suppress(ModalityError):
            self.state = act()

    @invariant()
    def adds_up(self) -> None:
        line = self.state.lines[0]
        standing = [one for one in self.state.deliveries if one.standing != "disputed"]
        assert line.delivered + line.reported == sum((one.quantity.amount for one in standing), Decimal(0))
        assert line.delivered_covers + line.reported_covers == sum((one.covers.amount for one in standing), Decimal(0))
        assert line.released >= self.before, "what was given back is not taken again"
        self.before = line.released
        if self.state.stage in OVER:
            assert line.committed <= line.delivered + line.reported + line.released
            owed = line.committed - line.delivered - line.reported - line.released
            assert owed == 0 or (
                owed < 0 and line.released == max(line.released, line.committed - line.delivered - line.reported)
            )
        else:
            assert line.released == 0


TestAmounts = Amounts.TestCase
TestAmounts.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_faults_name_their_place() -> None:
    found = amounts.conversion_fault(in_stage("agreed").lines[0], Quantity(amount=Decimal(1), unit="EUR"),
                                     Quantity(amount=Decimal(1), unit="EUR"), "/lines/0")  # fmt: skip
    assert [one.pointer for one in found] == ["/lines/0/quantity/unit", "/lines/0/covers/unit"]
    assert all(isinstance(one, Fault) for one in found)
