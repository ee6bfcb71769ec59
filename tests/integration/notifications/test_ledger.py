"""The ledger: each recipient, channel, attempt, state and next try, for those it concerns; dead letters; why, why not."""

from typing import Any

import pytest

from shared.contracts.vocabulary import LANGUAGES
from tests.integration.notifications.conftest import Open
from tests.support.happenings import Request
from tests.support.mail_room import MailRoom
from tests.support.notifications_desk import RETRACTED, NotificationsDesk
from tools.faults.receivers import Farm, answer

TCD, FRA, BUREAU, OFFICE = "iso3166:TCD", "iso3166:FRA", "unhcr-bureau:wca", "unhcr-office:TCD"


async def listed(room: MailRoom, actor: str, query: str = "") -> list[dict[str, Any]]:
    """A page of the ledger."""
    found: list[dict[str, Any]] = (await room.done(actor, "GET", f"/deliveries?{query}"))["deliveries"]
    return found


async def why(room: MailRoom, actor: str, event: str, recipient: str = "") -> list[dict[str, Any]]:
    """What is answered to why."""
    asked = f"&recipient={recipient}" if recipient else ""
    answers: list[dict[str, Any]] = (await room.done(actor, "GET", f"/why?event_id={event}{asked}"))["answers"]
    return answers


async def test_every_attempt_of_a_mail_is_in_the_ledger_and_dead_letters_are_replayed(opened: Open) -> None:
    async with opened(delivery_attempts=2) as room:
        await room.mailbox("wca-officer", BUREAU)
        await room.mailbox("tcd-authority", TCD)
        room.postbox.refuse = "451 later"
        await room.hear(Request("r1", room.clock.now()).submitted)
        await room.tick()
        (mine,) = await listed(room, "tcd-authority")
        assert (mine["party"], mine["state"], mine["attempts"], mine["last_error"]) == (TCD, "retrying", 1, "smtp_451")
        (first,) = mine["tries"]
        assert (first["number"], first["at"], first["code"]) == (1, "2026-03-02T09:00:00Z", "smtp_451")
        assert first["next_attempt_at"] == mine["next_attempt_at"] > mine["created_at"]
        room.clock.advance(minutes=1)
        await room.tick()
        dead = await listed(room, "wca-officer", "state=failed")
        assert {d["recipient"]: [t["code"] for t in d["tries"]] for d in dead} == {
            TCD: ["smtp_451", "smtp_451"], BUREAU: ["smtp_451", "smtp_451"], OFFICE: ["no_address"],
        }  # fmt: skip
        room.postbox.refuse = None
        refused = await room.call("tcd-authority", "POST", "/deliveries/replay", {"since": "2026-03-02T00:00:00Z"})
        assert refused.status_code == 403
        for body in ({}, {"since": "2026-03-02T00:00:00"}, {"delivery_ids": []}):
            assert (await room.call("wca-officer", "POST", "/deliveries/replay", body)).status_code == 422
        other = {"since": "2026-03-02T00:00:00Z", "last_error": "smtp_away"}
        assert (await room.done("wca-officer", "POST", "/deliveries/replay", other))["queued"] == 0
        again = {"since": "2026-03-02T00:00:00Z", "last_error": "smtp_451"}
        assert await room.done("wca-officer", "POST", "/deliveries/replay", again) == {"queued": 2, "more": False}
        await room.tick()
        assert len(room.mails()) == 2
        (mine,) = await listed(room, "tcd-authority")
        assert (mine["state"], [t["code"] for t in mine["tries"]]) == ("delivered", ["smtp_451", "smtp_451", "ok"])
        events = await room.rows("select body from outbox where key = :key order by id", key=mine["delivery_id"])
        assert len(events) == 5


async def test_pages_of_the_ledger_hold_each_delivery_once(room: MailRoom) -> None:
    await room.mailbox("wca-officer", BUREAU)
    for n in range(7):
        await room.hear(Request(f"r{n}", room.clock.now()).submitted)
    found: list[str] = []
    after = ""
    while after is not None:
        page = await room.done("wca-officer", "GET", f"/deliveries?recipient={BUREAU}&first=3&after={after}"
                               if after else f"/deliveries?recipient={BUREAU}&first=3")  # fmt: skip
        found += [d["item_id"] for d in page["deliveries"]]
        after = page["next"]
    assert (len(found), set(found)) == (7, {f"r{n}" for n in range(7)})
    for query in ("first=201", "state=gone", "channel=pigeon", "since=yesterday", "after=x"):
        assert (await room.call("wca-officer", "GET", f"/deliveries?{query}")).status_code == 422, query


async def test_nobody_sees_what_was_sent_to_others(room: MailRoom) -> None:
    for actor, party in (("tcd-authority", TCD), ("wca-officer", BUREAU), ("fra-authority", FRA)):
        await room.mailbox(actor, party)
    await room.hear(Request("r1", room.clock.now()).submitted)
    assert {d["party"] for d in await listed(room, "wca-officer")} == {TCD, BUREAU, OFFICE}
    assert await listed(room, "fra-authority", f"party={TCD}") == []
    assert {d["party"] for d in await listed(room, "tcd-authority", f"party={BUREAU}")} == {TCD}
    one = (await listed(room, "wca-officer", f"party={BUREAU}"))[0]
    assert (await room.call("tcd-authority", "GET", f"/deliveries/{one['delivery_id']}")).status_code == 404
    assert (await room.call("europe-officer", "GET", f"/deliveries/{one['delivery_id']}")).status_code == 404
    assert (await room.call("tcd-authority", "GET", f"/why?event_id=x&recipient={BUREAU}")).status_code == 403
    text = (await room.call("wca-officer", "GET", "/deliveries")).text
    assert "@example.org" not in text


