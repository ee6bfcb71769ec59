"""Support that needs no match: by a party's own notice; whom it names is asked, and is no side before it says so (WM 19)."""

import hashlib
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.delivery.domain import ending, following, looking_back, noticing, planning
from services.delivery.domain import terms as terms_
from services.delivery.domain.record import record_of, written
from services.gateway.domain.engaged import of_line
from services.gateway.exports.iati.engaged import _related
from services.notifications.domain.parties import Here
from services.notifications.kinds.engagement.audiences import (
    asked_counterpart,
    engaged_but_who_did_it,
    serving_engagement,
    unsigned,
)
from shared.contracts.delivery import NoticeAnswered, NoticeGiven
from shared.contracts.reduction.holding import may_hold
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.values import Quantity
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.engagement_view import engagement
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_engagement
from shared.modalities.errors import Conflict, Invalid, NotPermitted
from tests.unit.delivery.worlds import CHAD, FRANCE, LOOK_BACK, NIGER, NOW, PLAN, report, sign

pytestmark = pytest.mark.paragraph("19")
LINE = noticing.NoticeLine(
    functional_area="registration", support_type="technical", quantity=Quantity(amount=Decimal(4), unit="missions")
)


def serving(party: str) -> str | None:
    return "europe" if party == FRANCE else None


def told(**changes: Any) -> EngagementState:
    notice: dict[str, Any] = {"party": CHAD, "role": "requester", "origin": "bilateral_notice", "title": "Registration"}
    return noticing.by_notice(
        noticing.NoticeContent(**notice | {"lines": (LINE,)} | changes), "e1", "E", "wca", serving, NOW
    )


def reader(party: str) -> Actor:
    return Actor("one", Role.STATE_AUTHORITY, party)


def sees(actor: Actor, state: EngagementState) -> dict[str, Any]:
    return engagement(actor, of_engagement(state), state.model_dump(mode="json")) or {}


def faults(**changes: Any) -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        told(**changes)
    return {(one.pointer, one.code) for one in refused.value.faults}


def test_a_notice_that_names_nobody_is_agreed_by_the_party_s_own_word() -> None:
    state = told()
    assert (state.stage, state.origin, state.match_id) == ("agreed", "bilateral_notice", None)
    assert [one.party for one in state.signatures] == [CHAD]
    assert state.terms[0].proposed_by == CHAD
    planned = planning.proposed(state, CHAD, PLAN.model_copy(update={"deliveries": ()}), NOW)
    running = planning.started(planned, CHAD, NOW)
    given = following.delivered(running, report("r1", "4", "4", CHAD).model_copy(
        update={"covers": Quantity(amount=Decimal(4), unit="missions")}), NOW)  # fmt: skip
    assert (given.lines[0].reported, given.lines[0].delivered) == (4, 0), "nobody else confirmed it"
    over = following.fulfilled(given, CHAD, NOW, LOOK_BACK)
    assert over.stage == "fulfilled"
    sums = of_line(over.lines[0].model_dump(mode="json"))
    assert (
        sums["committed"] + sums["over"]
        == sums["released"] + sums["reported"] + sums["delivered"] + sums["outstanding"]
    )


def test_whom_it_names_is_asked_and_no_side_before_it_says_so() -> None:
    state = told(counterpart=FRANCE)
    assert state.stage == "under_discussion"
    assert [one.party for one in state.sides] == [CHAD]
    assert state.asked_sides[0].region == "europe"
    thing = of_engagement(state)
    assert decide(reader(FRANCE), a.READ_ENGAGEMENT, thing).allowed
    assert decide(reader(FRANCE), a.ANSWER_NOTICE, thing).allowed
    for action in (a.SIGN_TERMS, a.PROPOSE_TERMS, a.END_ENGAGEMENT, a.READ_PARTNER_CONTACT, a.EVALUATE_ENGAGEMENT):
        assert not decide(reader(FRANCE), action, thing).allowed, action
    for someone in (CHAD, NIGER):
        assert not decide(reader(someone), a.ANSWER_NOTICE, thing).allowed
    officer = Actor("o", Role.BUREAU_OFFICER, None, "wca")
    assert not decide(officer, a.ANSWER_NOTICE, thing).allowed
    assert not decide(officer, a.GIVE_NOTICE, thing).allowed
    with pytest.raises(NotPermitted):
        noticing.answered(state, NIGER, "accepted", NOW)


def test_its_name_is_told_to_the_sides_and_itself_alone_until_it_accepts() -> None:
    state = looking_back.champion_asked(told(counterpart=FRANCE), "iso3166:SEN")
    assert sees(reader(CHAD), state)["asked_sides"][0]["party"] == FRANCE
    read = sees(reader(FRANCE), state)
    assert (read["title"], read["lines"][0]["functional_area"]) == ("Registration", "registration")
    assert FRANCE not in str(sees(reader("iso3166:SEN"), state))
    assert sees(reader(NIGER), state) == {}
    joined = noticing.answered(state, FRANCE, "accepted", NOW)
    assert FRANCE in str(sees(reader("iso3166:SEN"), joined))
    refused = noticing.answered(state, FRANCE, "declined", NOW)
    assert FRANCE not in str(sees(reader("iso3166:SEN"), refused))
    assert sees(reader(FRANCE), refused) == {}


