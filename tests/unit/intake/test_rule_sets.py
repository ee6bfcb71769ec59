"""WM 21: rule sets are dated data. Which one holds at a moment, what two find differently, and what is wrong with declared ones."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.actions.answer_as_named import answer_as_named
from services.intake.actions.submit_request import SubmitRequest
from services.intake.criteria.rule_set_faults import faults_of
from services.intake.criteria.rule_sets import RULE_SETS, FaultyRuleSets, RuleSets, begins, differing
from services.intake.domain import support_request as domain
from services.intake.queries.coming_rules import coming_findings
from shared.contracts.rule_sets import DECLARED, DeclaredRules
from shared.contracts.shapes.support_request import RequestContent
from tests.support.bodies import request_body
from tests.support.rule_sets import DAY, FIRST, later, two_sets

pytestmark = pytest.mark.paragraph("21")
MIDNIGHT = datetime(2027, 3, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
SETS = two_sets()
OLD, NEW = SETS.all
LASTING = {"statement": "Salaries move to the budget", "exit_arrangement": "Handover in 2029"}


def asking(**changes: Any) -> RequestContent:
    return RequestContent.model_validate(
        request_body(horizon="long_term", engagement="project", sustainability=LASTING) | changes
    )


def test_a_set_holds_from_the_first_moment_of_its_day_in_utc_until_the_next() -> None:
    assert begins(NEW) == MIDNIGHT
    assert [SETS.at(MIDNIGHT + step).name for step in (-TICK, timedelta(), TICK)] == ["2026-11", "planted", "planted"]
    assert SETS.at(datetime(2001, 1, 1, tzinfo=UTC)) is OLD, "nothing was ever without criteria"
    there = timezone(timedelta(hours=9))
    assert SETS.at(datetime(2027, 3, 1, 8, 59, tzinfo=there)) is OLD, "in Tokyo the day has begun, in UTC it has not"
    assert SETS.at(datetime(2027, 3, 1, 9, tzinfo=there)) is NEW
    three = RuleSets((FIRST, later(), later(date(2028, 1, 1), "third", criteria={"13": {}})))
    assert [three.at(datetime(year, 6, 1, tzinfo=UTC)).name for year in (2026, 2027, 2028)] == [
        "2026-11", "planted", "third"
    ]  # fmt: skip


def test_what_comes_is_said_until_it_is_there() -> None:
    month = timedelta(days=30)
    assert SETS.coming(MIDNIGHT - month, MIDNIGHT) is NEW
    assert SETS.coming(MIDNIGHT - month, MIDNIGHT - TICK) is None
    assert SETS.coming(MIDNIGHT - TICK, MIDNIGHT + month) is NEW
    assert SETS.coming(MIDNIGHT, MIDNIGHT + month) is None
    early = datetime(2026, 1, 1, tzinfo=UTC)
    assert SETS.coming(early, datetime(2026, 12, 1, tzinfo=UTC)) is None, "the first set holds already"
    assert (SETS.named("planted"), SETS.named("2026-11"), SETS.named("of-a-later-release")) == (NEW, OLD, None)


def test_the_first_set_is_what_the_code_finds_by_itself() -> None:
    (only,) = RULE_SETS.all
    assert (only.name, only.declared.decided_by) == ("2026-11", None)
    assert [one.paragraph for one in only.assess(asking())] == [
        "9", "12", "13", "15.i", "15.ii", "15.iii", "15.iv", "15.v", "15.vi", "15.vii",
    ]  # fmt: skip
    assert not any(only.declared.criteria.values())


def test_two_sets_differ_in_what_they_measure_and_in_what_they_have() -> None:
    moved = differing(OLD.assess(asking()), NEW.assess(asking()))
    told = {
        one.paragraph: tuple(side and (side.outcome, side.reasons[0].code) for side in (one.before, one.after))
        for one in moved
    }
    assert told == {
        "9": (("met", "longer_project"), ("partly", "lines_too_short")),
        "12": (("not_applicable", "no_emergency"), None),
        "15.iii": (("met", "lasting_said"), ("partly", "lasting_half_said")),
    }
    assert list(told) == ["9", "12", "15.iii"]
    back = differing(NEW.assess(asking()), OLD.assess(asking()))
    assert [(one.before, one.after) for one in back] == [(one.after, one.before) for one in moved]
    assert differing(OLD.assess(asking()), OLD.assess(asking())) == ()
    brief = asking(sustainability={"statement": "It lasts"})
    assert [one.paragraph for one in differing(OLD.assess(brief), NEW.assess(brief))] == ["9", "12"]


def test_another_reason_for_the_same_outcome_is_a_difference() -> None:
    short = request_body()["lines"][0] | {"period": {"start": "2026-01-01", "end": "2026-06-30"}}
    sides = (one.assess(asking(lines=[short], sustainability=None)) for one in (OLD, NEW))
    assert [(one.paragraph, one.before and one.before.outcome, one.after and one.after.outcome) for one in differing(*sides)] == [
        ("9", "partly", "partly"), ("12", "not_applicable", None),
    ]  # fmt: skip


@pytest.mark.parametrize(("days", "outcome"), [(1094, "partly"), (1095, "partly"), (1096, "met")])
def test_a_line_is_longer_from_the_day_that_the_set_says(days: int, outcome: str) -> None:
    end = date(2026, 1, 1) + timedelta(days=days)
    line = request_body()["lines"][0] | {"period": {"start": "2026-01-01", "end": end.isoformat()}}
    assert next(one.outcome for one in NEW.assess(asking(lines=[line])) if one.paragraph == "9") == outcome


def test_all_three_parts_are_enough_for_a_set_that_asks_for_three() -> None:
    whole = asking(sustainability=LASTING | {"comprehensive_plan": "The national plan"})
    assert next(one.outcome for one in NEW.assess(whole) if one.paragraph == "15.iii") == "met"


@given(
    st.sampled_from(("short_term", "long_term")), st.booleans(), st.dates(date(2026, 2, 1), date(2032, 1, 1)),
    st.sampled_from((None, LASTING, {"statement": "It lasts"})), st.sampled_from(SETS.all),
)  # fmt: skip
def test_a_set_finds_the_same_of_a_text_each_time_and_each_criterion_once(
    horizon: str, urgent: bool, end: date, lasting: dict[str, str] | None, rules: Any
) -> None:
    line = request_body()["lines"][0] | {"period": {"start": "2026-01-01", "end": end.isoformat()}}
    content = asking(horizon=horizon, urgent=urgent, lines=[line], sustainability=lasting)
    found = rules.assess(content)
    assert found == rules.assess(content) == type(rules)(rules.declared).assess(content)
    assert [one.paragraph for one in found] == list(rules.declared.criteria)


def test_a_text_that_is_not_whole_is_held_against_the_measures_of_its_set() -> None:
    for rules, outcome in ((OLD, "met"), (NEW, "partly")):
        found = {one.paragraph: one for one in rules.assess_text(asking(), {"horizon", "lines"}, ())}
        assert (found["9"].outcome, "12" in found) == (outcome, rules is OLD)
        unwritten = {one.paragraph: one for one in rules.assess_text(asking(), (), ("iso3166:CMR",))}
        assert [unwritten[number].outcome for number in ("9", "15.v")] == ["unclear", "unclear"]


def submitting(**settings: Any) -> SubmitRequest:
    return SubmitRequest("wca", "regional", SETS, 14, 3, **settings)


def test_a_request_is_found_by_the_set_of_its_moment_and_a_version_by_the_set_of_its_own() -> None:
    before = submitting().event(asking(), "r1", "ACSG-2027-TCD-001", MIDNIGHT - TICK).request
    after = submitting().event(asking(), "r2", "ACSG-2027-TCD-002", MIDNIGHT).request
    assert (before.rule_set, before.findings) == ("2026-11", OLD.assess(asking()))
    assert (after.rule_set, after.findings) == ("planted", NEW.assess(asking()))
    changed = asking(title="Said anew")
    again = domain.revise(before, changed, (), NEW.assess(changed), NEW.name, MIDNIGHT)
    assert (again.rule_set, again.content_version) == ("planted", 2)
    assert {one.paragraph: one.moved_from for one in again.findings if one.moved_from} == {"9": "met", "15.iii": "met"}


def test_a_word_that_is_given_later_changes_no_other_finding() -> None:
    joint = asking(requesting_states=["iso3166:TCD", "iso3166:CMR"])
    state = submitting().event(joint, "r1", "ACSG-2027-TCD-001", MIDNIGHT - TICK).request
    after, _ = answer_as_named(state, SETS, "iso3166:CMR", "agreed", MIDNIGHT + TICK)
    assert after.rule_set == "2026-11"
    assert [(a.paragraph, a.outcome) for a, b in zip(after.findings, state.findings, strict=True) if a != b] == [
        ("15.v", "met")
    ]
    unknown = state.model_copy(update={"rule_set": "of-a-later-release"})
    after, _ = answer_as_named(unknown, SETS, "iso3166:CMR", "agreed", MIDNIGHT + TICK)
    assert (after.rule_set, {one.paragraph: one.outcome for one in after.findings}["15.v"]) == (
        "of-a-later-release", "met",
    )  # fmt: skip
    without = RuleSets((FIRST, later(criteria={n: {} for n in FIRST.criteria if n != "15.v"})))
    unmoved, _ = answer_as_named(
        state.model_copy(update={"rule_set": "planted"}), without, "iso3166:CMR", "agreed", MIDNIGHT
    )
    assert unmoved.findings == state.findings


def test_who_prepares_a_request_is_told_what_the_coming_set_finds() -> None:
    one = submitting()
    for ahead, comes in ((timedelta(days=30), NEW), (timedelta(days=31), None), (timedelta(), None)):
        assert one.coming(asking(), MIDNIGHT - ahead) is comes
    slow = SubmitRequest("wca", "regional", SETS, 90, 3)
    assert slow.coming(asking(), MIDNIGHT - timedelta(days=80)) is NEW, "before feedback would be due"
    told = coming_findings(NEW, one.check(asking(), OLD), lambda rules: one.check(asking(), rules))
    assert told is not None
    assert (told.rule_set, told.holds_from, told.words["fr"]) == ("planted", DAY, "Stricter (fr)")
    assert [(f.paragraph, f.outcome) for f in told.differing] == [("9", "partly"), ("15.iii", "partly")]
    assert told.dropped == ("12",)
    assert coming_findings(None, (), lambda _: ()) is None


FAULTS: dict[str, tuple[Callable[[], tuple[DeclaredRules, ...]], list[str]]] = {
    "none": (tuple, ["no rule set is declared"]),
    "the same day": (
        lambda: (FIRST, later(FIRST.holds_from)),
        ["planted: holds from 2026-11-01, which is not after 2026-11-01 of 2026-11"],
    ),
    "the same name": (lambda: (FIRST, later(name="2026-11")), ["2026-11: another rule set has this name"]),
    "nobody decided": (lambda: (FIRST, later(decided_by=None)), ["planted: names no review that decided it"]),
    "the first was decided": (
        lambda: (replace(FIRST, decided_by="R"),),
        ["2026-11: the first rule set is the document's, no review decided it"],
    ),
    "nothing changes": (
        lambda: (FIRST, later(criteria=FIRST.criteria)),
        ["planted: changes nothing of 2026-11"],
    ),
    "no criterion": (lambda: (FIRST, later(criteria={})), ["planted: has no criterion"]),
    "all at once": (
        lambda: (FIRST, later(
            criteria={"22": {}, "15.i": {"parts_needed": 2}, "15.iii": {"parts_needed": 4}, "9": {"longer_days": 0}},
            words={"en": "x", "fr": "", "ar": "x", "ru": "x"},
        )),
        [
            "planted: 22 is no criterion", "planted: criterion 15.i has no measure parts_needed",
            "planted: parts_needed of criterion 15.iii is 4, not 2 to 3",
            "planted: longer_days of criterion 9 is 0, not 1 to 3660", "planted: has no words in es, fr, zh",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_everything_wrong_with_declared_sets_is_named_at_once(case: str) -> None:
    planted, wanted = FAULTS[case]
    assert list(faults_of(planted())) == wanted
    with pytest.raises(FaultyRuleSets) as caught:
        RuleSets(planted())
    assert str(caught.value) == "; ".join(wanted)


def test_what_this_release_declares_has_no_fault() -> None:
    assert list(faults_of(DECLARED)) == []