@pytest.mark.paragraph("6")
async def test_why_and_why_not_is_answered_for_any_event_and_recipient(room: MailRoom) -> None:
    box = await room.mailbox("tcd-office", OFFICE)
    for actor, party in (("tcd-authority", TCD), ("wca-officer", BUREAU)):
        await room.mailbox(actor, party)
    second = await room.mailbox("wca-officer", BUREAU, email="second@example.org")
    wanted = {"without": ["acsg.intake.support-request-submitted"]}
    await room.done("tcd-office", "PUT", f"/mailboxes/{box['mailbox_id']}/preferences", wanted)
    weekly = {"must_act": "daily"}
    await room.done("wca-officer", "PUT", f"/mailboxes/{second['mailbox_id']}/preferences", weekly)
    await room.hear(Request("r1", room.clock.now()).submitted)
    await room.tick()
    event = "r1-support-request-submitted-1"
    (mine,) = await why(room, "tcd-authority", event)
    assert (mine["told"], mine["code"], mine["ground"], mine["paragraph"]) == (
        True, "immediately", "requesting_state", "8",
    )  # fmt: skip
    assert [(d["state"], [t["code"] for t in d["tries"]]) for d in mine["deliveries"]] == [("delivered", ["ok"])]
    # In the language that is asked for, else of what asks, else the caller's own.
    said = {}
    for language in LANGUAGES:
        answer = await room.call("tcd-authority", "GET", f"/why?event_id={event}&language={language}")
        (one,) = answer.json()["answers"]
        assert (one["language"], one["direction"]) == (language, "rtl" if language == "ar" else "ltr")
        said[language] = one["text"]
    assert len(set(said.values())) == len(LANGUAGES)
    assert said["es"].startswith("Se envió de inmediato. ")
    assert (mine["language"], mine["text"]) == ("fr", said["fr"])
    assert (await room.call("tcd-authority", "GET", f"/why?event_id={event}&language=de")).status_code == 422
    (declined,) = await why(room, "wca-officer", event, OFFICE)
    assert (declined["told"], declined["code"], declined["deliveries"]) == (False, "kind_not_wanted", [])
    both = await why(room, "wca-officer", event, BUREAU)
    assert {(one["mailbox_id"] == second["mailbox_id"], one["status"], one["code"]) for one in both} == {
        (False, "now", "immediately"), (True, "waiting", "daily"),
    }  # fmt: skip
    room.clock.advance(days=1)
    await room.tick()
    told = {one["mailbox_id"]: one["deliveries"] for one in await why(room, "wca-officer", event, BUREAU)}
    assert [d["event_type"] for d in told[second["mailbox_id"]]] == ["acsg.notifications.overview"]
    # An officer may know whether there is such an event; another party may not.
    for actor, recipient, asked, code in (
        ("wca-officer", FRA, event, "not_concerned"), ("wca-officer", FRA, "none", "unknown_event"),
        ("fra-authority", FRA, event, "not_concerned"), ("fra-authority", FRA, "none", "not_concerned"),
    ):  # fmt: skip
        (one,) = await why(room, actor, asked, recipient)
        assert (one["told"], one["code"]) == (False, code), (actor, asked)
    assert (await room.call("wca-officer", "GET", "/why")).status_code == 422


async def test_an_endpoint_learns_why_it_was_called_or_was_not(notifications: NotificationsDesk, farm: Farm) -> None:
    farm.planted["/bad"] = lambda _: answer(503)
    good, other, bad = [
        (await notifications.endpoint(farm.url(path), **more))["webhook_id"]
        for path, more in (
            ("/ok", {}), ("/ok/2", {"regions": ["europe"], "event_types": [RETRACTED]}), ("/bad", {}),
        )
    ]  # fmt: skip
    published = await notifications.publish()
    await notifications.send(notifications.queues())
    later = (await notifications.endpoint(farm.url("/ok/3")))["webhook_id"]
    event = published.envelope.id

    async def asked(who: str, webhook: str, about: str = event) -> dict[str, Any]:
        found = await notifications.call(who, "GET", f"/why?event_id={about}&recipient=webhook:{webhook}")
        (one,) = found["answers"]
        return dict(one)

    one = await asked("integrator-observer", good)
    assert (one["told"], one["code"], one["deliveries"][0]["state"]) == (True, "asked_for", "delivered")
    assert [(t["code"], t["status"]) for t in one["deliveries"][0]["tries"]] == [("ok", 204)]
    held = (await asked("integrator-observer", bad))["deliveries"][0]
    assert (held["state"], held["tries"][0]["code"], held["tries"][0]["status"]) == ("retrying", "http_503", 503)
    assert held["next_attempt_at"] == held["tries"][0]["next_attempt_at"] is not None
    assert (await asked("wca-officer", other))["code"] == "type_not_asked_for"
    assert (await asked("integrator-observer", later))["code"] == "registered_later"
    assert (await asked("integrator-observer", good, "none"))["code"] == "not_announced"
    stranger = await notifications.raw("integrator-other", "GET", f"/why?event_id={event}&recipient=webhook:{good}")
    assert stranger.status_code == 404
    mine = await notifications.call("integrator-other", "GET", "/deliveries")
    assert mine == {"deliveries": [], "next": None}
    theirs = await notifications.call("integrator-observer", "GET", f"/deliveries?recipient=webhook:{good}")
    assert [d["sequence"] for d in theirs["deliveries"]] == [1]
