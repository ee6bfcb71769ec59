"""Mailboxes and preferences over HTTP: every fault named, nothing half done, nobody sees or sets another's (WM 6)."""

import asyncio
from typing import Any

import asyncpg
import pytest

from deploy.local.provision import working
from shared.runtime.db.migrations import downgrade, upgrade
from tests.support.happenings import Request, offer
from tests.support.mail_room import MailRoom

TCD, FRA = "iso3166:TCD", "iso3166:FRA"


async def test_a_mailbox_is_shown_back_whole(room: MailRoom) -> None:
    made = await room.mailbox("tcd-authority", TCD, language="fr", label="Registre", time_zone="Africa/Ndjamena")
    assert (made["main"], made["preferences_of"], made["calendar"]) == (True, "default", "gregorian")
    party = {"should_know": "daily", "quiet_hours": {"start": "20:00", "end": "07:00", "days": [6, 7]}}
    await room.done("tcd-authority", "PUT", f"/directory/{TCD}/preferences", party)
    found = await room.done("tcd-authority", "GET", f"/directory/{TCD}/mailboxes")
    (one,) = found["mailboxes"]
    assert (one["preferences_of"], one["preferences"]["should_know"]) == ("party", "daily")
    assert one["preferences"]["quiet_hours"] == {"start": "20:00:00", "end": "07:00:00", "days": [6, 7]}
    own = await room.done("tcd-authority", "PUT", f"/mailboxes/{one['mailbox_id']}/preferences", {"must_act": "daily"})
    assert (own["preferences_of"], own["preferences"]["should_know"]) == ("mailbox", "immediately")
    again = await room.done("tcd-authority", "DELETE", f"/mailboxes/{one['mailbox_id']}/preferences")
    assert again["preferences_of"] == "party"
    address = await room.done("tcd-authority", "GET", f"/directory/{TCD}")
    assert (address["email"], address["mailbox_id"]) == ("tcd-authority@example.org", one["mailbox_id"])


@pytest.mark.parametrize(
    ("path", "body", "pointers"),
    [
        ("directory/iso3166:TCD/mailboxes", {"email": "no address", "language": "french", "time_zone": "Mars", "x": 1},
         {"/email", "/language", "/time_zone", "/x"}),
        ("directory/iso3166:TCD/mailboxes", {"email": "a@b.org", "calendar": "islamic"}, {"/calendar"}),
        ("directory/iso3166:TCD/mailboxes", {"email": "a@b.org\nBcc: c@d.org"}, {"/email"}),
        ("mailboxes/{box}/subscriptions", {"name": "x", "filter": {"areas": ["tea"]}, "rhythm": "hourly"}, {"/rhythm"}),
        ("mailboxes/{box}/subscriptions", {"name": "x", "filter": {"areas": ["tea"]}}, {"/filter/areas/0"}),
        ("mailboxes/{box}/subscriptions", {"name": "x"}, {"/filter"}),
        ("mailboxes/{box}/subscriptions", {"name": "x", "saved_filter": "none"}, {"/saved_filter"}),
        ("directory/iso3166:TCD/filters", {"name": "", "filter": {}}, {"/name"}),
        ("directory/iso3166:TCD/filters", {"name": "n", "filter": {}}, {"/filter"}),
    ],
)  # fmt: skip
async def test_a_faulty_body_names_every_fault(room: MailRoom, path: str, body: Any, pointers: set[str]) -> None:
    box = (await room.mailbox("tcd-authority", TCD))["mailbox_id"]
    answer = await room.call("tcd-authority", "POST", "/" + path.format(box=box), body)
    assert answer.status_code == 422
    assert {fault["pointer"] for fault in answer.json()["errors"]} == pointers


async def test_somebody_of_a_party_is_always_told_of_what_must_be_acted_on(room: MailRoom) -> None:
    box = (await room.mailbox("tcd-authority", TCD))["mailbox_id"]
    never = {"must_act": "never", "without": ["acsg.tea"]}
    path = f"/mailboxes/{box}/preferences"
    refused = await room.call("tcd-authority", "PUT", path, never)
    assert {fault["pointer"] for fault in refused.json()["errors"]} == {"/without/0"}
    refused = await room.call("tcd-authority", "PUT", path, {"must_act": "never"})
    assert refused.json()["errors"][0]["code"] == "nobody_acts"
    refused = await room.call("tcd-authority", "PUT", f"/directory/{TCD}/preferences", {"must_act": "never"})
    assert refused.json()["errors"][0]["code"] == "nobody_acts"
    other = {"email": "second@example.org"}
    second = (await room.done("tcd-authority", "POST", f"/directory/{TCD}/mailboxes", other))["mailbox_id"]
    await room.done("tcd-authority", "PUT", path, {"must_act": "never"})
    kept = await room.call("tcd-authority", "DELETE", f"/mailboxes/{second}")
    assert (kept.status_code, kept.json()["code"]) == (409, "nobody_acts")
    main = await room.call("tcd-authority", "DELETE", f"/mailboxes/{box}")
    assert main.json()["code"] == "main_mailbox"
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.feedback(room.clock.now()))
    await room.tick()
    assert len(room.mails("tcd-authority")) == 1
    assert len(room.mails("second")) == 2


