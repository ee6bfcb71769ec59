"""The links in mails: one click without a login does one thing to one mailbox, and can be undone (RFC 8058)."""

import pytest

from services.notifications.domain.links import Link, token
from tests.support.happenings import Request, offer
from tests.support.mail_room import OUTSIDE, MailRoom, link_in

TCD, BUREAU = "iso3166:TCD", "unhcr-bureau:wca"
ONE_CLICK = {"content": b"List-Unsubscribe=One-Click", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}
LISTED = "acsg.roster.offer-listed"


async def test_one_click_stops_a_kind_of_message_for_one_mailbox(room: MailRoom) -> None:
    box = (await room.mailbox("wca-officer", BUREAU, language="fr"))["mailbox_id"]
    other = {"email": "second@example.org"}
    await room.done("wca-officer", "POST", f"/directory/{BUREAU}/mailboxes", other)
    await room.hear(offer("o1", room.clock.now()))
    await room.tick()
    mail = room.take("wca-officer")[0]
    assert len(room.take()) == 1
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = mail["List-Unsubscribe"].strip("<>").removeprefix(OUTSIDE)
    assert path == link_in(mail)
    # A scanner that opens the link changes nothing; it sees a question in the reader's language.
    asked = await room.http.get(path)
    assert asked.status_code == 200
    assert '<html lang="fr" dir="ltr">' in asked.text
    assert "Nouvelle offre au fichier" in asked.text
    assert "default-src 'none'" in asked.headers["Content-Security-Policy"]
    assert "set-cookie" not in asked.headers
    await room.hear(offer("o2", room.clock.now()))
    await room.tick()
    assert len(room.take("wca-officer")) == 1
    for _ in range(2):
        done = await room.http.post(path, **ONE_CLICK)
        assert done.status_code == 200
        assert "C’est fait." in done.text
    room.take()
    await room.hear(offer("o3", room.clock.now()), Request("r1", room.clock.now()).submitted)
    await room.tick()
    assert ["demande" in m["Subject"].lower() for m in room.mails("wca-officer")] == [True]
    assert len(room.mails("second")) == 2
    shown = await room.done("wca-officer", "GET", f"/mailboxes/{box}")
    assert (shown["preferences"]["without"], shown["preferences_of"]) == ([LISTED], "mailbox")
    await room.done("wca-officer", "DELETE", f"/mailboxes/{box}/preferences")
    await room.hear(offer("o4", room.clock.now()))
    await room.tick()
    assert len(room.mails("wca-officer")) == 2
    audited = await room.rows(
        "select action, actor, detail->>'act' as act from audit where action = 'mail.follow_link'"
    )
    assert [(row.actor, row.act) for row in audited] == [("/acsg/wca/notifications", "stop")] * 2


async def test_one_click_ends_a_subscription_and_no_other(room: MailRoom) -> None:
    box = (await room.mailbox("fra-authority", "iso3166:FRA"))["mailbox_id"]
    for name, rhythm in (("First", "immediately"), ("Second", "daily")):
        body = {"name": name, "filter": {"kinds": ["offer"]}, "rhythm": rhythm}
        await room.done("fra-authority", "POST", f"/mailboxes/{box}/subscriptions", body)
    await room.hear(offer("o1", room.clock.now(), offering_parties=["iso3166:DEU"]))
    await room.tick()
    path = link_in(room.take("fra-authority")[0])
    assert "First" in (await room.http.get(path)).text
    await room.http.post(path, **ONE_CLICK)
    left = await room.done("fra-authority", "GET", f"/mailboxes/{box}/subscriptions")
    assert [one["name"] for one in left["subscriptions"]] == ["Second"]
    assert (await room.http.get(path)).status_code == 200
    room.clock.advance(days=1)
    await room.hear(offer("o2", room.clock.now(), offering_parties=["iso3166:DEU"]))
    room.clock.advance(days=1)
    await room.tick()
    (mail,) = room.take("fra-authority")
    assert mail["Subject"].startswith("1 item: daily overview")
    await room.http.post(link_in(mail), **ONE_CLICK)
    shown = await room.done("fra-authority", "GET", f"/mailboxes/{box}")
    assert (shown["subscriptions"], shown["preferences"]["should_know"]) == ([], "never")


@pytest.mark.paragraph("6")
async def test_what_must_be_acted_on_is_muted_for_a_time_and_comes_back(room: MailRoom) -> None:
    box = (await room.mailbox("tcd-authority", TCD))["mailbox_id"]
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.feedback(room.clock.now()))
    await room.tick()
    mail = next(m for m in room.take("tcd-authority") if "Feedback" in m["Subject"])
    assert mail["List-Unsubscribe"] is None
    path = link_in(mail)
    assert "for 7 days?" in (await room.http.get(path)).text
    for _ in range(2):
        assert "muted until Monday, 9 March 2026, 09:00" in (await room.http.post(path)).text
    shown = await room.done("tcd-authority", "GET", f"/mailboxes/{box}/mutes")
    assert [(m["scope"], m["what"], m["must_act"]) for m in shown["mutes"]] == [("item", "r1", True)]
    await room.hear(one.decided(room.clock.now()))
    await room.tick()
    assert room.mails("tcd-authority") == []
    room.clock.advance(days=7, minutes=1)
    await room.tick()
    assert "agreement to solicitation" in room.mails("tcd-authority")[0].as_string()


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_link_that_is_not_ours_says_nothing_and_does_nothing(room: MailRoom, method: str) -> None:
    box = (await room.mailbox("wca-officer", BUREAU))["mailbox_id"]
    forged = token(Link("stop", box, LISTED), ("a-key-that-somebody-else-made-up-for-us",))
    foreign = token(Link("stop", "no-such-mailbox", LISTED), room.settings.keys)
    for link in (forged, foreign, "x", "a.b"):
        answer = await room.http.request(method, f"/mail/{link}", headers={"Accept-Language": "ar-EG"})
        assert answer.status_code == 404
        assert 'dir="rtl"' in answer.text
    assert (await room.done("wca-officer", "GET", f"/mailboxes/{box}"))["preferences_of"] == "default"
