"""Reminders of engagements follow from the one table of steps: the worklist of the gateway owes the same (WM 11, 15.iii, 15.vii, 19)."""

import json
import random
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from services.delivery.domain import following
from services.gateway.projections.owing import owing
from services.gateway.projections.rows import row_of
from services.notifications.actions.tell import Situation, notices
from services.notifications.domain.items import Known
from services.notifications.domain.owed import owed
from services.notifications.domain.parties import Here
from services.notifications.domain.reminder_times import Cadence, levels, recalls
from services.notifications.kinds.lists import ASKED_ON_THE_DAY, item_of, known_of
from shared.contracts import delivery
from shared.contracts.delivery import EngagementEvent
from shared.modalities.steps.rules import OF_ENGAGEMENTS
from tests.support.engaged import life
from tests.support.happenings import envelope
from tests.support.limits import LIMITS
from tests.unit.delivery.worlds import CHAD, FRANCE, NOW, in_stage, report

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
SEEDS = range(60)
pytestmark = pytest.mark.paragraph("15.vii")


def kept(event: EngagementEvent, at: datetime) -> Known:
    """The item as it is kept, after it was written to the database and read again."""
    item = item_of(event, envelope(event, at))
    assert item is not None
    return known_of(json.loads(item.model_dump_json()))


def lines(event: EngagementEvent, at: datetime) -> set[tuple[str, str, str, datetime]]:
    """What the worklist says of an event's engagement."""
    row = row_of(event, envelope(event, at), event.model_dump_json().encode())
    assert row is not None
    told = row | {"state": event.engagement.model_dump(mode="json"), "changed_at": at}
    found = owing(SimpleNamespace(**told), None, LIMITS)
    return {(one.step.code, who, one.step.paragraph.number, one.step.due_at) for one in found for who in one.who}


def test_worklist_and_reminders_owe_the_same_through_lives_at_random() -> None:
    met = set()
    for seed in SEEDS:
        for at, event in life(random.Random(seed), f"e{seed}", BEGIN):
            item = kept(event, at)
            steps = owed({item.item_id: item}, LIMITS)
            assert {(one.owed, one.party, one.paragraph.number, one.due_at) for one in steps} == lines(event, at)
            assert len({one.deadline_id for one in steps}) == len(steps), "one deadline of a step and a party"
            met |= {one.owed for one in steps}
    assert met == set(OF_ENGAGEMENTS) - {"counterpart"}, "of a notice alone"


def test_who_is_asked_by_the_mail_of_an_event_owes_the_step_that_it_asks_for() -> None:
    asked: dict[str, set[str]] = {}
    for seed in SEEDS:
        for at, event in life(random.Random(seed), f"e{seed}", BEGIN):
            item = kept(event, at)
            situation = Situation(Here("wca"), at, LIMITS, (), {item.item_id: item})
            for one in notices(event, envelope(event, at), situation):
                if one.decision.wish.must_act:
                    code = str(one.content["step"])
                    asked.setdefault(event.wire_type.rpartition(".")[2], set()).add(code)
                    assert (code, one.party) in {(step.owed, step.party) for step in owed({item.item_id: item}, LIMITS)}
    assert asked == {
        "engagement-opened": {"signature"}, "terms-proposed": {"signature", "new_terms"},
        "terms-signed": {"signature", "new_terms"}, "plan-proposed": {"plan_agreement"},
        "progress-reported": {"report_answer"}, "engagement-fulfilled": {"evaluation"},
        "engagement-ended": {"evaluation"}, "champion-changed": {"champion"},
    }  # fmt: skip


def test_a_late_step_goes_up_to_bureau_and_geneva_and_a_free_one_to_nobody() -> None:
    event = delivery.EngagementRestated(aggregate_id="e1", aggregate_version=1, engagement=in_stage("agreed"))
    item = kept(event, NOW)
    steps = owed({"e1": item}, LIMITS)
    assert [(one.owed, one.party, one.served_by) for one in steps] == [
        ("plan", CHAD, "wca"),
        ("plan", FRANCE, "europe"),
    ]
    assert [levels(one, {"e1": item}) for one in steps] == [
        (("bureau", f"unhcr-bureau:{region}"), ("geneva", "unhcr:secretariat")) for region in ("wca", "europe")
    ]


def test_of_a_stale_word_its_own_event_asks_on_the_day() -> None:
    assert {"word"} == ASKED_ON_THE_DAY
    cadence = Cadence().model_copy(update={"on_the_day": False})
    steps = [one.step for one in recalls(NOW, cadence, voluntary=False, zone="UTC", at=NOW.time())]
    assert steps[:2] == ["before-3", "late-7"]


def test_what_was_kept_before_there_were_such_reminders_owes_nothing_until_it_is_heard_of_again() -> None:
    event = delivery.EngagementRestated(aggregate_id="e1", aggregate_version=1, engagement=in_stage("agreed"))
    item = kept(event, NOW)
    old = item.model_dump(mode="json")
    del old["body"]["owing"]
    assert owed({"e1": known_of(old)}, LIMITS) == ()


@pytest.mark.control
def test_control_a_report_that_is_answered_owes_nothing_and_one_that_is_not_does() -> None:
    state = following.delivered(in_stage("in_progress"), report("r", "1", "4"), NOW)
    answered = following.delivery_answered(state, "r", CHAD, True, None, NOW)
    for one, owes in ((state, True), (answered, False)):
        event = delivery.EngagementRestated(aggregate_id="e1", aggregate_version=1, engagement=one)
        assert ("report_answer" in {step.owed for step in owed({"e1": kept(event, NOW)}, LIMITS)}) == owes