async def test_an_address_stands_once_and_the_main_one_goes_last(room: MailRoom) -> None:
    first = (await room.mailbox("tcd-authority", TCD))["mailbox_id"]
    taken = await room.call(
        "tcd-authority", "POST", f"/directory/{TCD}/mailboxes", {"email": "tcd-authority@example.org"}
    )
    assert (taken.status_code, taken.json()["code"]) == (409, "address_taken")
    second = await room.done("tcd-authority", "POST", f"/directory/{TCD}/mailboxes", {"email": "two@example.org"})
    stale = await room.call("tcd-authority", "PUT", f"/mailboxes/{second['mailbox_id']}", {"email": "three@example.org"},
                            **{"If-Match": '"7"'})  # fmt: skip
    assert stale.status_code == 412
    moved = await room.done("tcd-authority", "PUT", f"/directory/{TCD}", {"email": "new@example.org", "language": "ar"})
    assert (moved["mailbox_id"], moved["language"]) == (first, "ar")
    await room.done("tcd-authority", "DELETE", f"/mailboxes/{second['mailbox_id']}")
    await room.done("tcd-authority", "DELETE", f"/mailboxes/{first}")
    assert (await room.call("tcd-authority", "GET", f"/directory/{TCD}")).status_code == 404
    assert await room.rows("select 1 from mailbox") == []


async def test_an_organisation_follows_in_the_role_in_which_it_speaks_itself(room: MailRoom) -> None:
    body = {"email": "euaa@example.org"}
    made = await room.done("wca-officer", "POST", "/directory/org:euaa/mailboxes", body)
    assert [row.role for row in await room.rows("select role from mailbox")] == ["integrator"]
    subscription = {"name": "Offers", "filter": {"kinds": ["offer"]}}
    refused = await room.call("wca-officer", "POST", f"/mailboxes/{made['mailbox_id']}/subscriptions", subscription)
    assert refused.status_code == 403
    await room.done("euaa", "POST", f"/mailboxes/{made['mailbox_id']}/subscriptions", subscription)
    assert [row.role for row in await room.rows("select role from mailbox")] == ["stakeholder"]
    await room.hear(offer("o1", room.clock.now()), offer("o2", room.clock.now(), visibility="secretariat"))
    await room.tick()
    assert [m["Subject"][:17] for m in room.mails("euaa")] == ["[OFFER-2026-FRA-o"]


async def test_why_is_kept_for_a_time(room: MailRoom) -> None:
    await room.mailbox("wca-officer", "unhcr-bureau:wca", label="Desk")
    await room.hear(Request("r1", room.clock.now()).submitted)
    await room.tick()
    room.clock.advance(days=399)
    await room.tick()
    assert await room.rows("select 1 from notice where item_id = 'r1'")
    room.clock.advance(days=2)
    await room.tick()
    assert await room.rows("select 1 from notice where item_id = 'r1' and event_type like '%submitted'") == []


async def test_over_http_a_strangers_mailbox_is_not_there(room: MailRoom) -> None:
    box = (await room.mailbox("tcd-authority", TCD))["mailbox_id"]
    for path in (box, "0193a5f0-0000-7000-8000-000000000000"):
        answers = [await room.call("fra-authority", "GET", f"/mailboxes/{path}"),
                   await room.call("fra-authority", "DELETE", f"/mailboxes/{path}"),
                   await room.call("fra-authority", "PUT", f"/mailboxes/{path}/preferences", {})]  # fmt: skip
        assert {(one.status_code, one.json()["detail"]) for one in answers} == {(404, "There is no such mailbox")}
    assert (await room.call("wca-officer", "PUT", f"/mailboxes/{box}/preferences", {})).status_code == 403
    assert (await room.call("wca-officer", "GET", f"/mailboxes/{box}")).status_code == 200
    assert (await room.call("fra-authority", "GET", f"/directory/{TCD}/filters")).status_code == 403
    assert (await room.call("fra-authority", "GET", f"/deadlines?party={TCD}")).status_code == 403


async def test_addresses_that_were_there_become_main_mailboxes_and_go_back(fresh: tuple[str, str]) -> None:
    url, owner = fresh
    await asyncio.to_thread(upgrade, "notifications", owner, "0002_federation")
    connection = await asyncpg.connect(working(owner))
    try:
        for party, language in ((TCD, "fr"), ("org:euaa", "en"), ("unhcr-bureau:wca", "en")):
            values = (party, f"{party[-3:]}@example.org", language)
            await connection.execute("insert into directory values ($1, $2, $3, 4)", *values)
        await asyncio.to_thread(upgrade, "notifications", owner)
        rows = await connection.fetch(
            "select party, email, language, role, main, version, time_zone from mailbox order by 1"
        )
        assert [tuple(row) for row in rows] == [
            (TCD, "TCD@example.org", "fr", "state_authority", True, 4, "UTC"),
            ("org:euaa", "uaa@example.org", "en", "integrator", True, 4, "UTC"),
            ("unhcr-bureau:wca", "wca@example.org", "en", "bureau_officer", True, 4, "UTC"),
        ]
        await asyncio.to_thread(downgrade, "notifications", owner, "0002_federation")
        back = await connection.fetch("select party, email, language, version from directory order by 1")
        assert [tuple(row) for row in back] == [
            (TCD, "TCD@example.org", "fr", 4), ("org:euaa", "uaa@example.org", "en", 4),
            ("unhcr-bureau:wca", "wca@example.org", "en", 4),
        ]  # fmt: skip
        await asyncio.to_thread(upgrade, "notifications", owner)
    finally:
        await connection.close()
    used = await asyncpg.connect(working(url))
    try:
        assert await used.fetchval("select count(*) from mailbox") == 3
    finally:
        await used.close()
