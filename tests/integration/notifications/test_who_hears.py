"""From events to mailboxes: who hears, on which ground, when, in which language; and what is kept of why (WM 6, 8, 17)."""

from datetime import timedelta

import pytest

from tests.support.happenings import Request, offer
from tests.support.mail_room import MailRoom, link_in, text_of

TCD, FRA, BUREAU, OFFICE = "iso3166:TCD", "iso3166:FRA", "unhcr-bureau:wca", "unhcr-office:TCD"
SUBMITTED = "acsg.intake.support-request-submitted"


@pytest.mark.paragraph("8")
async def test_each_mailbox_of_a_party_is_written_to_in_its_own_language_and_zone(room: MailRoom) -> None:
    await room.mailbox("tcd-authority", TCD, language="fr", time_zone="Africa/Ndjamena", label="Registry")
    second = {"email": "minister@example.org", "language": "ar", "kind": "official", "time_zone": "Africa/Ndjamena"}
    await room.done("tcd-authority", "POST", f"/directory/{TCD}/mailboxes", second)
    await room.mailbox("wca-officer", BUREAU)
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.feedback(room.clock.now()))
    await room.tick()
    subjects = {(m["To"], m["Content-Language"], m["Subject"]) for m in room.mails()}
    title = "Digital registration of asylum applications"
    assert subjects == {
        ("tcd-authority@example.org", "fr", f"[ACSG-2026-TCD-001] Demande d’appui présentée : {title} (par. 8)"),
        ("tcd-authority@example.org", "fr", f"[ACSG-2026-TCD-001] Observations sur la demande d’appui : {title} (par. 8)"),
        ("minister@example.org", "ar", f"\u200f[\u2068ACSG-2026-TCD-001\u2069] تقديم طلب دعم: \u2068{title}\u2069 (الفقرة 8)"),
        ("minister@example.org", "ar", f"\u200f[\u2068ACSG-2026-TCD-001\u2069] ملاحظات على طلب الدعم: \u2068{title}\u2069 (الفقرة 8)"),
        ("wca-officer@example.org", "en", f"[ACSG-2026-TCD-001] Support request submitted: {title} (para. 8)"),
    }  # fmt: skip
    to_state = next(m for m in room.mails("tcd-authority") if "Observations" in m["Subject"])
    assert "mercredi 1 avril 2026 à 10:00 (heure normale d’Afrique de l’Ouest)" in text_of(to_state)
    assert {m["References"] for m in room.mails("tcd-authority")} == {to_state["References"]}


async def test_the_same_events_again_send_nothing_more(room: MailRoom) -> None:
    await room.mailbox("wca-officer", BUREAU)
    record = room.record(Request("r1", room.clock.now()).submitted)
    await room.receive(record)
    await room.receive(record)
    await room.tick()
    await room.tick()
    assert len(room.mails("wca-officer")) == 1
    # Not even when the inbox forgot: a mailbox has one notice of an event.
    await room.rows("select 1")
    async with room.database.engine.begin() as connection:
        await connection.exec_driver_sql("delete from inbox")
    await room.receive(record)
    await room.tick()
    assert len(room.mails("wca-officer")) == 1


async def test_why_somebody_was_told_or_was_not_is_kept_and_said(room: MailRoom) -> None:
    box = await room.mailbox("tcd-office", OFFICE)
    await room.mailbox("wca-officer", BUREAU)
    wanted = {"without": [SUBMITTED]}
    await room.done("tcd-office", "PUT", f"/mailboxes/{box['mailbox_id']}/preferences", wanted)
    await room.hear(Request("r1", room.clock.now()).submitted)
    await room.tick()
    asked = await room.done("wca-officer", "GET", "/notices?item_id=r1")
    found = {one["party"]: (one["status"], one["why"], one["reason"]["role"], one["reason"]["paragraph"])
             for one in asked["notices"]}  # fmt: skip
    assert found == {
        TCD: ("now", "no_mailbox", "requesting_state", "8"),
        OFFICE: ("declined", "kind_not_wanted", "country_office", "8"),
        BUREAU: ("now", "immediately", "bureau", "8"),
    }
    assert "Your office works on this item for the Secretariat." in text_of(room.mails("wca-officer")[0])
    own = await room.done("tcd-office", "GET", "/notices")
    assert {one["party"] for one in own["notices"]} == {OFFICE}
    assert (await room.call("tcd-office", "GET", f"/notices?party={TCD}")).status_code == 403
    assert (await room.call(None, "GET", "/notices")).status_code == 401


