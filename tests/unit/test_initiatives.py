"""A pilot and the quality-assurance initiative through their life: whose word begins it, what is joint, rounds, who reads what (WM 7, 11)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.initiatives import InitiativeAgreed, InitiativeClosed
from shared.contracts.reduction.holding import may_hold
from shared.contracts.shapes.initiative import InitiativeState
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor, Role, officers
from shared.modalities.access.initiatives import of_initiative, seen
from shared.modalities.access.policy import decide
from shared.modalities.errors import Conflict, Invalid, NotFound, NotPermitted
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_initiatives import of_initiative as steps_of
from shared.modalities.steps.of_initiatives import owing
from tests.support.initiatives import ECRE, FRA, TCD, Initiative, pilot_content, running

pytestmark = [pytest.mark.paragraph("7"), pytest.mark.paragraph("11")]
LIMITS = Limits(lambda since, days, _: since + timedelta(days=days), 1, 1, 1, 1, 2, 6, 14, 1, 1096, 90)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STATE, PARTNER, OTHER = (
    Actor("x", role, party)
    for role, party in ((Role.STATE_AUTHORITY, TCD), (Role.STAKEHOLDER, ECRE), (Role.STATE_AUTHORITY, FRA))
)
BUREAU, ELSEWHERE = officers("wca"), officers("europe")


def codes(caught: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in caught.value.faults]


def owed(one: Initiative, now: datetime = NOW + timedelta(days=9)) -> set[tuple[str, str]]:
    state = one.state.model_dump(mode="json")
    steps = steps_of(owing("wca", state), LIMITS)
    return {(it.code, it.party) for it in steps if it.begins_at is None or it.begins_at <= now}


def read(actor: Actor, state: InitiativeState) -> dict[str, Any] | None:
    return seen(actor, of_initiative(state), state.model_dump(mode="json"))


def test_a_state_opens_it_by_its_own_word_and_a_partner_enters_by_its_own() -> None:
    assert Initiative(NOW).state.status == "agreed"
    one = Initiative(NOW, ECRE)
    assert (one.state.status, owed(one)) == ("proposed", {("initiative_word", ECRE)})
    with pytest.raises(NotPermitted):
        one.answered(FRA)
    assert isinstance(one.answered(ECRE), InitiativeAgreed)
    declined = Initiative(NOW, ECRE)
    declined.answered(ECRE, accepts=False)
    assert (declined.state.status, declined.state.partner and declined.state.partner.answer) == ("agreed", "declined")
    assert read(PARTNER, declined.state) is None


def test_what_officers_propose_waits_for_the_state_which_names_its_partner() -> None:
    with pytest.raises(Invalid) as named:
        Initiative(NOW, ECRE, by=None)
    assert codes(named) == [("/partner", "its_state_names")]
    one = Initiative(NOW, by=None)
    assert (one.state.status, owed(one)) == ("proposed", {("initiative_word", TCD)})
    with pytest.raises(Invalid):
        one.answered(partner=TCD)
    one.answered(partner=ECRE)
    assert owed(one) == {("initiative_word", ECRE)}
    with pytest.raises(NotPermitted):
        one.answered()
    no = Initiative(NOW, by=None)
    assert isinstance(no.answered(accepts=False), InitiativeClosed)
    assert (no.state.status, no.state.agreed_at, owed(no)) == ("closed", None, set())
    with pytest.raises(Conflict):
        no.led_to()


def test_a_pilot_says_where_until_when_and_how_it_is_judged_and_names_nobody() -> None:
    with pytest.raises(Invalid) as lacking:
        Initiative(
            NOW,
            kind="pilot",
            period={"start": "2026-01-01"},
            aim="Ask ana@asylum.example",
            functional_areas=["coi", "coi"],
        )
    assert codes(lacking) == [
        ("/functional_areas/1", "twice"), ("/aim", "names_a_person"), ("/places", "pilot_needed"), ("/judged_by", "pilot_needed"),
        ("/period/end", "pilot_needed"),
    ]  # fmt: skip
    one = Initiative(NOW, **pilot_content())
    one.planned("state")
    with pytest.raises(Conflict, match="quality-assurance"):
        one.audited()
    one.done()
    with pytest.raises(Invalid) as unjudged:
        one.closed()
    assert codes(unjudged) == [("/judged", "pilot_needed")]
    one.closed(judged="met")
    one.led_to()
    assert (one.state.status, one.state.practice_id) == ("closed", "p1")


def test_a_diagnosis_is_joint_with_the_word_of_the_state_and_another_side() -> None:
    one = Initiative(NOW, ECRE)
    with pytest.raises(Conflict):
        one.diagnosed()
    one.answered(ECRE)
    with pytest.raises(Conflict):
        one.planned()
    one.diagnosed("state")
    assert owed(one) == {("diagnosis_word", ECRE)}
    with pytest.raises(NotPermitted):
        one.stood_by("state")
    one.stood_by("partner")
    assert owed(one) == set()
    one.diagnosed("partner", summary="Anew")
    assert (owed(one), one.state.diagnosis and one.state.diagnosis.said_by) == ({("diagnosis_word", TCD)}, ("partner",))
    with pytest.raises(Invalid) as wrong:
        one.diagnosed(
            "state",
            held_on="2026-03-03",
            areas=[{"functional_area": "coi", "standing": "weak", "text": "Mr Example"}] * 2,
        )
    assert sorted(code for _, code in codes(wrong)) == ["date_in_future", "names_a_person", "names_a_person", "twice"]


def test_steps_are_their_sides_own_and_those_of_who_leaves_pass_on() -> None:
    one = Initiative(NOW, ECRE)
    one.answered(ECRE)
    one.diagnosed()
    one.stood_by()
    one.planned("state", "partner")
    assert one.state.status == "running"
    assert owed(one) == {("initiative_step", TCD), ("initiative_step", ECRE)}
    with pytest.raises(NotPermitted):
        one.done("state", 2)
    with pytest.raises(NotFound):
        one.done("state", 9)
    one.done("state", 1)
    with pytest.raises(Conflict):
        one.done("state", 1)
    one.answered(ECRE, accepts=False)
    assert (owed(one), read(PARTNER, one.state)) == ({("initiative_step", "unhcr-bureau:wca")}, None)
    with pytest.raises(Invalid) as nobody:
        one.planned("partner", days=-1)
    assert codes(nobody) == [("/steps/0/due_on", "in_the_past"), ("/steps/0/by", "no_partner")]
    one.planned("secretariat")
    assert [(it.number, it.by) for it in one.state.steps] == [(1, "state"), (3, "secretariat")]


def test_a_round_counts_within_its_sample_and_the_next_one_says_what_became_of_it() -> None:
    one = running(NOW)
    twice = {"functional_area": "coi", "fault": "records", "count": 41}
    with pytest.raises(Invalid) as wrong:
        one.audited(findings=[twice, twice], auditors=["EXPERT-2026-FRA-001"] * 2, held_on="2026-03-03",
                    follow_ups=[{"recommendation": 1, "standing": "done"}])  # fmt: skip
    assert codes(wrong) == [
        ("/held_on", "date_in_future"), ("/findings/0/count", "more_than_sample"), ("/findings/1/count", "more_than_sample"),
        ("/findings/1", "twice"), ("/auditors/1", "twice"), ("/follow_ups/0/recommendation", "unknown_recommendation"),
    ]  # fmt: skip
    two = [{"functional_area": "coi", "text": "A library"}, {"functional_area": "coi", "text": "A post"}]
    one.audited(recommendations=two)
    assert ("recommendation_word", TCD) in owed(one)
    with pytest.raises(Conflict):
        one.diagnosed()
    one.recommendation("not_accepted", number=2, text="No funds")
    assert ("recommendation_word", TCD) in owed(one)
    one.recommendation()
    assert ("recommendation_word", TCD) not in owed(one)
    one.now = NOW + timedelta(days=100)
    with pytest.raises(Invalid) as unfollowed:
        one.audited()
    assert codes(unfollowed) == [("/follow_ups", "follow_up_needed")]
    one.audited(follow_ups=[{"recommendation": 1, "standing": "under_way"}])
    with pytest.raises(Conflict):
        one.recommendation(cycle=1)
    with pytest.raises(NotFound):
        one.recommendation(cycle=2, number=7)
    with pytest.raises(Invalid) as still_open:
        one.closed()
    assert {code for _, code in codes(still_open)} == {"steps_open", "recommendations_open"}
    one.closed(early=True)
    assert (one.state.outcome and one.state.outcome.early, owed(one)) == (True, set())


def test_its_end_is_its_states_to_tell_and_officers_end_early_alone() -> None:
    one = running(NOW)
    with pytest.raises(NotPermitted):
        one.closed("secretariat")
    one.closed("secretariat", early=True, text="No auditor is left")
    with pytest.raises(Conflict):
        one.closed()
    over = running(NOW, period={"start": "2026-01-01", "end": "2026-03-12"})
    assert ("close_initiative", TCD) not in owed(over)
    assert ("close_initiative", TCD) in owed(over, datetime(2026, 3, 13, 1, tzinfo=UTC))


def test_whom_the_state_shows_it_to_reads_no_diagnosis_and_figures_by_its_word_alone() -> None:
    one = running(NOW, ECRE)
    one.audited()
    assert read(OTHER, one.state) is None
    with pytest.raises(Invalid):
        one.shown(FRA, ECRE)
    one.shown(FRA)
    shown = read(OTHER, one.state)
    assert shown is not None
    assert (shown["diagnosis"], shown["cycles"], shown["readers"], shown["content"]["title"]) == (
        None, [], [], "Quality of first decisions",
    )  # fmt: skip
    assert all("reasons_not_given" in str(read(actor, one.state)) for actor in (STATE, PARTNER, BUREAU))
    one.shown(FRA, with_figures=True)
    assert "reasons_not_given" in str(read(OTHER, one.state))
    assert "Reasons are short" not in str(read(OTHER, one.state))
    one.shown()
    assert (read(OTHER, one.state), one.state.with_figures) == (None, False)
    assert not decide(OTHER, a.SHOW_INITIATIVE, of_initiative(one.state)).allowed


def test_who_is_only_asked_reads_what_it_is_asked_for_and_nothing_that_was_found() -> None:
    one = Initiative(NOW, ECRE)
    asked = read(PARTNER, one.state)
    assert asked is not None
    assert (asked["partner"]["party"], asked["content"]["aim"] != "") == (ECRE, True)
    one.shown(FRA)
    shown = read(OTHER, one.state)
    assert shown is not None
    assert shown["partner"] is None, "nobody is named to others before its own word"


def test_it_is_held_where_its_sides_and_readers_are_served_and_nowhere_else() -> None:
    one = Initiative(NOW, ECRE, regions={ECRE: "europe", FRA: "esa"})
    assert {where: may_hold(one.first, "wca", where) for where in ("wca", "geneva", "europe", "esa")} == {
        "wca": True, "geneva": True, "europe": True, "esa": False,
    }  # fmt: skip
    shown = one.shown(FRA)
    assert may_hold(shown, "wca", "esa")
    assert not decide(officers("esa"), a.READ_INITIATIVE, of_initiative(one.state)).allowed
    assert may_hold(one.shown(), "wca", "esa"), "it hears that it is shown no more"
    assert decide(ELSEWHERE, a.READ_INITIATIVE_WHOLE, of_initiative(one.state)).allowed
