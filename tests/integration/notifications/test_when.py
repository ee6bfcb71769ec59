"""Quiet hours, overviews, mutes: nothing goes out early, nothing is told twice, nothing goes silent for good (WM 6)."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.happenings import Request, offer
from tests.support.mail_room import MailRoom, text_of

TCD, FRA, BUREAU = "iso3166:TCD", "iso3166:FRA", "unhcr-bureau:wca"


async def prefer(room: MailRoom, actor: str, party: str, **document: object) -> str:
    """A mailbox with preferences."""
    box = str((await room.mailbox(actor, party, time_zone="Africa/Ndjamena"))["mailbox_id"])
    await room.done(actor, "PUT", f"/mailboxes/{box}/preferences", document)
    return box


async def test_mail_waits_for_the_morning_but_not_what_is_urgent_and_asks_for_a_step(room: MailRoom) -> None:
    night = {"start": "20:00", "end": "07:00"}
    await prefer(room, "wca-officer", BUREAU, quiet_hours=night)
    room.clock.moment = datetime(2026, 3, 2, 19, 30, tzinfo=UTC)
    one = Request("r1", room.clock.now())
    urgent = Request("r2", room.clock.now(), urgent=True)
    await room.hear(one.submitted, urgent.submitted)
    await room.tick()
    assert [m["Importance"] for m in room.take("wca-officer")] == ["high"]
    held = (await room.done("wca-officer", "GET", f"/notices?item_id=r1&party={BUREAU}"))["notices"][0]
    assert (held["status"], held["why"], held["ready_at"]) == ("waiting", "quiet_hours", "2026-03-03T06:00:00Z")
    room.clock.moment = datetime(2026, 3, 3, 5, 59, tzinfo=UTC)
    await room.tick()
    assert room.mails() == []
    room.clock.moment = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
    await room.tick()
    assert [m["Subject"] for m in room.mails("wca-officer")] == [
        "[ACSG-2026-TCD-001] Support request submitted: Digital registration of asylum applications (para. 8)"
    ]


async def test_a_step_that_was_taken_over_night_is_not_asked_for_in_the_morning(room: MailRoom) -> None:
    await prefer(room, "wca-officer", BUREAU, quiet_hours={"start": "20:00", "end": "07:00"})
    room.clock.moment = datetime(2026, 3, 2, 22, tzinfo=UTC)
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.feedback(room.clock.now()))
    room.clock.moment = datetime(2026, 3, 3, 7, tzinfo=UTC)
    await room.tick()
    assert room.mails("wca-officer") == []
    found = (await room.done("wca-officer", "GET", f"/notices?item_id=r1&party={BUREAU}"))["notices"]
    assert [(one["status"], one["why"]) for one in found] == [("settled", "done_meanwhile")]


@pytest.mark.paragraph("6")
async def test_an_overview_lists_each_item_once_as_it_stands_then(room: MailRoom) -> None:
    await prefer(room, "tcd-authority", TCD, must_act="daily", should_know="daily", digest_at="08:00")
    now = room.clock.now()
    one, two = Request("r1", now), Request("r2", now, title="A second request")
    await room.hear(one.submitted, two.submitted)
    room.clock.advance(hours=2)
    await room.hear(one.feedback(room.clock.now()), two.feedback(room.clock.now()), one.revised(room.clock.now()))
    await room.tick()
    assert room.mails() == []
    room.clock.moment = datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
    await room.tick()
    (mail,) = room.take("tcd-authority")
    assert mail["Subject"] == "2 items: daily overview, Tuesday, 3 March 2026"
    text = text_of(mail)
    waiting, _, known = text.partition("For your information")
    assert "A second request" in waiting
    assert "revision of the support request" in waiting
    assert "due Wednesday, 1 April 2026, 12:00 (West Africa Standard Time)" in waiting
    assert "Digital registration of asylum applications\n  revised" in known
    assert text.count("Digital registration of asylum applications") == 1
    assert mail["List-Unsubscribe"] is None
    room.clock.advance(days=1)
    await room.tick()
    assert room.mails() == []


async def test_a_weekly_overview_comes_on_its_day_and_an_empty_one_does_not_come(room: MailRoom) -> None:
    await prefer(room, "wca-officer", BUREAU, should_know="weekly", digest_on=5)
    now = room.clock.now()
    await room.hear(offer("o1", now), offer("o2", now))
    for day, expected in ((3, 0), (4, 0), (5, 0), (6, 1), (13, 0)):
        room.clock.moment = datetime(2026, 3, day, 9, tzinfo=UTC)
        await room.tick()
        assert len(room.take("wca-officer")) == expected, day


async def test_a_mute_ends_by_itself_and_what_came_meanwhile_is_told_once(room: MailRoom) -> None:
    box = (await room.mailbox("tcd-authority", TCD))["mailbox_id"]
    until = room.clock.now() + timedelta(days=5)
    muted = {"scope": "item", "what": "ACSG-2026-TCD-001", "must_act": True, "until": until.isoformat()}
    await room.done("tcd-authority", "POST", f"/mailboxes/{box}/mutes", muted)
    shown = await room.done("wca-officer", "GET", f"/mailboxes/{box}")
    assert [(m["what"], m["must_act"], m["until"]) for m in shown["mutes"]] == [
        ("ACSG-2026-TCD-001", True, "2026-03-07T09:00:00Z")
    ]
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.feedback(room.clock.now()))
    await room.tick()
    assert room.mails("tcd-authority") == []
    room.clock.moment = until + timedelta(seconds=1)
    await room.tick()
    (mail,) = room.take("tcd-authority")
    assert mail["Subject"] == "1 item: overview after muting, Saturday, 7 March 2026"
    assert "revision of the support request" in text_of(mail)
    assert (await room.done("wca-officer", "GET", f"/mailboxes/{box}"))["mutes"] == []
    await room.hear(one.decided(room.clock.now()))
    await room.tick()
    assert len(room.mails("tcd-authority")) == 1


async def test_a_mute_that_is_ended_early_tells_at_once(room: MailRoom) -> None:
    box = (await room.mailbox("wca-officer", BUREAU))["mailbox_id"]
    until = (room.clock.now() + timedelta(days=30)).isoformat()
    made = await room.done("wca-officer", "POST", f"/mailboxes/{box}/mutes", {"scope": "everything", "until": until})
    await room.hear(offer("o1", room.clock.now()))
    await room.tick()
    assert room.mails() == []
    await room.done("wca-officer", "DELETE", f"/mailboxes/{box}/mutes/{made['mutes'][0]['mute_id']}")
    await room.tick()
    assert [m["Subject"][:7] for m in room.mails("wca-officer")] == ["1 item:"]


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"scope": "everything", "days": 400}, {"/until"}),
        ({"scope": "everything", "days": -1}, {"/until"}),
        ({"scope": "everything", "must_act": True, "days": 15}, {"/until"}),
        ({"scope": "item", "days": 1}, {"/what"}),
        ({"scope": "everything", "what": "r1", "days": 1}, {"/what"}),
        ({"scope": "event", "what": "acsg.tea", "days": 500}, {"/what", "/until"}),
        ({"scope": "sky", "days": 1}, {"/scope"}),
    ],
)
async def test_a_mute_without_an_end_in_reach_is_refused_whole(room: MailRoom, body: dict, pointers: set) -> None:
    box = (await room.mailbox("tcd-authority", TCD))["mailbox_id"]
    until = room.clock.now() + timedelta(days=body.pop("days"))
    answer = await room.call("tcd-authority", "POST", f"/mailboxes/{box}/mutes", body | {"until": until.isoformat()})
    assert answer.status_code == 422
    assert {fault["pointer"] for fault in answer.json()["errors"]} == pointers
    assert (await room.done("tcd-authority", "GET", f"/mailboxes/{box}/mutes"))["mutes"] == []