@pytest.mark.paragraph("18")
async def test_a_follower_hears_of_what_it_asked_for_as_far_as_it_may_see_it(room: MailRoom) -> None:
    box = (await room.mailbox("fra-authority", FRA))["mailbox_id"]
    saved = {"name": "Registration anywhere", "filter": {"areas": ["registration"], "kinds": ["request", "offer"]}}
    kept = await room.done("fra-authority", "POST", f"/directory/{FRA}/filters", saved)
    body = {"name": "Our theme", "saved_filter": kept["filter_id"]}
    await room.done("fra-authority", "POST", f"/mailboxes/{box}/subscriptions", body)
    one, now = Request("r1", room.clock.now()), room.clock.now()
    hidden, shown = offer("o1", now, offering_parties=["iso3166:DEU"], visibility="secretariat"), offer(
        "o2", now, offering_parties=["iso3166:DEU"])  # fmt: skip
    await room.hear(one.submitted, one.decided(now), one.consent(now, ("title", "lines")), hidden, shown)
    await room.tick()
    mails = room.take("fra-authority")
    assert sorted(m["Subject"] for m in mails) == [
        "Agreement to solicitation: Digital registration of asylum applications (para. 17)",
        "[OFFER-2026-FRA-o2] New offer on the roster: Experts in digital registration (para. 7)",
    ]
    assert all("You subscribed to “Our theme”." in text_of(m) for m in mails)
    assert "TCD" not in mails[0].as_string() + mails[1].as_string()
    await room.done("fra-authority", "PUT", f"/filters/{kept['filter_id']}", {"filter": {"areas": ["coi"]}})
    await room.hear(offer("o3", now, offering_parties=["iso3166:DEU"]))
    await room.tick()
    assert room.mails("fra-authority") == []
    refused = await room.call("fra-authority", "DELETE", f"/filters/{kept['filter_id']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "filter_in_use")


@pytest.mark.paragraph("17")
async def test_what_waits_is_not_told_once_agreement_is_taken_back_and_is_not_kept(room: MailRoom) -> None:
    box = (await room.mailbox("fra-authority", FRA))["mailbox_id"]
    await room.mailbox("euaa", "org:euaa", time_zone="UTC")
    daily = {"must_act": "daily", "should_know": "daily"}
    await room.done("fra-authority", "PUT", f"/mailboxes/{box}/preferences", daily)
    one, now = Request("r1", room.clock.now(), title="CANARY title"), room.clock.now()
    await room.hear(one.submitted, one.decided(now), one.consent(now, ("title",)), one.sought(now, FRA, "org:euaa"))
    room.postbox.refuse = "451 later"
    await room.tick()
    held = await room.rows("select content::text as said from delivery where party = 'org:euaa'")
    assert "CANARY" in held[0].said
    await room.hear(one.consent_back())
    room.postbox.refuse = None
    room.clock.advance(days=1)
    await room.tick()
    assert room.mails() == []
    left = await room.rows("select content::text as said from delivery where party in ('org:euaa', 'iso3166:FRA') "
                           "union all select content::text from notice where view = 'shown'")  # fmt: skip
    assert left
    assert not [row.said for row in left if "CANARY" in row.said]
    failed = await room.rows("select last_error from delivery where party = 'org:euaa'")
    assert [row.last_error for row in failed] == ["agreement_withdrawn"]
    why = await room.rows("select status, why from notice where party = 'iso3166:FRA'")
    assert [tuple(row) for row in why] == [("erased", "agreement_withdrawn")]


async def test_a_party_without_a_mailbox_stays_visible_and_is_told_once_it_has_one(room: MailRoom) -> None:
    await room.hear(Request("r1", room.clock.now()).submitted)
    await room.tick()
    lost = await room.done("wca-officer", "GET", f"/deliveries?item_id=r1&party={BUREAU}")
    assert [(one["state"], one["last_error"]) for one in lost["deliveries"]] == [("failed", "no_address")]
    await room.done("wca-officer", "PUT", f"/directory/{BUREAU}", {"email": "wca-officer@example.org"})
    one = lost["deliveries"][0]["delivery_id"]
    await room.done("wca-officer", "POST", f"/deliveries/{one}/retry", {})
    await room.tick()
    mail = room.mails("wca-officer")[0]
    assert "muted for 7 days" in text_of(mail)
    assert link_in(mail)


async def test_a_repeat_after_a_refusal_carries_the_same_identity(room: MailRoom) -> None:
    await room.mailbox("wca-officer", BUREAU)
    await room.hear(Request("r1", room.clock.now()).submitted)
    room.postbox.refuse = "451 later"
    await room.tick()
    row = (await room.rows("select delivery_id, state, attempts from delivery where party = :p", p=BUREAU))[0]
    assert (row.state, row.attempts) == ("retrying", 1)
    room.postbox.refuse = None
    room.clock.advance(minutes=1)
    await room.tick()
    assert [m["Message-ID"] for m in room.mails("wca-officer")] == [f"<{row.delivery_id}@wca.acsg>"]


async def test_an_event_that_comes_late_does_not_ask_for_what_was_done(room: MailRoom) -> None:
    await room.mailbox("tcd-authority", TCD)
    now = room.clock.now()
    one = Request("r1", now)
    feedback, revised = one.feedback(now), one.revised(now + timedelta(minutes=1))
    await room.hear(one.submitted, feedback, revised, only="deadlines")
    await room.hear(feedback, only="audiences")
    await room.tick()
    mail = room.mails("tcd-authority")[0]
    assert "The Secretariat has shared feedback on the support request." in text_of(mail)
    assert "Please" not in text_of(mail)
    assert mail["List-Unsubscribe"]
