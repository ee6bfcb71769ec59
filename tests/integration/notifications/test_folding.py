"""Many small changes become few mails, the last state right, and nothing is lost (WM 6)."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from services.notifications.reactions.release import Release
from services.notifications.settings import NotificationsSettings
from tests.integration.notifications.conftest import Open
from tests.support.happenings import Request
from tests.support.mail_room import MailRoom, text_of

TCD, BUREAU, OFFICE = "iso3166:TCD", "unhcr-bureau:wca", "unhcr-office:TCD"
WINDOW = 300
COUNT = "This message stands for {} changes since the last one."


async def moved_in(room: MailRoom) -> dict[str, str]:
    return {
        who: (await room.mailbox(who, party))["mailbox_id"]
        for who, party in (("tcd-authority", TCD), ("wca-officer", BUREAU), ("tcd-office", OFFICE))
    }


def renamed(one: Request, title: str) -> None:
    """The next version has another title."""
    content = one.state.content.model_copy(update={"title": title})
    one.state = one.state.model_copy(update={"content": content})


async def corrected(room: MailRoom, one: Request, times: int, *, seconds: int = 6) -> None:
    for n in range(times):
        room.clock.moment += timedelta(seconds=seconds)
        renamed(one, f"Version {n + 1}")
        await room.hear(one.revised(room.clock.now()))
        await room.tick()


async def after_the_window(room: MailRoom) -> None:
    room.clock.moment += timedelta(seconds=WINDOW + 1)
    await room.tick()


async def test_ten_corrections_within_a_minute_are_one_more_mail_that_says_the_last_state(opened: Open) -> None:
    async with opened(mail_fold_s=WINDOW) as room:
        await moved_in(room)
        one = Request("r1", room.clock.now())
        await room.hear(one.submitted)
        await room.tick()
        assert {who: len(room.take(who)) for who in ("wca-officer", "tcd-office")} == {
            "wca-officer": 1,
            "tcd-office": 1,
        }
        await corrected(room, one, 10)
        assert {m["To"] for m in room.take()} == {"tcd-authority@example.org"}, "of its submission"
        await after_the_window(room)
        for who in ("wca-officer", "tcd-office"):
            (mail,) = room.take(who)
            assert "Version 10" in mail["Subject"]
            assert COUNT.format(10) in text_of(mail)
        await after_the_window(room)
        assert room.take("wca-officer") == []


async def test_every_change_stays_in_inbox_and_why_names_the_mail_that_told_it(opened: Open) -> None:
    async with opened(mail_fold_s=WINDOW) as room:
        boxes = await moved_in(room)
        one = Request("r1", room.clock.now())
        await room.hear(one.submitted)
        await room.tick()
        records = []
        for n in range(3):
            room.clock.moment += timedelta(seconds=6)
            records.append(room.record(one.revised(room.clock.now())))
            await room.receive(records[n])
        ids = [dict(one.headers)["ce_id"].decode() for one in records]
        waiting = await room.done("wca-officer", "GET", f"/why?event_id={ids[0]}&recipient={OFFICE}&language=en")
        (told,) = waiting["answers"]
        assert (told["status"], told["code"], told["told"]) == ("waiting", "folded", True)
        assert "in one mail" in told["text"]
        await after_the_window(room)
        for event_id in ids:
            found = await room.done("wca-officer", "GET", f"/why?event_id={event_id}&recipient={OFFICE}")
            (told,) = found["answers"]
            assert (told["status"], told["code"]) == ("now", "folded")
            assert [row["event_id"] for row in told["deliveries"]] == [ids[-1]]
        inbox = await room.done("tcd-office", "GET", f"/inboxes/{OFFICE}")
        assert {entry["event_id"] for entry in inbox["entries"]} >= set(ids)
        ledger = await room.done("tcd-office", "GET", f"/deliveries?mailbox={boxes['tcd-office']}")
        assert ledger["deliveries"][0]["event_id"] == ids[-1]


@pytest.mark.paragraph("8")
async def test_a_step_that_was_not_asked_for_just_before_and_a_decision_go_at_once(opened: Open) -> None:
    async with opened(mail_fold_s=WINDOW) as room:
        await moved_in(room)
        one = Request("r1", room.clock.now())
        await room.hear(one.submitted)
        await room.tick()
        await corrected(room, one, 2)
        room.take()
        room.clock.moment += timedelta(seconds=6)
        await room.hear(one.feedback(room.clock.now()))
        await room.tick()
        # The State is asked to revise, at once; the office hears it, with what waited for it.
        assert "Feedback" in room.take("tcd-authority")[0]["Subject"]
        assert len(room.take("tcd-office")) == 1
        room.clock.moment += timedelta(seconds=6)
        await room.hear(one.revised(room.clock.now()))
        await room.tick()
        # Feedback is owed anew: the bureau is asked at once, although it heard of the request a moment ago.
        (asked,) = room.take("wca-officer")
        assert "revised" in asked["Subject"]
        room.clock.moment += timedelta(seconds=6)
        await room.hear(one.decided(room.clock.now()))
        await room.tick()
        assert any("in line" in mail["Subject"] for mail in room.take("tcd-authority"))
        await after_the_window(room)
        assert all("revised" not in mail["Subject"] for mail in room.take("wca-officer"))


async def test_changes_far_apart_go_one_by_one(opened: Open) -> None:
    async with opened(mail_fold_s=WINDOW) as room:
        await moved_in(room)
        one = Request("r1", room.clock.now())
        await room.hear(one.submitted)
        await room.tick()
        await corrected(room, one, 3, seconds=WINDOW + 60)
        assert len(room.mails("tcd-office")) == len(room.mails("wca-officer")) == 4


async def test_a_stream_of_changes_is_a_mail_in_each_window(opened: Open) -> None:
    async with opened(mail_fold_s=WINDOW) as room:
        await moved_in(room)
        one = Request("r1", room.clock.now())
        await room.hear(one.submitted)
        await room.tick()
        await corrected(room, one, 60, seconds=20)
        await after_the_window(room)
        assert 4 <= len(room.mails("tcd-office")) <= 6
        rows = await room.rows("select created_at from delivery where party = :party order by created_at", party=OFFICE)
        assert all(
            later.created_at - earlier.created_at >= timedelta(seconds=WINDOW) for earlier, later in pairwise(rows)
        )


async def test_what_is_taken_back_meanwhile_is_not_told(opened: Open) -> None:
    async with opened(mail_fold_s=WINDOW) as room:
        await moved_in(room)
        one = Request("r1", room.clock.now())
        await room.hear(one.submitted)
        await room.tick()
        await corrected(room, one, 2)
        await room.hear(one.withdrawn())
        await room.tick()
        room.take()
        await after_the_window(room)
        assert room.take() == [], "what waited was told by the mail of the withdrawal, or asks for nothing any more"


async def test_one_poll_with_all_of_them_is_folded_as_well(opened: Open) -> None:
    async with opened(mail_fold_s=WINDOW) as room:
        await moved_in(room)
        one = Request("r1", room.clock.now())
        records = [room.record(one.submitted), *(room.record(one.revised(room.clock.now())) for _ in range(10))]
        for name in ("deadlines", "audiences"):
            await room.consumers[name].handle(records)
        await room.tick()
        await after_the_window(room)
        assert len(room.mails("tcd-office")) == 2
        assert len(room.mails("wca-officer")) <= 2
        assert COUNT.format(10) in text_of(room.mails("tcd-office")[-1])


async def test_two_that_release_at_once_send_one_mail_and_a_kill_between_loses_nothing(opened: Open) -> None:
    async with opened(mail_fold_s=WINDOW) as room:
        await moved_in(room)
        one = Request("r1", room.clock.now())
        await room.hear(one.submitted)
        await room.tick()
        await corrected(room, one, 3)
        room.take()
        room.clock.moment += timedelta(seconds=WINDOW + 1)
        # A worker that dies before its commit has told nobody: what waits stands in the database.
        release = Release(room.database, room.settings)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("shared.runtime.db.unit_of_work.UnitOfWork.record", _dies)
            with pytest.raises(KeyboardInterrupt):
                await release.look()
        assert (await room.rows("select count(*) from notice where status = 'waiting'"))[0][0] > 0
        await asyncio.gather(*(Release(room.database, room.settings).look() for _ in range(3)))
        await room.tick()
        assert len(room.mails("tcd-office")) == len(room.mails("wca-officer")) == 1


def _dies(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.control
async def test_control_without_a_window_each_change_is_a_mail(room: MailRoom) -> None:
    await moved_in(room)
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted)
    await room.tick()
    await corrected(room, one, 10)
    assert len(room.mails("tcd-office")) == len(room.mails("wca-officer")) == 11
    assert NotificationsSettings(database_url="postgresql://x/y").mail_fold_s == WINDOW