def test_who_accepts_signs_for_itself_and_without_who_declines_it_goes_on() -> None:
    state = told(counterpart=FRANCE, role="requester")
    joined = noticing.answered(state, FRANCE, "accepted", NOW + timedelta(days=1))
    assert joined.role_of(FRANCE) == "offerer"
    assert joined.stage == "under_discussion", "it has not signed"
    assert sign(joined, FRANCE).stage == "agreed"
    alone = noticing.answered(state, FRANCE, "declined", NOW)
    assert (alone.stage, [one.party for one in alone.sides]) == ("agreed", [CHAD])
    for over in (joined, alone):
        with pytest.raises(NotPermitted):
            noticing.answered(over, FRANCE, "accepted", NOW)
    ended = ending.ended(state, CHAD, "priorities_changed", None, NOW, LOOK_BACK)
    with pytest.raises(Conflict):
        noticing.answered(ended, FRANCE, "accepted", NOW)


def test_every_fault_of_a_notice_is_named() -> None:
    assert faults(counterpart=CHAD, origin="pledge") == {("/counterpart", "twice"), ("/pledge", "words_needed")}
    assert faults(pledge="Made in 2023") == {("/pledge", "modes_contradict")}
    assert faults(delivery_mode="unhcr_direct", implementing_partner="org:ecre") == {
        ("/delivery_mode", "modes_contradict"), ("/implementing_partner", "modes_contradict"),
    }  # fmt: skip
    assert told(origin="pledge", pledge="Made in 2023").pledge == "Made in 2023"


def test_each_deployment_asks_and_tells_its_own() -> None:
    state = told(counterpart=FRANCE)
    given = NoticeGiven(aggregate_id="e1", aggregate_version=1, engagement=state, party=CHAD)
    here, there, elsewhere = (Here(one) for one in ("wca", "europe", "americas"))
    assert [asked_counterpart(given, one) for one in (here, there, elsewhere)] == [(), (FRANCE,), ()]
    assert serving_engagement(given, there)
    assert not serving_engagement(given, elsewhere)
    assert may_hold(given, "wca", "europe")
    assert not may_hold(given, "wca", "americas")
    joined = noticing.answered(state, FRANCE, "accepted", NOW)
    answered = NoticeAnswered(aggregate_id="e1", aggregate_version=2, engagement=joined, party=FRANCE)
    assert engaged_but_who_did_it(answered, here) == (CHAD,)
    assert asked_counterpart(answered, there) == ()
    assert unsigned(given, there) == (), "who is asked signs nothing yet"


@pytest.mark.paragraph("9")
def test_one_goes_on_from_another_by_the_word_of_a_side_of_it_and_both_name_each_other() -> None:
    earlier = told()
    after = noticing.followed(earlier, CHAD, "e2")
    again = noticing.followed(after, CHAD, "e3")
    assert again.followed_by == ("e2", "e3")
    one = "01890000-0000-7000-8000-000000000001"
    follower = told(renews=one)
    assert follower.renews == one
    related = list(_related("wca", again.model_copy(update={"renews": "e0"}).model_dump(mode="json")))
    assert {item for _, _, kind, item in related if kind == "engagement"} == {"e0", "e2", "e3"}
    for nobody in (None, earlier):
        with pytest.raises(Invalid) as refused:
            noticing.followed(nobody, NIGER, "e2")
        assert [(f.pointer, f.code) for f in refused.value.faults] == [("/renews", "unknown_engagement")]


def test_the_record_of_a_version_stays_as_it_was_signed_whoever_joins_or_declines_later() -> None:
    state = told(counterpart=FRANCE)
    first = record_of(state, 1, [])
    for answer in ("accepted", "declined"):
        later = noticing.answered(state, FRANCE, answer, NOW + timedelta(hours=1))  # type: ignore[arg-type]
        assert record_of(later, 1, [])["agreement"] == first["agreement"]
        for terms in later.terms:
            record = record_of(later, terms.version, [])
            assert hashlib.sha256(written(record["agreement"])).hexdigest() == record["digest"] == terms.digest
    joined = noticing.answered(state, FRANCE, "accepted", NOW + timedelta(hours=1))
    other = joined.terms[0].content.model_copy(update={"channel": "through_unhcr"})
    countered = terms_.proposed(joined, FRANCE, other, "Through UNHCR", NOW + timedelta(hours=2))
    record = record_of(countered, 2, [])
    assert [one["party"] for one in record["agreement"]["acceptance"]["sides"]] == [CHAD, FRANCE]
    assert hashlib.sha256(written(record["agreement"])).hexdigest() == record["digest"]
