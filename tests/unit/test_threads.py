"""Threads by their rules: who answers what, who reads from where, who is told, and what is owed of whom (WM 8)."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.dialogue.domain import thread as domain
from services.gateway.projections.owing import owing
from services.notifications.audiences.table import FOLLOWED
from services.notifications.audiences.view import reader, seen
from services.notifications.domain.owed import owed
from services.notifications.domain.parties import Here
from services.notifications.domain.reminder_times import levels
from services.notifications.kinds.lists import heard, item_of, spoken_in
from services.notifications.kinds.thread import asked_side, circle_but_author
from shared.contracts.dialogue import THREAD, ThreadEvent
from shared.contracts.reduction.holding import may_hold
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.thread_view import thread
from shared.modalities.errors import Conflict, Invalid, ModalityError, NotFound, NotPermitted
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import is_late
from tests.support.happenings import envelope
from tests.support.threads import CMR, TCD, WCA, Thread

pytestmark = pytest.mark.paragraph("8")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CANARY = "canary-of-the-circle"
LIMITS = Limits(lambda since, days, _: since + timedelta(days=days), 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
OFFICER = Actor("o", Role.BUREAU_OFFICER, WCA, "wca")
CHAD = Actor("s", Role.STATE_AUTHORITY, TCD)
CAMEROON = Actor("s", Role.STATE_AUTHORITY, CMR)
OFFICE = Actor("c", Role.COUNTRY_OFFICE, "unhcr-office:TCD")
OUTSIDE = [
    Actor("s", Role.STATE_AUTHORITY, "iso3166:FRA"),
    Actor("i", Role.INTEGRATOR, "org:observer"),
    Actor("n", Role.STAKEHOLDER, "org:ecre"),
    Actor("c", Role.COUNTRY_OFFICE, "unhcr-office:FRA"),
    Actor("b", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe"),
    Actor("g", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva"),
    Actor("w", Role.STATE_AUTHORITY, TCD, scopes=frozenset({"read"})),
]


def view(one: Thread, actor: Actor) -> Any:
    return thread(actor, resources.of_thread(one.state), one.state.model_dump(mode="json"))


def test_a_thread_is_there_for_its_circle_and_for_nobody_else() -> None:
    both, alone = Thread(NOW), Thread(NOW, "secretariat")
    for actor in (OFFICER, CHAD, OFFICE):
        assert view(both, actor)["circle"] == "requester"
    assert view(alone, OFFICER)["sides"] == []
    for actor in (CHAD, OFFICE, CAMEROON):
        assert view(alone, actor) is None
    for actor in OUTSIDE:
        assert (view(both, actor), view(alone, actor)) == (None, None), actor


def test_who_joins_reads_from_then_on_and_who_leaves_reads_no_more() -> None:
    one = Thread(NOW)
    one.asked(WCA, "requester")
    one.sent(TCD)
    one.followed(TCD, CMR)
    assert [side.reads_from for side in one.state.sides] == [1, 3]
    assert (len(view(one, CHAD)["questions"]), view(one, CAMEROON)["questions"]) == (1, [])
    assert (view(one, CHAD)["unread"], view(one, CAMEROON)["unread"], view(one, OFFICER)["unread"]) == (1, 0, 1)
    one.sent(WCA)
    assert (view(one, CHAD)["unread"], view(one, CAMEROON)["unread"]) == (2, 1)
    one.state = domain.read(one.state, TCD, 3, 0)
    assert (view(one, CHAD)["unread"], domain.read(one.state, TCD, 1, 1) == one.state) == (0, True)
    one.followed(CMR)
    assert view(one, CHAD) is None
    assert view(one, CAMEROON)["sides"] == [{"party": CMR, "role": "requester", "reads_from": 3}]


REFUSED: list[tuple[str, Any, type[ModalityError], str]] = [
    ("another side", lambda one: one.answered(WCA, "q1"), NotPermitted, "not_asked"),
    ("not its asker", lambda one: one.withdrawn(TCD, "q1"), NotPermitted, "not_its_asker"),
    ("no such question", lambda one: one.answered(TCD, "q9"), NotFound, "not_found"),
    ("answered", lambda one: (one.answered(TCD, "q1"), one.answered(TCD, "q1")), Conflict, "question_answered"),
    ("taken back", lambda one: (one.withdrawn(WCA, "q1"), one.answered(TCD, "q1")), Conflict, "question_withdrawn"),
    ("own side", lambda one: one.asked(TCD, "requester"), Invalid, "own_side"),
    ("no side", lambda one: one.asked(TCD, "offerer"), Invalid, "not_in_circle"),
    ("yesterday", lambda one: one.asked(WCA, "requester", date(2026, 3, 1)), Invalid, "in_the_past"),
    ("no message", lambda one: one.sent(TCD, reply_to=9), Invalid, "unknown_message"),
    ("read too far", lambda one: domain.read(one.state, TCD, 9, 0), Invalid, "unknown_message"),
    ("moved", lambda one: (one.followed(TCD, gone=True), one.sent(TCD)), Conflict, "thread_closed"),
]


@pytest.mark.parametrize(("what", "do", "kind", "code"), REFUSED, ids=[one[0] for one in REFUSED])
def test_what_is_refused_says_why(what: str, do: Any, kind: type[ModalityError], code: str) -> None:
    one = Thread(NOW)
    one.asked(WCA, "requester")
    with pytest.raises(kind) as refused:
        do(one)
    codes = (
        [fault.code for fault in refused.value.faults] if isinstance(refused.value, Invalid) else [refused.value.code]
    )
    assert codes == [code], what


def test_in_a_thread_of_the_secretariat_alone_it_asks_itself() -> None:
    one = Thread(NOW, "secretariat")
    event = one.asked(WCA, "secretariat")
    assert (asked_side(event, Here("wca")), circle_but_author(event, Here("wca"))) == ((WCA,), ())


def known(event: ThreadEvent) -> Any:
    found = item_of(event, envelope(event, NOW))
    assert found is not None
    return found


def test_the_circle_is_told_with_the_words_and_nobody_else_hears_them() -> None:
    one = Thread(NOW, "requester", TCD, CMR)
    event = one.sent(TCD, CANARY)
    assert circle_but_author(event, Here("wca")) == (CMR, WCA)
    item = known(event)
    assert CANARY not in item.model_dump_json() + event.thread.model_dump_json()
    kept = {"spoken": [words.model_dump() for words in spoken_in(event, "in_circle")]}
    for party in (CMR, WCA):
        assert [words.text for words in heard(kept, seen(item, reader(party), {}))] == [CANARY]
    for party in ("iso3166:FRA", "unhcr-bureau:europe", "org:ecre", "unhcr:secretariat"):
        assert seen(item, reader(party), {}) is None
    assert spoken_in(event, "subscription") == ()
    assert not {event.wire_type for event in ThreadEvent.__subclasses__() if "wire_type" in vars(event)} & set(FOLLOWED)


def test_no_thread_leaves_its_deployment() -> None:
    assert (THREAD.twin, THREAD.tier.value) == (None, "internal")
    assert not may_hold(Thread(NOW).sent(TCD), "wca", "europe")


class Row:
    region, kind, status, parties, changed_at = "wca", "thread", "open", (TCD, CMR), NOW

    def __init__(self, event: ThreadEvent) -> None:
        self.state = json.loads(event.thread.model_dump_json())


def test_who_is_asked_owes_its_first_answer_in_worklist_and_reminders_alike() -> None:
    one = Thread(NOW, "requester", TCD, CMR)
    steps = [
        (one.asked(WCA, "requester", date(2026, 3, 20)), {TCD: 20, CMR: 20}),
        (one.asked(WCA, "requester", date(2026, 3, 10)), {TCD: 10, CMR: 10}),
        (one.asked(TCD, "secretariat", date(2026, 3, 12)), {TCD: 10, CMR: 10, WCA: 12}),
        (one.answered(CMR, "q2"), {TCD: 20, CMR: 20, WCA: 12}),
        (one.withdrawn(WCA, "q1"), {WCA: 12}),
        (one.followed(TCD, gone=True), {}),
    ]
    for event, wanted in steps:
        item = known(event)
        reminded = owed({item.item_id: item}, LIMITS)
        lines = [(who, line.step) for line in owing(Row(event), None, LIMITS) for who in line.who]
        assert {who: step.due_at.day for who, step in lines if step.code == "question"} == wanted
        assert {(step.party, step.due_at.day, step.owed, step.paragraph.number) for step in reminded} == {
            (party, day, "question", "8") for party, day in wanted.items()
        }
        # Geneva reads no thread of a region, so it is never the level that is on one.
        assert all(party != "unhcr:secretariat" for step in reminded for _, party in levels(step, {}))


def test_what_is_unread_is_a_line_of_each_side_that_has_it_and_no_reminder() -> None:
    one = Thread(NOW, "requester", TCD, CMR)

    def lines(event: ThreadEvent) -> dict[str, datetime]:
        made = owing(Row(event), None, LIMITS)
        item = known(event)
        assert list(owed({item.item_id: item}, LIMITS)) == []
        assert all(not is_late(line.step.code, line.step.due_at, NOW + timedelta(days=900)) for line in made)
        return {who: line.step.due_at for line in made for who in line.who if line.step.code == "unread"}

    assert lines(one.opened) == {}
    assert lines(one.sent(WCA)) == {TCD: NOW, CMR: NOW}
    assert lines(one.read(TCD, 1)) == {CMR: NOW}
    assert lines(one.sent(TCD)) == {CMR: NOW, WCA: NOW}, "one's own words are read"
    assert lines(one.followed(TCD)) == {WCA: NOW}, "who left reads nothing"
    assert lines(one.followed(TCD, CMR)) == {WCA: NOW}, "who joins reads from then on"
    assert lines(one.followed(TCD, gone=True)) == {}, "a closed thread is read where its thing went"
    alone = Thread(NOW, "secretariat")
    assert lines(alone.sent(WCA)) == {}
