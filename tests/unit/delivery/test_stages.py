"""Who may take which step in which stage: the table, and that a refusal says the stage and who may (WM 11, 19, 20)."""

from collections.abc import Callable
from decimal import Decimal
from typing import get_args

import pytest

from services.delivery.domain import ending, following, planning, terms
from shared.contracts.shapes.engagement import EngagementState, Stage
from shared.contracts.shapes.engagement_terms import Signature, TermsContent
from shared.modalities.errors import Conflict, Invalid, NotPermitted, Stale
from shared.modalities.steps import of_engagements
from tests.unit.delivery.worlds import (
    CHAD,
    FRANCE,
    LOOK_BACK,
    NIGER,
    NOW,
    PLAN,
    WITHIN,
    in_stage,
    opened,
    report,
    sign,
    terms_line,
)


def _countered(state: EngagementState) -> EngagementState:
    return state if state.stage in of_engagements.OVER else terms.proposed(state, FRANCE, COUNTER, "less", NOW)


COUNTER = TermsContent(lines=(terms_line("1", "6", "24"),), channel="bilateral", delivery_mode="peer_to_peer")
STEPS: dict[str, tuple[Callable[[EngagementState, str], EngagementState], tuple[Stage, ...]]] = {
    "propose": (
        lambda e, p: terms.proposed(e, p, COUNTER, "less", NOW),
        ("under_discussion", "agreed", "planning", "in_progress", "paused"),
    ),
    "aside": (
        lambda e, p: terms.set_aside(_countered(e), p, _countered(e).terms[-1].version, "no", NOW),
        ("agreed", "planning", "in_progress", "paused"),
    ),
    "plan": (
        lambda e, p: planning.proposed(e, p, PLAN.model_copy(update={"monitoring": "x"}), NOW),
        ("agreed", "planning", "in_progress"),
    ),
    "start": (
        lambda e, p: planning.started(planning.agreed(e, FRANCE, 1, NOW) if e.stage == "planning" else e, p, NOW),
        ("planning",),
    ),
    "deliver": (lambda e, p: following.delivered(e, report("a", "1", "4", by=p), NOW), ("in_progress", "paused")),
    "unchanged": (
        lambda e, p: following.unchanged(e, p, NOW + WITHIN),
        ("under_discussion", "agreed", "planning", "in_progress", "paused"),
    ),
    "pause": (lambda e, p: ending.paused(e, p, "flood", NOW), ("in_progress",)),
    "resume": (lambda e, p: ending.resumed(e, p, NOW), ("paused",)),
    "done": (lambda e, p: following.fulfilled(e, p, NOW, LOOK_BACK), ("in_progress",)),
    "end": (
        lambda e, p: ending.ended(e, p, "funding_lost", None, NOW, LOOK_BACK),
        ("under_discussion", "agreed", "planning", "in_progress", "paused"),
    ),
}
ALL: tuple[Stage, ...] = get_args(Stage)


def _in(stage: Stage) -> EngagementState:
    if stage in ("under_discussion", "agreed", "planning", "in_progress"):
        return in_stage(stage)
    return in_stage("in_progress").model_copy(update={"stage": stage})


def test_the_table_knows_every_stage_and_no_other() -> None:
    assert {*of_engagements.ALIVE, *of_engagements.OVER} == set(ALL)
    assert set(of_engagements.LABELS) == set(ALL) - {"ended_early", "withdrawn", "closed_unfulfilled"}
    steps = [one for one in vars(of_engagements).values() if isinstance(one, of_engagements.EngagementStep)]
    assert len(steps) > 20
    assert {stage for one in steps for stage in one.stages} == set(ALL)
    assert all(one.action is None or one.action.name.startswith("engagement.") for one in steps)


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("stage", ALL)
def test_a_step_is_taken_in_its_stages_and_refused_in_every_other(name: str, stage: Stage) -> None:
    act, allowed = STEPS[name]
    state = _in(stage)
    if stage in allowed:
        assert act(state, CHAD) != state
        return
    with pytest.raises(Conflict) as refused:
        act(state, CHAD)
    assert refused.value.code == f"engagement_{stage}"
    assert stage in refused.value.detail
    assert "side" in refused.value.detail


@pytest.mark.parametrize("name", STEPS)
def test_nobody_but_a_side_takes_a_side_s_step(name: str) -> None:
    act, allowed = STEPS[name]
    with pytest.raises(NotPermitted):
        act(_in(allowed[0]), NIGER)


def test_every_party_of_both_sides_signs_before_it_is_agreed() -> None:
    state = sign(opened((CHAD, NIGER)), CHAD)
    state = sign(state, FRANCE)
    assert state.stage == "under_discussion"
    with pytest.raises(Conflict, match="has signed"):
        sign(state, CHAD)
    assert sign(state, NIGER).stage == "agreed"


def test_a_signature_under_another_text_is_none() -> None:
    state = opened()
    word = Signature(party=CHAD, version=1, how="login", signed_at=NOW)
    with pytest.raises(Stale):
        terms.signed(state, word, "0" * 64)
    countered = terms.proposed(state, FRANCE, COUNTER, "less", NOW)
    with pytest.raises(Stale):
        terms.signed(countered, word, state.terms[0].digest)


