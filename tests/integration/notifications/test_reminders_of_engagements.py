"""Steps of an engagement recall themselves by the clock, and stop when they are taken (WM 9, 11, 15.iii, 15.vii, 19)."""

from datetime import UTC, datetime

import pytest

from services.delivery.domain import ending, following, looking_back, planning, terms
from shared.contracts.delivery import EngagementRestated
from shared.contracts.shapes.engagement import EngagementState, EvaluationContent
from tests.integration.notifications.test_reminders import FRA, TCD, everybody
from tests.support.engagements import EVALUATION
from tests.support.mail_room import MailRoom, text_of
from tests.unit.delivery.test_stages import COUNTER
from tests.unit.delivery.worlds import LOOK_BACK, NOW, PLAN, WITHIN, in_stage, report, sign

pytestmark = pytest.mark.paragraph("15.vii")
Told = list[tuple[str, str, str]]


def here(state: EngagementState) -> EngagementState:
    """The same with both sides served here, and the next word due."""
    sides = tuple(one.model_copy(update={"region": None}) for one in state.sides)
    return following.word_due(state.model_copy(update={"sides": sides}), WITHIN)


async def hear(room: MailRoom, state: EngagementState, version: int) -> None:
    """What became of it, in an event of which nobody gets a mail."""
    event = EngagementRestated(aggregate_id=state.engagement_id, aggregate_version=version, engagement=state)
    await room.hear(event)
    await room.tick()
    room.take()


async def told(room: MailRoom, until: datetime) -> Told:
    """Lets the days go by; reminders as (day, to, what of it)."""
    found: Told = []
    while room.clock.now() < until:
        room.clock.advance(hours=8)
        await room.tick()
        for mail in room.take():
            assert "Reminder" in mail["Subject"], mail["Subject"]
            what = text_of(mail).partition("awaited: " if "awaited: " in text_of(mail) else "expected of you: ")[2]
            found.append((f"{room.clock.now():%m-%d}", mail["To"].partition("@")[0], what.partition(" (")[0]))
    return sorted(found)


async def test_a_first_plan_that_does_not_come_is_recalled_and_goes_up(room: MailRoom) -> None:
    await everybody(room)
    state = here(in_stage("agreed"))
    await hear(room, state, 1)
    found = await told(room, datetime(2026, 4, 30, tzinfo=UTC))
    plan = "plan of the engagement"
    sides = [(day, to, plan) for day in ("03-29", "04-01", "04-08", "04-15", "04-22", "04-29")
             for to in ("fra-authority", "tcd-authority")]  # fmt: skip
    above = [
        (day, to, plan) for day, to in (("04-15", "wca-officer"), ("04-22", "wca-officer"), ("04-29", "geneva-officer"))
    ]
    assert found == sorted([*sides, *above, *above]), "the level above hears of each side once"
    await hear(room, planning.proposed(state, TCD, PLAN, room.clock.now()), 2)
    left = (await room.done("wca-officer", "GET", "/deadlines"))["deadlines"]
    assert [(one["owed"], one["party"]) for one in left] == [("plan_agreement", FRA)]


async def test_what_the_plan_says_is_due_is_recalled_to_who_reports_it_until_it_is_reported(room: MailRoom) -> None:
    await everybody(room)
    state = here(in_stage("in_progress"))
    await hear(room, state, 1)
    assert await told(room, datetime(2026, 4, 27, tzinfo=UTC)) == [], "nothing is due"
    delivery = "report on the delivery that the plan says is due"
    found = await told(room, datetime(2026, 5, 13, tzinfo=UTC))
    assert {(to, what) for _, to, what in found} == {("fra-authority", delivery)}, "who gives says what was delivered"
    assert len(found) == 3, "before, on the day, a week after"
    given = report("r", "4", "16").model_copy(update={"delivery_id": "d1"})
    state = here(following.delivered(state, given, room.clock.now()))
    state = here(following.delivery_answered(state, "r", TCD, True, None, room.clock.now()))
    await hear(room, state, 2)
    milestone = "report on the milestone that the plan says is due"
    found = await told(room, datetime(2026, 9, 2, tzinfo=UTC))
    word = "word on how the engagement stands"
    assert {(to, what) for _, to, what in found} == {
        *((to, what) for to in ("fra-authority", "tcd-authority") for what in (milestone, word)),
        ("wca-officer", word),
    }, "of a word that is long overdue the bureau hears"
    assert delivery not in {what for _, _, what in found}
    paused = here(ending.paused(state, TCD, "Rains", room.clock.now()))
    await hear(room, paused, 3)
    assert {what for _, _, what in await told(room, datetime(2026, 9, 20, tzinfo=UTC))} == set(), "it rests"


async def test_a_stale_word_is_recalled_and_on_its_day_by_its_own_event_alone(room: MailRoom) -> None:
    await everybody(room)
    state = here(in_stage("in_progress").model_copy(update={"plan": None}))
    await hear(room, state, 1)
    found = await told(room, datetime(2026, 6, 8, tzinfo=UTC))
    days = sorted({day for day, _, _ in found})
    assert {what for _, _, what in found} == {"word on how the engagement stands"}
    assert days == ["05-28", "06-07"], "the day itself, 31 May, is its event's"
    await hear(room, here(following.unchanged(state, FRA, room.clock.now())), 2)
    assert await told(room, datetime(2026, 7, 1, tzinfo=UTC)) == []


@pytest.mark.paragraph("9")
async def test_new_terms_are_recalled_to_who_has_not_signed_them(room: MailRoom) -> None:
    await everybody(room)
    state = terms.proposed(here(in_stage("in_progress")), FRA, COUNTER, "Fewer", NOW)
    state = here(sign(state, FRA))
    await hear(room, state, 1)
    found = await told(room, datetime(2026, 4, 2, tzinfo=UTC))
    assert found == [(day, "tcd-authority", "signature of new terms, or their refusal") for day in ("03-29", "04-01")]
    await hear(room, here(terms.set_aside(state, TCD, 2, "No", room.clock.now())), 2)
    assert await told(room, datetime(2026, 4, 20, tzinfo=UTC)) == []


@pytest.mark.paragraph("15.iii")
async def test_evaluation_is_recalled_and_again_after_six_months(room: MailRoom) -> None:
    await everybody(room)
    over = here(ending.ended(in_stage("in_progress"), TCD, "funding_lost", None, NOW, LOOK_BACK))
    over = over.model_copy(update={"report_due_at": None})
    content = EvaluationContent.model_validate(EVALUATION)
    over = looking_back.evaluated(over, FRA, content, NOW)
    await hear(room, over, 1)
    found = await told(room, datetime(2026, 4, 2, tzinfo=UTC))
    assert found == [(day, "tcd-authority", "evaluation of the engagement") for day in ("03-29", "04-01")]
    await hear(room, looking_back.evaluated(over, TCD, content, room.clock.now()), 2)
    assert await told(room, datetime(2026, 9, 20, tzinfo=UTC)) == []
    found = await told(room, datetime(2026, 10, 2, tzinfo=UTC))
    lasting = "word on whether the results of the engagement still stand"
    assert {(to, what) for _, to, what in found} == {("fra-authority", lasting), ("tcd-authority", lasting)}
