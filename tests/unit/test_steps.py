"""Every rule of who owes what by when, as a table: the state of a thing -> its steps (WM 3-6, 8, 11, 15.v, 16-18)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest

from services.gateway.read_model.step_words import WHAT
from services.notifications.wording.catalogue import places
from shared.contracts.action_reminders import ActionReminderDue
from shared.contracts.assessment_reminders import AssessmentReminderDue
from shared.contracts.call_for_action_reminders import CallForActionReminderDue
from shared.contracts.commitment_reminders import CommitmentReminderDue, NationalPlanReminderDue
from shared.contracts.initiative_reminders import InitiativeReminderDue
from shared.contracts.liaison_reminders import LiaisonReminderDue
from shared.contracts.notifications import (
    CrisisReminderDue,
    DraftReminderDue,
    EditionReminderDue,
    EngagementReminderDue,
    MeetingReminderDue,
    NamingReminderDue,
    OfferReminderDue,
    PackageReminderDue,
    PracticeReminderDue,
    ProjectReminderDue,
    ReminderDue,
    ReviewReminderDue,
    ThreadReminderDue,
    WarningReminderDue,
)
from shared.contracts.owed import STEPS, OwedOfEngagement
from shared.contracts.peer_reminders import LinkReminderDue
from shared.contracts.reminder_kinds import kind_of_reminder
from shared.contracts.roster_reminders import ExpertReminderDue, OrganisationReminderDue
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.steps import of_crises, rules
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_matches import KeptCounter, of_match
from shared.modalities.steps.step import NEVER_LATE, Step, is_late
from shared.modalities.steps.things import Call, Crisis, Delivery, Engaged, Engagement, Need, NewTerms, Reported, Review
from shared.wording.steps import step_words, texts

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TCD, CMR, FRA, WCA = "iso3166:TCD", "iso3166:CMR", "iso3166:FRA", "unhcr-bureau:wca"
LIMITS = Limits(
    lambda since, days, _: since + timedelta(days=days),
    revision=1,
    consent=2,
    seek=3,
    confirm=4,
    moderators=5,
    engage=6,
    ahead=7,
    unconfirmed=8,
    practice=9,
    crisis=10,
)


def day(n: int) -> datetime:
    return NOW + timedelta(days=n)


_DAY = [day(n) for n in range(40)]


@dataclass
class Named:
    party: str
    role: str
    due_at: datetime = _DAY[14]


@dataclass
class Request:
    status: str = "submitted"
    region: str = "wca"
    states: tuple[str, ...] = (TCD, CMR)
    named: tuple[Named, ...] = ()
    consents: tuple[str, ...] = ()
    consent_withdrawn_by: tuple[str, ...] = ()
    shown: object | None = None
    feedback_due_at: datetime = _DAY[20]
    decided_at: datetime | None = None
    consented_at: datetime | None = None


@dataclass
class Side:
    party: str
    answer: str = "pending"
    region: str | None = None


@dataclass
class Match:
    status: str = "reserved"
    sides: tuple[Side, ...] = (Side(TCD), Side(FRA, "pending", "europe"))
    region: str = "wca"
    answer_due_at: datetime = _DAY[21]
    counters: tuple[KeptCounter, ...] = ()


@dataclass
class Meeting:
    status: str = "convened"
    region: str = "wca"
    starts_at: datetime = _DAY[30]
    ends_at: datetime = _DAY[31]
    answer_until: datetime = _DAY[20]
    invited: tuple[Side, ...] = (Side(TCD), Side(FRA, "registered", "europe"), Side(CMR, "declined"))
    moderators: tuple[str, ...] = ()

    def coming(self) -> frozenset[str]:
        return frozenset({one.party for one in self.invited if one.answer == "registered"} | set(self.moderators))

    def teller(self, party: str) -> str:
        return next((one.region for one in self.invited if one.party == party and one.region), self.region)


def told(steps: Iterable[Step]) -> list[tuple[str, str, str, int]]:
    return [(one.words, one.party, one.paragraph.number, (one.due_at - NOW).days) for one in steps]


DECIDED: dict[str, Any] = {"status": "in_line", "decided_at": day(1)}
AGREED: dict[str, Any] = DECIDED | {"shown": {}, "consents": (TCD, CMR), "consented_at": day(2)}
REQUESTS: list[tuple[dict[str, Any], Need | None, list[tuple[str, str, str, int]]]] = [
    ({}, None, [("feedback", WCA, "8", 20)]),
    ({"region": "geneva"}, None, [("feedback", "unhcr:secretariat", "8", 20)]),
    ({"status": "revised"}, None, [("feedback", WCA, "8", 20)]),
    ({"status": "revised", "feedback_due_at": day(3)}, None, [("feedback", WCA, "8", 4)]),
    ({"status": "feedback_shared"}, None, [("revision", TCD, "8", 1)]),
    ({"status": "feedback_shared", "states": ()}, None, []),
    ({"status": "not_in_line", "decided_at": day(5)}, None, [("revision_or_withdrawal", TCD, "8", 6)]),
    ({"status": "not_in_line"}, None, [("revision_or_withdrawal", TCD, "8", 1)]),
    (DECIDED, None, [("consent", TCD, "17", 3), ("consent", CMR, "17", 3)]),
    ({"status": "in_line"}, None, [("consent", TCD, "17", 2), ("consent", CMR, "17", 2)]),
    (DECIDED | {"consents": (TCD,)}, None, [("consent", CMR, "17", 3)]),
    (DECIDED | {"consents": (TCD,), "consent_withdrawn_by": (CMR,)}, None, [("consult", WCA, "17", 4)]),
    (DECIDED | {"consents": (TCD, CMR)}, None, [("consult_apart", WCA, "17", 4)]),
    (AGREED, None, [("seek", WCA, "16", 5)]),
    (AGREED | {"decided_at": day(4)}, None, [("seek", WCA, "16", 7)]),
    (AGREED | {"decided_at": None, "consented_at": None}, None, [("seek", WCA, "16", 3)]),
    (AGREED, Need(True, day(9)), [("seek", WCA, "16", 12)]),
    (AGREED, Need(True, day(0)), [("seek", WCA, "16", 5)]),
    (AGREED, Need(False, day(9)), []),
    (DECIDED, Need(False, day(9)), [("consent", TCD, "17", 3), ("consent", CMR, "17", 3)]),
    ({"status": "withdrawn"}, None, []),
    ({"status": "handed_over"}, None, []),
]  # fmt: skip


@pytest.mark.paragraph("8")
@pytest.mark.paragraph("16")
@pytest.mark.paragraph("17")
@pytest.mark.parametrize(("state", "need", "owed"), REQUESTS)
def test_of_a_request(state: dict[str, Any], need: Need | None, owed: list[tuple[str, str, str, int]]) -> None:
    assert told(rules.of_request(Request(**state), NOW, need, LIMITS)) == owed


@pytest.mark.paragraph("15.v")
@pytest.mark.parametrize("status", ["submitted", "in_line", "awaiting_parties", "live"])
def test_who_is_named_owes_its_own_word(status: str) -> None:
    named = (Named(CMR, "requester"), Named("org:euaa", "supporter", day(3)), Named(FRA, "offerer"))
    assert told(rules.of_named(Request(status, named=named))) == [
        ("naming", CMR, "15.v", 14), ("naming", "org:euaa", "3", 3), ("naming", FRA, "18", 14),
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["withdrawn", "handed_over"])
def test_of_what_has_ended_nobody_owes_a_word(status: str) -> None:
    assert told(rules.of_named(Request(status, named=(Named(CMR, "requester"),)))) == []


@dataclass
class Offer:
    status: str = "live"
    named: tuple[Named, ...] = ()
    region: str = "europe"
    parties: tuple[str, ...] = (FRA, TCD)
    confirmed_at: datetime | None = NOW
    available_until: date | None = None


@pytest.mark.paragraph("7")
def test_who_leads_an_offer_says_that_it_still_stands() -> None:
    (step,) = rules.of_offer(Offer(), LIMITS)
    assert told([step]) == [("offer_stands", FRA, "7", 12)]
    assert (step.begins_at, step.ends_at) == (day(8), None)
    over = datetime(2026, 3, 11, tzinfo=UTC)
    (step,) = rules.of_offer(Offer(available_until=date(2026, 3, 10)), LIMITS)
    assert step.ends_at == over, "the day it ends is the last one on which there is something to say"
    assert told(rules.of_offer(Offer(available_until=date(2026, 3, 9)), LIMITS)) == [], "it ends by itself before"


@pytest.mark.parametrize("status", ["withdrawn", "handed_over", "awaiting_parties"])
def test_an_offer_that_is_not_on_the_roster_is_not_asked_about(status: str) -> None:
    assert told(rules.of_offer(Offer(status), LIMITS)) == []
    assert told(rules.of_offer(Offer(confirmed_at=None), LIMITS)) == []
    waits = Offer(status, (Named(CMR, "offerer"),))
    assert len(list(rules.of_offer(waits, LIMITS))) == (status == "awaiting_parties")


@pytest.mark.paragraph("17")
def test_of_a_call() -> None:
    call = Call((TCD, FRA, CMR), frozenset({FRA}), day(8))
    assert told(rules.of_call(call)) == [("solicitation", TCD, "17", 8), ("solicitation", CMR, "17", 8)]
    assert told(rules.of_call(Call((), frozenset(), day(8)))) == []


@pytest.mark.paragraph("11")
def test_of_a_match() -> None:
    found = list(of_match(Match(), NOW, LIMITS))
    assert told(found) == [("answer", TCD, "11", 21), ("answer", FRA, "11", 21)]
    assert [one.region for one in found] == [None, "europe"]
    half = Match(sides=(Side(TCD, "accepted"), Side(FRA)))
    assert told(of_match(half, NOW, LIMITS)) == [("answer", FRA, "11", 21)]
    whole = Match(sides=(Side(TCD, "accepted"), Side(FRA, "accepted")))
    assert told(of_match(whole, NOW, LIMITS)) == [("confirmation", WCA, "11", 4)]
    for status in ("reserving", "confirmed", "refused", "declined", "timed_out", "withdrawn", "handed_over"):
        assert told(of_match(Match(status), NOW, LIMITS)) == []


@pytest.mark.paragraph("4")
@pytest.mark.paragraph("5")
def test_of_a_meeting() -> None:
    found = list(rules.of_meeting(Meeting(), LIMITS))
    assert told(found) == [("invitation", TCD, "4", 20), ("meeting", FRA, "4", 30), ("moderators", WCA, "5", 25),
                           ("record", WCA, "4", 35)]  # fmt: skip
    spans = [(one.begins_at and (one.begins_at - NOW).days, one.ends_at and (one.ends_at - NOW).days) for one in found]
    assert spans == [(None, 20), (None, 30), (None, 30), (31, None)]
    assert [one.region for one in found] == [None, "europe", None, None]
    moderated = Meeting(invited=(Side(FRA, "registered"),), moderators=("org:euaa",))
    assert told(rules.of_meeting(moderated, LIMITS)) == [("meeting", FRA, "4", 30), ("meeting", "org:euaa", "4", 30),
                                                         ("record", WCA, "4", 35)]  # fmt: skip
    for status in ("cancelled", "held"):
        assert told(rules.of_meeting(Meeting(status), LIMITS)) == []


@pytest.mark.paragraph("6")
def test_of_a_message_that_did_not_arrive() -> None:
    asks, tells = (rules.of_delivery(Delivery("wca", TCD, must_act), NOW) for must_act in (True, False))
    assert told([asks, tells]) == [("reach", WCA, "6", 0), ("unreachable", WCA, "6", 0)]
    assert asks.details == tells.details == {"recipient": TCD}


def test_late_is_after_the_day_and_never_what_only_tells() -> None:
    assert not is_late("feedback", NOW, NOW)
    assert is_late("feedback", NOW, NOW + timedelta(microseconds=1))
    assert not is_late("unreachable", NOW, day(400))
    assert {"unreachable", "unread"} == NEVER_LATE


def lacking(texts: Mapping[str, Mapping[str, str]]) -> set[tuple[str, str]]:
    """Words of steps that a language lacks, has beyond them, or has with other places to fill than English."""
    wanted = {
        *STEPS,
        "revision_or_withdrawal",
        "consult_apart",
        "answer_counter",
        "answer_who_asked_for_review",
        "reach",
        "apply_terms",
        "unreachable",
        "unread",
    }
    found = {(language, key) for language in LANGUAGES for key in set(texts[language]) ^ wanted}
    return found | {
        (language, key)
        for language in LANGUAGES
        for key in wanted & set(texts[language])
        if places(texts[language][key]) != places(texts["en"][key]) or not texts[language][key].strip()
    }


def test_every_step_has_words_in_every_language_and_an_english_sentence() -> None:
    assert lacking(texts()) == set()
    assert set(texts()) == set(LANGUAGES)
    assert set(WHAT) == set(texts()["en"])
    told = step_words("unreachable", "fr", {"recipient": "la France", "count": "3"})
    assert told == "messages d’information qui ne parviennent pas à la France : 3"


def test_a_planted_gap_is_found() -> None:
    planted = {language: dict(said) for language, said in texts().items()}
    del planted["ar"]["feedback"]
    planted["ru"]["reach"] = "без получателя"
    assert lacking(planted) == {("ar", "feedback"), ("ru", "reach")}


def test_what_was_made_with_other_limits_is_told_apart() -> None:
    assert str(LIMITS) == "1/2/3/4/5/6/7/8/9/10/365"


def engagement(stage: str, said: tuple[str, ...] = (), **more: Any) -> Engagement:
    """Chad and France, of terms or a plan of today."""
    sides = (Engaged(TCD, "requester"), Engaged(FRA, "offerer", "europe"))
    return Engagement("wca", stage, sides, NOW, frozenset(said), **more)


@pytest.mark.paragraph("19")
def test_of_an_engagement_before_it_begins() -> None:
    found = list(rules.of_engagement(engagement("under_discussion"), LIMITS))
    assert told(found) == [("signature", TCD, "19", 6), ("signature", FRA, "19", 6)]
    assert [one.region for one in found] == [None, "europe"]
    one_signed = engagement("under_discussion", (TCD,))
    assert told(rules.of_engagement(one_signed, LIMITS)) == [("signature", FRA, "19", 6)]
    assert told(rules.of_engagement(engagement("agreed"), LIMITS)) == [("plan", TCD, "11", 6), ("plan", FRA, "11", 6)]
    proposed = engagement("planning", (TCD,))
    assert told(rules.of_engagement(proposed, LIMITS)) == [("plan_agreement", FRA, "11", 6)]
    agreed = engagement("planning", (TCD, FRA), asked=("org:euaa",))
    assert told(rules.of_engagement(agreed, LIMITS)) == [
        ("start", TCD, "20", 6), ("start", FRA, "20", 6), ("champion", "org:euaa", "2", 6),
    ]  # fmt: skip


@pytest.mark.paragraph("15.vii")
def test_of_an_engagement_that_runs_the_other_side_answers_and_both_give_word() -> None:
    reports = (Reported("offerer", day(3)), Reported("offerer", day(1)))
    running = engagement("in_progress", (TCD, FRA), reports=reports, word_due_at=day(20))
    assert told(rules.of_engagement(running, LIMITS)) == [
        ("report_answer", TCD, "15.vii", 7), ("word", TCD, "15.vii", 20), ("word", FRA, "15.vii", 20),
    ]  # fmt: skip


@pytest.mark.paragraph("15.vii")
def test_what_a_plan_says_is_due_is_awaited_some_time_before() -> None:
    planned = {"delivery_due": date(2026, 3, 12), "milestone_due": date(2026, 3, 9)}
    found = list(rules.of_engagement(engagement("in_progress", (TCD, FRA), **planned), LIMITS))
    assert [(one.code, one.party, one.due_at.day, one.due_at.hour) for one in found] == [
        ("delivery_due", FRA, 12, 12), ("milestone_due", TCD, 9, 12), ("milestone_due", FRA, 9, 12),
    ]  # fmt: skip
    assert {one.due_at - one.begins_at for one in found if one.begins_at} == {timedelta(days=7)}
    for stage in ("paused", "planning", "fulfilled"):
        assert not {one.code for one in rules.of_engagement(engagement(stage, **planned), LIMITS)} & set(planned)


@pytest.mark.paragraph("9")
def test_new_terms_wait_for_who_has_not_signed_them_while_it_lives() -> None:
    new = NewTerms(day(2), frozenset({FRA}))
    for stage in ("agreed", "planning", "in_progress", "paused"):
        found = told(rules.of_engagement(engagement(stage, new_terms=new), LIMITS))
        assert ("new_terms", TCD, "9", 8) in found
        assert ("new_terms", FRA, "9", 8) not in found
    assert told(rules.of_engagement(engagement("withdrawn", new_terms=new, ended_at=day(3)), LIMITS)) == []


@pytest.mark.paragraph("21")
def test_of_a_review_the_secretariat_owes_the_next_step() -> None:
    def owed(status: str, until: date | None = None) -> list[tuple[str, str, str, int]]:
        return told(rules.of_review(Review("wca", status, day(1), until), LIMITS))

    assert owed("due") == [("open_review", WCA, "21", 5)]
    assert owed("asked") == [("answer_who_asked_for_review", WCA, "21", 5)]
    (answering,) = rules.of_review(Review("wca", "asked", day(1)), LIMITS)
    assert answering.code == "open_review"
    assert owed("opened") == [("consult_on_review", WCA, "21", 5)]
    assert owed("consulting", date(2026, 3, 9)) == [("conclude_review", WCA, "21", 11)]
    (step,) = rules.of_review(Review("wca", "consulting", day(1), date(2026, 3, 9)), LIMITS)
    assert step.begins_at == datetime(2026, 3, 10, tzinfo=UTC)
    assert owed("declined") == owed("concluded") == []


@pytest.mark.paragraph("12")
def test_of_a_crisis_each_silent_state_may_speak_and_officers_look_again_while_it_stands() -> None:
    def owed(status: str, since: int, *silent: str) -> list[tuple[str, str, str, int]]:
        return told(of_crises.of_crisis(Crisis("wca", status, day(1), day(since), silent), LIMITS))

    words = [("crisis_word", "iso3166:TCD", "12", 5), ("crisis_word", "iso3166:CMR", "12", 5)]
    assert owed("declared", 1, "iso3166:TCD", "iso3166:CMR") == [*words, ("crisis_review", WCA, "12", 15)]
    (step,) = of_crises.of_crisis(Crisis("wca", "declared", day(1), day(1)), LIMITS)
    assert step.begins_at == day(1) + timedelta(days=10)
    assert owed("declared", 3) != owed("declared", 1)
    assert owed("ended", 1, "iso3166:TCD") == []


def test_every_step_of_an_engagement_has_a_reminder_and_none_has_that_is_no_step() -> None:
    assert set(get_args(OwedOfEngagement)) == set(rules.OF_ENGAGEMENTS)
    assert {kind_of_reminder(one)[1] for one in rules.OF_ENGAGEMENTS} == {EngagementReminderDue}
    assert {kind_of_reminder(one)[1] for one in set(STEPS) - set(rules.OF_ENGAGEMENTS)} == {
        ReminderDue, MeetingReminderDue, NamingReminderDue, OfferReminderDue, DraftReminderDue, ThreadReminderDue, ReviewReminderDue,
        OrganisationReminderDue,
        CrisisReminderDue, WarningReminderDue, PackageReminderDue, EditionReminderDue, ExpertReminderDue, AssessmentReminderDue,
        PracticeReminderDue, ProjectReminderDue, LinkReminderDue, InitiativeReminderDue, CallForActionReminderDue, LiaisonReminderDue, CommitmentReminderDue, NationalPlanReminderDue, ActionReminderDue,
    }  # fmt: skip


@pytest.mark.paragraph("15.iii")
def test_of_an_engagement_that_ended_each_side_judges_and_later_looks_back() -> None:
    over = engagement(
        "fulfilled", (TCD,), ended_at=day(0), look_back_at=day(20), looked_back=frozenset({FRA}), asked=(FRA,)
    )
    found = list(rules.of_engagement(over, LIMITS))
    assert told(found) == [("evaluation", FRA, "15.vii", 6), ("results", TCD, "15.iii", 26)]
    assert [one.begins_at for one in found] == [None, day(20)]
    for stage in ("withdrawn", "closed_unfulfilled"):
        assert told(rules.of_engagement(engagement(stage, ended_at=day(0)), LIMITS)) == []
