"""The inbox of a party: what waits, what was read, what was done by its reader or by the mechanism itself (WM 6, 17)."""

from base64 import urlsafe_b64encode as b64
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.happenings import Request
from tests.support.mail_room import MailRoom

TCD, FRA, BUREAU, OFFICE = "iso3166:TCD", "iso3166:FRA", "unhcr-bureau:wca", "unhcr-office:TCD"
WEBHOOK = "acsg.notifications.webhook-state-changed"


async def inbox(room: MailRoom, actor: str, party: str, **query: Any) -> dict[str, Any]:
    """A page of an inbox."""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return await room.done(actor, "GET", f"/inboxes/{party}?{asked}")


def kinds(page: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    """Entries as (need, event, why done)."""
    return [(e["need"], e["event_type"].rpartition(".")[2], e["done_why"]) for e in page["entries"]]


@pytest.mark.paragraph("8")
async def test_a_step_stands_in_the_inbox_until_it_is_taken(room: MailRoom) -> None:
    await room.mailbox("wca-officer", BUREAU)
    one, now = Request("r1", room.clock.now()), room.clock.now()
    await room.hear(one.submitted)
    page = await inbox(room, "wca-officer", BUREAU)
    (entry,) = page["entries"]
    assert page["counts"] == {"must_act_open": 1, "must_act_unread": 1, "should_know_unread": 0}
    assert (entry["step"], entry["due_at"], entry["late"], entry["ground"], entry["paragraph"]) == (
        "feedback", "2026-03-16T09:00:00Z", False, "bureau", "8",
    )  # fmt: skip
    assert entry["headline"] == (
        "[ACSG-2026-TCD-001] Support request submitted: Digital registration of asylum applications (para. 8)"
    )
    assert (entry["item"]["kind"], entry["item"]["view"], entry["item"]["status"]) == ("request", "full", "submitted")
    await room.hear(one.feedback(now))
    assert kinds(await inbox(room, "wca-officer", BUREAU)) == [("must_act", "support-request-submitted", "step_taken")]
    # Asked again by a new version, it is a new entry; the old one stays done.
    room.clock.advance(days=1)
    await room.hear(one.revised(room.clock.now()))
    assert kinds(await inbox(room, "wca-officer", BUREAU)) == [
        ("must_act", "support-request-revised", None),
        ("must_act", "support-request-submitted", "step_taken"),
    ]
    assert kinds(await inbox(room, "wca-officer", BUREAU, state="open")) == [
        ("must_act", "support-request-revised", None)
    ]


async def test_a_notice_ahead_of_what_is_known_of_its_item_stays_open(room: MailRoom) -> None:
    await room.mailbox("wca-officer", BUREAU)
    one, now = Request("r1", room.clock.now()), room.clock.now()
    await room.hear(one.submitted, one.feedback(now))
    revised = one.revised(now)
    await room.hear(revised, only="audiences")
    # What is known of the request is still that feedback was given: by that alone the step would look taken.
    await room.hear(one.need(1, 1), only="deadlines")
    entries = kinds(await inbox(room, "wca-officer", BUREAU, item="r1"))
    assert ("must_act", "support-request-revised", None) in entries
    await room.hear(revised, only="deadlines")
    assert (await inbox(room, "wca-officer", BUREAU))["counts"]["must_act_open"] == 1


@pytest.mark.control
async def test_without_the_version_it_was_made_of_it_would_look_taken(room: MailRoom) -> None:
    await room.mailbox("wca-officer", BUREAU)
    one, now = Request("r1", room.clock.now()), room.clock.now()
    await room.hear(one.submitted, one.feedback(now))
    await room.hear(one.revised(now), only="audiences")
    async with room.database.engine.begin() as connection:
        await connection.exec_driver_sql("select set_config('acsg.service', 'test', true)")
        await connection.exec_driver_sql("update notice set item_version = null, item_epoch = null")
    await room.hear(one.need(1, 1), only="deadlines")
    assert (await inbox(room, "wca-officer", BUREAU))["counts"]["must_act_open"] == 0


async def test_reminders_of_one_step_do_not_heap_up(room: MailRoom) -> None:
    await room.mailbox("tcd-authority", TCD)
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.decided(room.clock.now()))
    for day in (29, 31):
        room.clock.moment = datetime(2026, 3, day, 9, tzinfo=UTC)
        await room.tick()
    room.clock.moment = datetime(2026, 4, 8, 12, tzinfo=UTC)
    await room.tick()
    open_ = await inbox(room, "tcd-authority", TCD, state="open", need="must_act")
    assert kinds(open_) == [("must_act", "reminder-due", None)]
    assert (open_["entries"][0]["late"], open_["counts"]["must_act_open"]) == (True, 1)
    whys = [why for _, _, why in kinds(await inbox(room, "tcd-authority", TCD, need="must_act"))]
    assert whys == [None, "told_again", "told_again"]


