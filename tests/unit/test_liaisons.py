"""Contacts with parties: noted by officers with posts, corrected in the open, owed by the Secretariat, read by nobody else (WM 6)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notifications.kinds.liaison import KIND as NOTIFIED
from shared.contracts.catalogue import events
from shared.contracts.liaison_reminders import LiaisonReminderDue
from shared.contracts.liaisons import LiaisonEvent
from shared.contracts.shapes.liaison import MOST_CORRECTIONS, FollowUp
from shared.contracts.topic import Tier
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.liaisons import liaison, of_liaison
from shared.modalities.access.policy import decide
from shared.modalities.errors import Conflict, Invalid
from shared.modalities.steps.of_liaisons import of_liaison as owed_of
from shared.modalities.steps.of_liaisons import owing
from tests.support.liaisons import Liaison, owed_body
from tests.support.limits import LIMITS

pytestmark = pytest.mark.paragraph("6")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "en")
OTHERS = (
    Actor("esa", Role.BUREAU_OFFICER, "unhcr-bureau:esa", "esa", "en"),
    Actor("gva", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva", "en"),
    Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr"),
    Actor("office", Role.COUNTRY_OFFICE, "unhcr-office:TCD", None, "fr"),
    Actor("ngo", Role.STAKEHOLDER, "org:ecre", None, "en"),
    Actor("who", Role.PUBLIC, None, None, "en"),
)
ALL = (a.RECORD_LIAISON, a.CORRECT_LIAISON, a.FOLLOW_UP_LIAISON, a.READ_LIAISON)


def codes(refused: Any) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in refused.value.faults]


def test_it_is_noted_with_posts_and_every_fault_is_named_at_once() -> None:
    one = Liaison(NOW)
    assert (one.state.status, one.state.owed, one.state.content_version) == ("noted", None, 1)
    with pytest.raises(Invalid) as wrong:
        Liaison(
            NOW, owed_body("2026-02-01", text="Ask Mr Example"), held_on="2026-04-01", title="Mr Example calls",
            said="Write to ana@asylum.example", agreed="As Mrs Example says", posts=["Mr Example", "Head", "Head"],
        )  # fmt: skip
    assert codes(wrong) == [
        ("/held_on", "date_in_future"), ("/title", "names_a_person"), ("/said", "names_a_person"), ("/agreed", "names_a_person"),
        ("/posts/0", "names_a_person"), ("/posts/2", "twice"), ("/owed/due_on", "in_the_past"), ("/owed/text", "names_a_person"),
    ]  # fmt: skip


def test_a_correction_keeps_what_stood_there_and_says_why() -> None:
    one = Liaison(NOW)
    before = one.state.content
    one.now += timedelta(days=1)
    one.corrected(said="The objectives were numbered.", owed=owed_body())
    (kept,) = one.state.earlier
    assert (kept.content, kept.content_version, kept.reason, kept.since) == (before, 1, "It was another day", NOW)
    assert (one.state.status, one.state.content_version, one.state.since) == ("owed", 2, one.now)
    with pytest.raises(Conflict, match="says so"):
        one.corrected()
    with pytest.raises(Invalid) as named:
        one.corrected(reason="Mr Example said so", party="iso3166:NER")
    assert codes(named) == [("/reason", "names_a_person")]
    for n in range(MOST_CORRECTIONS - 1):
        one.corrected(said=f"Version {n}")
    assert len(one.state.earlier) == MOST_CORRECTIONS
    with pytest.raises(Conflict, match="10 times"):
        one.corrected(said="Once more")


def test_what_is_owed_may_be_put_off_and_what_is_settled_is_not_changed() -> None:
    one = Liaison(NOW, owed_body("2026-03-03"))
    one.now += timedelta(days=9)
    one.corrected(said="More was said")
    assert one.state.owed == FollowUp.model_validate(owed_body("2026-03-03")), "a day that is over stays, untouched"
    with pytest.raises(Invalid) as past:
        one.corrected(owed=owed_body("2026-03-04"))
    assert codes(past) == [("/owed/due_on", "in_the_past")]
    one.corrected(owed=None)
    assert one.state.status == "noted"
    with pytest.raises(Conflict, match="nothing is owed"):
        one.followed_up()
    one.corrected(owed=owed_body("2026-04-01"))
    with pytest.raises(Invalid):
        one.followed_up(words="Mr Example took it")
    one.followed_up("dropped", "Chad found it itself")
    assert (one.state.status, one.state.end and one.state.end.outcome) == ("dropped", "dropped")
    with pytest.raises(Conflict):
        one.followed_up()
    with pytest.raises(Invalid) as settled:
        one.corrected(owed=owed_body("2026-05-01"))
    assert codes(settled) == [("/owed", "owed_settled")]
    one.corrected(owed=None, said="It was said otherwise")
    assert (one.state.status, one.state.owed is not None) == ("dropped", True)


def test_it_is_owed_by_the_officers_until_it_is_settled() -> None:
    one = Liaison(NOW, owed_body("2026-03-10"))

    def steps() -> list[tuple[str, str]]:
        found = owed_of(owing("wca", one.state.model_dump(mode="json")), LIMITS)
        return [(step.code, step.party) for step in found]

    assert steps() == [("liaison_next", "unhcr-bureau:wca")]
    one.followed_up()
    assert steps() == []


def test_no_party_no_other_bureau_and_not_geneva_reads_one() -> None:
    one = Liaison(NOW)
    assert all(decide(OFFICER, action, of_liaison(one.state)).allowed for action in ALL)
    assert [
        actor.subject for actor in OTHERS for action in ALL if decide(actor, action, of_liaison(one.state)).allowed
    ] == []
    assert decide(OTHERS[1], a.READ_LIAISON, liaison("geneva")).allowed, "Geneva's officers read their own"


def test_nothing_of_it_leaves_its_deployment_and_nobody_is_told_but_its_officers() -> None:
    mine = [event for event in events() if issubclass(event, LiaisonEvent | LiaisonReminderDue)]
    assert len(mine) == 4
    assert {(event.topic.tier, event.topic.twin, event.topic.federated) for event in mine} == {
        (Tier.INTERNAL, None, False)
    }
    assert not NOTIFIED.told
    assert not NOTIFIED.told_abroad
    assert NOTIFIED.item.not_escalated == {"liaison_next"}