def test_a_counter_proposal_ends_earlier_signatures_and_gives_back_what_it_leaves_out() -> None:
    state = terms.proposed(sign(opened(), CHAD), FRANCE, COUNTER, "we have six", NOW)
    state = sign(state, FRANCE)
    assert state.stage == "under_discussion", "Chad signed the first version, not this one"
    state = sign(state, CHAD)
    assert state.stage == "agreed"
    first, second = state.lines
    assert [first.agreed, first.released, first.released_covers] == [6, 4, 16]
    assert [second.agreed, second.released] == [0, 1000]


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ((terms_line("9", "1", "1"),), {"unknown_line"}),
        ((terms_line("1", "11", "40"),), {"more_than_committed"}),
        ((terms_line("1", "10", "41"),), {"more_than_committed"}),
        ((terms_line("1", "1", "1", unit="EUR"),), {"other_unit"}),
        ((terms_line("1", "1", "1", covers_unit="EUR"),), {"other_unit"}),
        ((terms_line("1", "1", "4"), terms_line("1", "1", "4")), {"twice"}),
        ((terms_line("9", "1", "1"), terms_line("1", "11", "41")), {"unknown_line", "more_than_committed"}),
    ],
)
def test_terms_that_cannot_be_are_refused_with_every_fault(lines: tuple[object, ...], codes: set[str]) -> None:
    content = COUNTER.model_copy(update={"lines": lines})
    with pytest.raises(Invalid) as refused:
        terms.proposed(opened(), CHAD, content, "more", NOW)
    assert {one.code for one in refused.value.faults} == codes


def test_modes_that_contradict_each_other_are_refused() -> None:
    content = COUNTER.model_copy(update={"delivery_mode": "unhcr_direct", "implementing_partner": "org:euaa"})
    with pytest.raises(Invalid) as refused:
        terms.proposed(opened(), CHAD, content, "so", NOW)
    assert [one.pointer for one in refused.value.faults] == ["/delivery_mode", "/implementing_partner"]


def test_it_starts_only_when_both_agreed_to_the_present_plan() -> None:
    state = in_stage("planning")
    with pytest.raises(Conflict, match=FRANCE):
        planning.started(state, CHAD, NOW)
    agreed = planning.agreed(state, FRANCE, 1, NOW)
    with pytest.raises(Conflict, match="already"):
        planning.agreed(agreed, FRANCE, 1, NOW)
    changed = planning.proposed(agreed, CHAD, PLAN.model_copy(update={"monitoring": "yearly"}), NOW)
    with pytest.raises(Stale):
        planning.agreed(changed, FRANCE, 1, NOW)
    with pytest.raises(Conflict):
        planning.started(changed, CHAD, NOW)
    assert planning.started(agreed, CHAD, NOW).started_on == NOW.date()


def test_a_plan_without_monitoring_is_found_and_not_barred() -> None:
    bare = PLAN.model_copy(update={"monitoring": None, "milestones": PLAN.milestones[:1]})
    state = planning.proposed(in_stage("agreed"), CHAD, bare, NOW)
    lacking = {one.subject for one in state.findings if one.outcome == "not_met"}
    assert lacking == {"monitoring", "qualitative_milestones"}
    assert planning.started(planning.agreed(state, FRANCE, 1, NOW), CHAD, NOW).stage == "in_progress"
    no_target = PLAN.milestones[0].model_copy(update={"target": None})
    found = planning.findings(PLAN.model_copy(update={"milestones": (no_target,)}))
    assert {one.subject for one in found if one.outcome == "met"} == {"monitoring", "deliveries"}


def test_each_side_releases_its_own_contact_and_takes_it_back() -> None:
    state = terms.contact_released(opened(), CHAD, True)
    assert [one.contact_released for one in state.sides] == [True, False]
    with pytest.raises(Conflict):
        terms.contact_released(state, CHAD, True)
    with pytest.raises(NotPermitted):
        terms.contact_released(state, NIGER, True)
    assert not any(one.contact_released for one in terms.contact_released(state, CHAD, False).sides)


def test_an_officer_closes_and_speaks_for_no_side() -> None:
    state = ending.closed(in_stage("in_progress"), "user:officer", "silent for a year", NOW)
    assert state.stage == "closed_unfulfilled"
    assert state.ending is not None
    assert (state.ending.by, state.ending.reason) == ("user:officer", "no_word_from_sides")
    assert [one.released for one in state.lines] == [Decimal(10), Decimal(1000)]
    with pytest.raises(Conflict):
        ending.closed(state, "user:officer", "again", NOW)


def test_another_reason_is_said_in_words() -> None:
    with pytest.raises(Invalid):
        ending.ended(in_stage("in_progress"), CHAD, "other", None, NOW, LOOK_BACK)
    assert ending.ended(in_stage("agreed"), CHAD, "other", "elections", NOW, LOOK_BACK).stage == "withdrawn"
