"""Calls for action: officers ask and say what came; each party answers and reports for itself, and is read as it lets itself be (WM 5)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.gateway.kinds.call_for_action import KIND as ROW
from services.notifications.domain.parties import Here
from services.notifications.kinds import call_for_action as told
from shared.contracts.calls_for_action import CallForActionEvent
from shared.contracts.catalogue import events
from shared.contracts.reduction.holding import may_hold
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.calls_for_action import counts, of_call_for_action, seen
from shared.modalities.access.policy import decide
from shared.modalities.errors import Conflict, Invalid, NotPermitted
from shared.modalities.steps.of_calls_for_action import of_call_for_action as owed_of
from shared.modalities.steps.of_calls_for_action import owing
from tests.support.calls_for_action import ECRE, EUAA, FRA, TCD, CalledForAction
from tests.support.limits import LIMITS

pytestmark = pytest.mark.paragraph("5")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "en")
ELSEWHERE = Actor("esa", Role.BUREAU_OFFICER, "unhcr-bureau:esa", "esa", "en")
GENEVA = Actor("gva", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva", "en")
FRANCE = Actor("fra", Role.STATE_AUTHORITY, FRA, None, "fr")
AGENCY = Actor("euaa", Role.STAKEHOLDER, EUAA, None, "en")
NGO = Actor("ecre", Role.STAKEHOLDER, ECRE, None, "en")
OFFICE = Actor("office", Role.COUNTRY_OFFICE, "unhcr-office:TCD", None, "fr")
PUBLIC = Actor("who", Role.PUBLIC, None, None, "en")
OWN_WORDS = (a.ANSWER_CALL_FOR_ACTION, a.REPORT_ON_CALL_FOR_ACTION)
OFFICERS_ACTS = (a.OPEN_CALL_FOR_ACTION, a.REVISE_CALL_FOR_ACTION, a.CLOSE_CALL_FOR_ACTION)


def codes(refused: Any) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in refused.value.faults]


def read(one: CalledForAction, actor: Actor) -> Any:
    return seen(actor, of_call_for_action(one.state), one.state.model_dump(mode="json"))


def owed(one: CalledForAction) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for step in owed_of(owing("wca", one.state.model_dump(mode="json")), LIMITS):
        found.setdefault(step.code, []).append(step.party)
    return found


def test_each_party_answers_and_reports_for_itself_and_the_officers_say_what_came() -> None:
    one = CalledForAction(NOW, FRA, EUAA)
    assert owed(one) == {"action_word": [FRA, EUAA], "close_call_for_action": ["unhcr-bureau:wca"]}
    one.answered(FRA)
    one.answered(EUAA, answer="declined", reason_code="timing")
    assert owed(one) == {"action_report": [FRA], "close_call_for_action": ["unhcr-bureau:wca"]}
    said = one.reported(FRA)
    assert (said.party, said.number) == (FRA, 1)
    assert owed(one) == {"close_call_for_action": ["unhcr-bureau:wca"]}
    state = one.state.model_dump(mode="json")
    assert counts(state) == {"asked": 2, "answered": 2, "will_do": 1, "done": 1, "nothing_came": 0}
    assert state["parties"][0]["reports"][0]["raised"] == {"amount": "12500.5", "unit": "EUR"}
    one.corrected(raised={"amount": "12500.55", "unit": "EUR"})
    assert one.closed().call_for_action.outcome.text == "Two of three raised funds."
    assert owed(one) == {}
    with pytest.raises(Conflict):
        one.reported(FRA)
    one.taken_back()
    one.showing()
    assert counts(one.state.model_dump(mode="json"))["nothing_came"] == 1


def test_what_does_not_hold_is_named_all_at_once() -> None:
    twice = [{"language": "en", "title": "Write to a@b.example", "text": "x"}] * 2
    with pytest.raises(Invalid) as refused:
        CalledForAction(NOW, wordings=twice)
    assert codes(refused) == [
        ("/wordings/1/language", "twice"), ("/wordings/0/title", "names_a_person"), ("/wordings/1/title", "names_a_person"),
        ("/asked", "nobody_asked"),
    ]  # fmt: skip
    with pytest.raises(Invalid) as refused:
        CalledForAction(NOW, FRA, FRA)
    assert codes(refused) == [("/asked/1", "twice")]
    one = CalledForAction(NOW, FRA, kind="advocacy")
    with pytest.raises(Invalid) as refused:
        one.answered(FRA, answer="will_do", reason_code="timing")
    assert [pointer for pointer, _ in codes(refused)] == ["/what", "/language", "/by", "/reason_code"]
    with pytest.raises(Invalid) as refused:
        one.answered(FRA, answer="declined", what="No", language="en")
    assert [pointer for pointer, _ in codes(refused)] == ["/what", "/language", "/reason_code"]
    with pytest.raises(Invalid) as refused:
        one.answered(FRA, by=str(NOW.date() - timedelta(days=1)))
    assert codes(refused) == [("/by", "in_the_past")]
    one.answered(FRA)
    with pytest.raises(Invalid) as refused:
        one.reported(FRA, done_on=str(NOW.date() + timedelta(days=1)))
    assert codes(refused) == [("/done_on", "date_in_future"), ("/raised", "no_amount_here")]
    money = CalledForAction(NOW, FRA)
    money.answered(FRA)
    with pytest.raises(Invalid) as refused:
        money.reported(FRA, raised={"amount": "3", "unit": "expert_days"})
    assert codes(refused) == [("/raised/unit", "not_a_currency")]
    with pytest.raises(Invalid) as refused:
        money.taken_back(2)
    assert codes(refused) == [("/number", "unknown_report")]


def test_a_party_takes_back_what_it_did_before_it_says_no() -> None:
    one = CalledForAction(NOW, FRA)
    with pytest.raises(Conflict) as refused:
        one.reported(FRA)
    assert refused.value.code == "not_answered"
    one.answered(FRA, answer="not_now")
    with pytest.raises(Conflict) as refused:
        one.reported(FRA)
    assert refused.value.code == "not_undertaken"
    one.answered(FRA)
    one.reported(FRA)
    with pytest.raises(Conflict) as refused:
        one.answered(FRA, answer="not_now")
    assert refused.value.code == "report_stands"
    one.taken_back()
    one.answered(FRA, answer="not_now")
    (mine,) = one.state.parties
    assert [it.withdrawn_at for it in mine.reports] == [NOW]


def test_who_was_not_asked_joins_an_open_call_alone() -> None:
    with pytest.raises(NotPermitted):
        CalledForAction(NOW, FRA).answered(ECRE)
    one = CalledForAction(NOW, open_to_all=True)
    thing = of_call_for_action(one.state)
    for actor in (FRANCE, NGO):
        assert decide(actor, a.ANSWER_CALL_FOR_ACTION, thing).allowed
        assert not decide(actor, a.REPORT_ON_CALL_FOR_ACTION, thing).allowed, "before it joined"
    assert not decide(PUBLIC, a.READ_CALL_FOR_ACTION, thing).allowed
    assert decide(OFFICE, a.READ_CALL_FOR_ACTION, thing).allowed
    one.answered(ECRE)
    assert one.state.parties[0].came == "joined"
    assert decide(NGO, a.REPORT_ON_CALL_FOR_ACTION, of_call_for_action(one.state)).allowed


def test_a_revision_asks_further_parties_and_leaves_every_word_as_it_stands() -> None:
    one = CalledForAction(NOW, FRA)
    one.answered(FRA)
    before = one.state.parties[0]
    one.now += timedelta(days=1)
    event = one.revised(EUAA, due_on=date(2027, 6, 1))
    assert one.state.parties[0] == before
    assert told.newly_asked_to_act(event, Here("wca")) == (EUAA,)
    assert told.others_in_call(event, Here("wca")) == (FRA,)
    with pytest.raises(Conflict):
        one.revised()
    with pytest.raises(Invalid) as refused:
        one.revised(FRA, kind="advocacy")
    assert codes(refused) == [("/asked/0", "twice"), ("/kind", "kind_answered")]
    one.withdrawn()
    with pytest.raises(Conflict):
        one.revised(ECRE)


def test_nobody_reads_the_word_of_another_party_that_did_not_say_so() -> None:
    one = CalledForAction(NOW, FRA, EUAA, TCD)
    one.answered(FRA)
    one.reported(FRA)
    one.answered(EUAA, shown=True)
    one.reported(EUAA)
    one.reported(EUAA, text="A third gave.")
    one.taken_back(2, EUAA)
    for actor in (OFFICER, ELSEWHERE, GENEVA):
        assert (len(read(one, actor)["parties"]), read(one, actor)["counts"]["asked"]) == (3, 3)
    assert [it["party"] for it in read(one, FRANCE)["parties"]] == [FRA, EUAA]
    assert len(read(one, FRANCE)["parties"][1]["reports"]) == 1, "what is taken back is read by its party and officers"
    assert len(read(one, AGENCY)["parties"][0]["reports"]) == 2
    assert [it["party"] for it in read(one, OFFICE)["parties"]] == [EUAA, TCD]
    assert read(one, FRANCE)["counts"] is None
    assert read(one, NGO) is None
    assert read(one, PUBLIC) is None
    assert ROW.row(one.first, None)["parties"] == [], "a list names nobody who was only asked"  # type: ignore[arg-type]
    one.answered(EUAA)
    assert not one.state.parties[1].shown, "it let others read another word"


def test_no_officer_speaks_for_a_party_and_no_party_for_the_officers() -> None:
    one = CalledForAction(NOW, FRA, open_to_all=True)
    thing = of_call_for_action(one.state)
    for actor in (OFFICER, ELSEWHERE, GENEVA, OFFICE, PUBLIC):
        assert not any(decide(actor, action, thing).allowed for action in OWN_WORDS), actor
    for actor in (FRANCE, NGO, OFFICE, ELSEWHERE, PUBLIC):
        assert not any(decide(actor, action, thing).allowed for action in OFFICERS_ACTS), actor
    assert all(decide(OFFICER, action, thing).allowed for action in OFFICERS_ACTS)


def test_each_counter_tells_its_own_parties_and_every_event_is_accounted_for() -> None:
    one = CalledForAction(NOW, FRA, EUAA, regions={FRA: "europe"})
    assert told.asked_to_act(one.first, Here("wca")) == (EUAA,)
    assert told.asked_to_act(one.first, Here("europe")) == (FRA,)
    assert told.serving_bureau(one.first, Here("europe")) == ("unhcr-bureau:europe",)
    assert told.serving_bureau(one.first, Here("esa")) == ()
    assert may_hold(one.first, "wca", "europe")
    one.answered(FRA)
    closing = one.closed()
    assert told.in_call_for_action(closing, Here("europe")) == (FRA,)
    assert {type(one) for one in (told.KIND.told, told.KIND.untold)} == {dict}
    own = {event for event in events() if issubclass(event, CallForActionEvent)}
    assert set(told.KIND.told) | set(told.KIND.untold) == own
