"""Pledges and national plans through their lives, and what a request that names them is found to rest on (WM 13)."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from services.intake.criteria.rule_sets import RULE_SETS
from services.intake.domain import commitment, national_plan
from services.intake.domain.before import Before, names_any
from services.intake.domain.draft_text import DraftContent, text_of
from services.intake.prerequisites.prior_commitment import PLANNED, PLEDGED, PriorCommitment
from shared.contracts.shapes.national_plan import NationalPlanContent, PlanStatus
from shared.contracts.shapes.own_commitment import CommitmentStatus, OwnCommitmentContent
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.errors import Conflict, Invalid, NotFound
from shared.modalities.rule import Outcome
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_commitments import (
    PlanInForce,
    of_commitment,
    of_national_plan,
    plan_owing,
    pledge_owing,
)
from tests.support.bodies import request_body
from tests.support.national_plans import TCD, plan_body, plan_line, planned, pledge_body, pledged

NOW, LATER = datetime(2026, 5, 4, 9, tzinfo=UTC), datetime(2026, 6, 1, 9, tzinfo=UTC)
LIMITS = Limits(lambda since, days, _: since + timedelta(days=days), 1, 1, 1, 1, 2, 6, 3, 1, 1096, 90)
PLEDGE = "019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071"


def content(**changes: Any) -> NationalPlanContent:
    return NationalPlanContent.model_validate(plan_body(**changes))


def codes(caught: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in caught.value.faults]


def test_how_far_it_is_is_its_partys_yearly_word_and_a_stage_keeps_its_day() -> None:
    state = pledged(NOW)
    assert (state.status, state.confirmed_at) == ("recorded", None)
    begun = commitment.staged(state, "in_progress", "Six are hired", NOW)
    again = commitment.staged(begun, "in_progress", None, LATER)
    assert (again.stage_since, again.confirmed_at, again.stage_note) == (NOW, LATER, None)
    assert commitment.staged(again, "fulfilled", None, LATER).stage_since == LATER
    assert commitment.confirmed(begun, LATER) == begun.model_copy(update={"confirmed_at": LATER})


def test_another_forum_is_named_and_a_pledge_stays_its_partys() -> None:
    other = OwnCommitmentContent.model_validate(pledge_body(forum="other"))
    with pytest.raises(Invalid) as caught:
        commitment.checked(other)
    assert codes(caught) == [("/forum_name", "forum_needed")]
    named = other.model_copy(update={"forum_name": "Lake Chad conference"})
    changed = commitment.revised(pledged(NOW), named)
    assert (changed.content_version, commitment.revised(changed, named).content_version) == (2, 2)
    with pytest.raises(Invalid) as caught:
        commitment.revised(pledged(NOW), named.model_copy(update={"party": "iso3166:NER"}))
    assert codes(caught) == [("/party", "party_changed")]


def test_a_draft_is_drawn_from_a_states_pledge_and_names_it_and_its_plan() -> None:
    plan = {"recorded_as": "PLAN-2026-TCD-001", "line_id": "1"}
    drawn = commitment.drawn_from(pledged(NOW, plan=plan, text="Twelve"), "The plan")
    assert drawn["own_commitments"] == [{"description": "Twelve", "recorded_as": "c1"}]
    assert drawn["national_plan"] == {"title": "The plan", "recorded_as": "PLAN-2026-TCD-001"}
    real = drawn | {"own_commitments": [{"description": "Twelve", "recorded_as": PLEDGE}]}
    assert text_of(DraftContent.model_validate(real), TCD) == real, "it is of a draft's form"
    assert "national_plan" not in commitment.drawn_from(pledged(NOW))
    with pytest.raises(Conflict) as caught:
        commitment.drawn_from(pledged(NOW, party="org:ecre"))
    assert caught.value.code == "no_states_pledge"


def test_a_plan_is_worded_shown_and_superseded() -> None:
    state = planned(NOW)
    same = national_plan.revised(state, content(), LATER)
    other = national_plan.revised(same, content(lines=[plan_line("1")]), LATER)
    assert (same.content_version, other.content_version, other.content.areas) == (1, 2, ("registration",))
    shown, reader = national_plan.shown_to(other, "iso3166:FRA", LATER)
    assert [one.party for one in shown.readers] == [reader.party] == ["iso3166:FRA"]
    assert national_plan.shown_to(shown, "iso3166:FRA", LATER)[0].readers == (reader,), "once"
    left, gone = national_plan.shown_no_more(shown, "iso3166:FRA", LATER)
    assert (left.readers, gone) == ((), reader)
    with pytest.raises(NotFound):
        national_plan.shown_no_more(left, "iso3166:FRA", LATER)
    with pytest.raises(Conflict) as caught:
        national_plan.shown_to(state, TCD, NOW)
    assert caught.value.code == "named_twice"
    old = national_plan.superseded(state, "PLAN-2026-TCD-002", LATER)
    assert (old.status, old.superseded_by) == ("superseded", "PLAN-2026-TCD-002")
    with pytest.raises(Conflict, match="superseded"):
        national_plan.revised(old, content(), LATER)
    with pytest.raises(Conflict, match="superseded"):
        national_plan.superseded(old, "PLAN-2026-TCD-003", LATER)
    assert national_plan.title_in(content(), "fr") == "Plan national d’action sur l’asile"
    assert national_plan.title_in(content(), "ru") == "National plan of action on asylum"


def test_every_fault_of_a_plan_is_named_in_one_round() -> None:
    bare = {"measured_in": None}
    again = [{"language": "en", "title": "Again"}]
    with pytest.raises(Invalid) as caught:
        planned(
            NOW,
            adopted_on="2027-01-01",
            other_titles=again,
            lines=[plan_line("1", **bare), plan_line("2", target=None, baseline=None, **bare)],
        )
    assert codes(caught) == [
        ("/adopted_on", "date_in_future"), ("/other_titles/0/language", "named_twice"), ("/lines/0/measured_in", "measure_needed"),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="same line_id"):
        content(lines=[plan_line("1"), plan_line("1")])


def found(own: int, pledges: tuple[CommitmentStatus | None, ...], plan: str | None, named: bool) -> Any:
    asked = request_body(
        own_commitments=[{"description": f"n{n}"} for n in range(own)],
        national_plan={"title": "Plan"} if named else None,
    )
    return PriorCommitment(pledges, plan).assess(RequestContent.model_validate(asked))


def test_the_finding_reads_how_far_a_pledge_is_and_where_the_plan_stands() -> None:
    assert set(PLEDGED) == set(get_args(CommitmentStatus))
    assert set(PLANNED) == set(get_args(PlanStatus))
    one = found(2, (None, "in_progress"), "superseded", True)
    assert (one.outcome, [reason.code for reason in one.reasons]) == (
        Outcome.MET, ["own_commitment", "pledge_in_progress", "plan_superseded"],
    )  # fmt: skip
    assert one.evidence == (
        "/own_commitments/0", "/own_commitments/1", "/own_commitments/1/recorded_as", "/national_plan/recorded_as",
    )  # fmt: skip
    furthest = found(2, ("fulfilled", "planning"), None, False)
    assert [reason.code for reason in furthest.reasons] == ["own_commitment", "pledge_fulfilled"]
    plan = found(0, (), "in_force", True)
    assert (plan.outcome, [reason.code for reason in plan.reasons]) == (Outcome.MET, ["plan_recorded"])
    old = found(0, (), "superseded", True)
    assert (old.outcome, [reason.code for reason in old.reasons]) == (
        Outcome.PARTLY, ["plan_without_own_commitment", "plan_superseded"],
    )  # fmt: skip
    assert found(0, (), None, True).outcome is Outcome.PARTLY
    assert found(0, (), None, False).outcome is Outcome.NOT_MET


def test_the_rules_are_told_what_is_recorded() -> None:
    asked = RequestContent.model_validate(request_body(own_commitments=[{"description": "One", "recorded_as": PLEDGE}]))
    assert names_any(asked)
    (prior,) = (
        one for one in RULE_SETS.all[0].assess(asked, before=Before(pledged=("planning",))) if one.paragraph == "13"
    )
    assert "pledge_in_planning" in [reason.code for reason in prior.reasons]
    bare = request_body(own_commitments=[{"description": "One"}])
    assert not names_any(RequestContent.model_validate(bare))
    for named in (
        {"own_commitments": [{"description": "One", "for_line": "1"}]},
        {"national_plan": {"title": "Plan", "recorded_as": "PLAN-2026-TCD-001"}},
        {"assessment": {"reference": "A", "recorded_as": "ASSESSMENT-2026-TCD-001"}},
    ):
        assert names_any(RequestContent.model_validate(request_body(**named)))


def test_a_pledge_is_asked_after_a_year_until_it_is_fulfilled_and_a_plan_once_its_time_is_over() -> None:
    said = pledged(NOW).model_dump(mode="json")
    (step,) = of_commitment(pledge_owing("wca", said, TCD), LIMITS)
    assert (step.code, step.party, step.begins_at) == ("commitment_stands", TCD, datetime(2027, 5, 4, 9, tzinfo=UTC))
    later = commitment.confirmed(pledged(NOW), LATER).model_dump(mode="json")
    (step,) = of_commitment(pledge_owing("wca", later, TCD), LIMITS)
    assert step.begins_at == datetime(2027, 6, 1, 9, tzinfo=UTC)
    done = commitment.staged(pledged(NOW), "fulfilled", None, NOW).model_dump(mode="json")
    assert not list(of_commitment(pledge_owing("wca", done, TCD), LIMITS))
    (step,) = of_national_plan(plan_owing("wca", planned(NOW).model_dump(mode="json")), LIMITS)
    assert (step.code, step.begins_at) == ("plan_over", datetime(2030, 1, 1, tzinfo=UTC))
    assert not list(of_national_plan(PlanInForce("wca", "superseded", TCD, NOW.date()), LIMITS))
    endless = planned(NOW, period={"start": "2026-01-01"}).model_dump(mode="json")
    assert not list(of_national_plan(plan_owing("wca", endless), LIMITS))