async def test_marks_are_the_partys_own_and_what_the_mechanism_did_stays(room: MailRoom) -> None:
    main = await room.mailbox("tcd-authority", TCD)
    second = await room.mailbox("tcd-authority", TCD, email="registry@example.org")
    one, now = Request("r1", room.clock.now()), room.clock.now()
    await room.hear(one.submitted, one.feedback(now))
    page = await inbox(room, "tcd-authority", TCD)
    # One entry for each event, although two mailboxes have it.
    assert [len(e["mailboxes"]) for e in page["entries"]] == [2, 2]
    assert page["counts"] == {"must_act_open": 1, "must_act_unread": 1, "should_know_unread": 1}
    ids = [e["event_id"] for e in sorted(page["entries"], key=lambda e: e["need"])]
    path = f"/inboxes/{TCD}/marks"
    done = await room.done("tcd-authority", "POST", path, {"mark": "done", "event_ids": ids[:1]})
    assert done == {"changed": 1, "counts": {"must_act_open": 0, "must_act_unread": 0, "should_know_unread": 1}}
    again = await room.done("tcd-authority", "POST", path, {"mark": "done", "event_ids": ids[:1]})
    assert again["changed"] == 0
    back = await room.done("tcd-authority", "POST", path, {"mark": "open", "event_ids": ids})
    assert (back["changed"], back["counts"]["must_act_open"]) == (1, 1)
    await room.done("tcd-authority", "POST", path, {"mark": "read", "up_to": now.isoformat()})
    counts = (await inbox(room, "tcd-authority", TCD))["counts"]
    assert counts == {"must_act_open": 1, "must_act_unread": 0, "should_know_unread": 0}
    body = {"mark": "unread", "event_ids": ids, "mailbox_id": second["mailbox_id"]}
    await room.done("tcd-authority", "POST", path, body)
    unread = await inbox(room, "tcd-authority", TCD, mailbox=second["mailbox_id"], state="unread")
    assert len(unread["entries"]) == 2
    assert (await inbox(room, "tcd-authority", TCD, mailbox=main["mailbox_id"], state="unread"))["entries"] == []
    # The step was taken: no mark opens it again.
    await room.hear(one.revised(now))
    reopened = await room.done("tcd-authority", "POST", path, {"mark": "open", "event_ids": ids})
    assert (reopened["changed"], reopened["counts"]["must_act_open"]) == (0, 0)
    for actor in ("wca-officer", "geneva-officer", "fra-authority", "integrator-observer"):
        assert (await room.call(actor, "GET", f"/inboxes/{TCD}")).status_code == 403
        assert (await room.call(actor, "POST", path, {"mark": "done", "event_ids": ids})).status_code == 403
    assert (await room.call(None, "GET", f"/inboxes/{TCD}")).status_code == 401


async def test_pages_hold_every_event_once(room: MailRoom) -> None:
    await room.mailbox("wca-officer", BUREAU)
    for n in range(7):
        await room.hear(Request(f"r{n}", room.clock.now()).submitted)
        room.clock.advance(seconds=n % 2)  # some at the same moment
    found: list[str] = []
    after = ""
    while True:
        page = await inbox(room, "wca-officer", BUREAU, first=3, **({"after": after} if after else {}))
        found += [e["item"]["item_id"] for e in page["entries"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert len(found) == 7
    assert set(found) == {f"r{n}" for n in range(7)}
    strange = [b64(text.encode()).decode() for text in ("0001-01-01T00:00:00+14:00|x", "2026-03-02T09:00:00Z|\0", "|")]
    for query in (
        *(f"after={one}" for one in strange),
        "first=0",
        "first=x",
        "after=%21",
        "need=all",
        "state=new",
        "language=xx",
    ):
        refused = await room.call("wca-officer", "GET", f"/inboxes/{BUREAU}?{query}")
        assert (refused.status_code, len(refused.json()["errors"])) == (422, 1), query
    for body in ({"mark": "read"}, {"mark": "read", "event_ids": ["x"], "up_to": "2026-03-02T09:00:00Z"},
                 {"mark": "gone", "event_ids": ["x"]}, {"mark": "read", "up_to": "2026-03-02T09:00:00"},
                 {"mark": "read", "up_to": "0001-01-01T00:00:00+14:00"}):  # fmt: skip
        assert (await room.call("wca-officer", "POST", f"/inboxes/{BUREAU}/marks", body)).status_code == 422


@pytest.mark.paragraph("17")
async def test_what_a_state_takes_back_is_in_no_inbox_any_more(room: MailRoom) -> None:
    box = await room.mailbox("fra-authority", FRA, language="fr")
    # Mail waits for the weekly overview; the inbox does not.
    await room.done("fra-authority", "PUT", f"/mailboxes/{box['mailbox_id']}/preferences", {"must_act": "daily"})
    one, now = Request("r1", room.clock.now()), room.clock.now()
    await room.hear(one.submitted, one.decided(now), one.consent(now, ("title",)), one.sought(now, FRA))
    (entry,) = (await inbox(room, "fra-authority", FRA))["entries"]
    assert (entry["item"]["view"], entry["item"]["title"]) == ("shown", "Digital registration of asylum applications")
    assert (entry["item"]["reference"], entry["item"]["region"], entry["item"]["parties"]) == (None, None, [])
    assert entry["headline"].endswith("(par. 17)")
    await room.hear(one.consent_back())
    assert (await inbox(room, "fra-authority", FRA)) | {"party": ""} == {
        "party": "", "mailbox_id": None, "entries": [], "next": None,
        "counts": {"must_act_open": 0, "must_act_unread": 0, "should_know_unread": 0},
    }  # fmt: skip


async def test_what_a_mailbox_declined_is_not_in_its_inbox(room: MailRoom) -> None:
    box = await room.mailbox("tcd-office", OFFICE)
    wanted = {"without": ["acsg.intake.support-request-submitted"]}
    await room.done("tcd-office", "PUT", f"/mailboxes/{box['mailbox_id']}/preferences", wanted)
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.feedback(room.clock.now()))
    assert kinds(await inbox(room, "tcd-office", OFFICE)) == [("should_know", "feedback-shared", None)]


async def test_a_party_without_a_mailbox_has_an_inbox(room: MailRoom) -> None:
    await room.hear(Request("r1", room.clock.now()).submitted)
    (entry,) = (await inbox(room, "tcd-authority", TCD, language="ar"))["entries"]
    assert entry["mailboxes"] == []
    assert "تقديم طلب دعم" in entry["headline"]
