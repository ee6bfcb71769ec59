"""Threads about an offer, a match, an engagement, a call and a meeting on real processes: each side with the Secretariat, all of
them where they know each other, and nobody else (WM 6, 8, 11, 17).
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.demo.client import Client, Refused
from tests.integration.test_calls import made_for, say
from tests.integration.test_meetings import convened
from tests.integration.test_threads import refused
from tests.support.engagements import engaged
from tests.support.journey import request_in_line
from tests.support.poll import until
from tests.support.whole_worklist import whole_worklist

pytestmark = [pytest.mark.paragraph("8"), pytest.mark.paragraph("6"), pytest.mark.paragraph("11")]
OFFICER, TCD, FRA = "wca-officer", "tcd-authority", "fra-authority"
FRANCE, ECRE = "iso3166:FRA", "org:ecre"
OUTSIDE = ("deu-authority", "integrator-observer", "europe-officer", "geneva-officer")
THREADS = """query($about: String!) { thread(about: $about) { threadId circle about aboutKind apartWith reference unread count
  messages { author text } } }"""
ITEM = "query($key: String!) { item(key: $key) { region state steps { what who } } }"
WORDS = {"text": "canary-of-each-thing-4417", "language": "en"}


async def about(client: Client, who: str, item_id: str) -> dict[str, dict[str, Any]]:
    """The threads that somebody reads of a thing, by circle; of circles apart by party."""
    found = (await client.graphql(who, THREADS, {"about": item_id}))["thread"]
    assert all(one["about"] == item_id for one in found)
    return {one["apartWith"] or one["circle"]: one for one in found}


async def there(client: Client, item_id: str, *circles: str) -> dict[str, dict[str, Any]]:
    """The same for the officer, once all these are open."""

    async def opened() -> dict[str, dict[str, Any]] | None:
        found = await about(client, OFFICER, item_id)
        return found if set(circles) <= set(found) else None

    found = await until(opened, f"threads {circles}")
    assert set(found) == set(circles)
    return found


async def write(client: Client, who: str, thread: dict[str, Any], text: str = WORDS["text"]) -> dict[str, Any]:
    path = f"/threads/{thread['threadId']}/messages"
    return await client.call(who, "POST", "dialogue", path, WORDS | {"text": text})


async def ask(client: Client, who: str, thread: dict[str, Any], of: str) -> dict[str, Any]:
    due = (datetime.now(UTC) + timedelta(days=5)).date().isoformat()
    body = WORDS | {"asked_of": of, "due_on": due}
    return await client.call(who, "POST", "dialogue", f"/threads/{thread['threadId']}/questions", body)


async def unread_by(client: Client, thread: dict[str, Any], *others: str) -> None:
    """Nobody of these reads or writes in it, over any way in, with a login or without one."""
    one = f"/threads/{thread['threadId']}"
    for who in (*OUTSIDE, *others):
        assert thread["threadId"] not in str(await about(client, who, thread["about"])), who
        assert (await client.graphql(who, ITEM, {"key": thread["threadId"]}))["item"] is None, who
        for method, path, body in (
            ("GET", one, None),
            ("GET", one + "/messages", None),
            ("POST", one + "/messages", WORDS),
        ):
            assert await refused(client, who, method, path, body) == (404, "not_found", set()), (who, method)
    answer = await client.http.get(f"{client.addresses['dialogue']}{one}/messages")
    assert answer.status_code == 401


async def owed(client: Client, who: str, reference: str, what: str = "answer a question in the thread") -> Any:
    async def line() -> Any:
        found = await whole_worklist(client, who, mine=True)
        return [
            one for one in found if one["kind"] == "thread" and one["reference"] == reference and one["what"] == what
        ] or None

    return await until(line, "the line of the thread in the worklist")


async def told(client: Client, who: str, party: str, thread: dict[str, Any], text: str) -> Any:
    async def entry() -> Any:
        found = (await client.call(who, "GET", "notifications", f"/inboxes/{party}?first=200"))["entries"]
        return [one for one in found if text in str(one["spoken"])] or None

    return (await until(entry, "the words in the inbox"))[0]


@pytest.mark.clause("6.4")
@pytest.mark.clause("8.6")
@pytest.mark.clause("11.3")
async def test_offer_match_and_engagement_are_spoken_about_with_each_side(client: Client) -> None:
    one = await engaged(client)
    offer, match = one.state["lines"][0]["offer_id"], one.state["match_id"]
    threads = await there(client, one.one, "requester", "offerer", "all", "secretariat")
    for circle, inside, outside in (
        ("requester", TCD, FRA),
        ("offerer", FRA, TCD),
        ("all", TCD, ""),
        ("secretariat", OFFICER, TCD),
    ):
        await write(client, inside, threads[circle], f"words for {circle}")
        await unread_by(client, threads[circle], *([outside] if outside else []))
    assert set(await about(client, TCD, one.one)) == {"requester", "all"}
    assert set(await about(client, FRA, one.one)) == {"offerer", "all"}
    assert set(await about(client, "tcd-office", one.one)) == {"requester", "all"}
    both = threads["all"]
    assert (await ask(client, TCD, both, "offerer"))["questions"][0]["asked_of"] == "offerer"
    assert (await owed(client, FRA, both["reference"]))[0]["who"] == [FRANCE]
    entry = await told(client, FRA, FRANCE, both, "words for all")
    assert (entry["event_type"], entry["item"]["reference"]) == ("acsg.dialogue.message-sent", one.state["reference"])
    path = f"/threads/{both['threadId']}/questions"
    again = WORDS | {"asked_of": "requester", "due_on": "2020-01-01"}
    assert (await refused(client, TCD, "POST", path, again))[2] == {"/asked_of", "/due_on"}

    of_offer = await there(client, offer, "offerer", "secretariat")
    await write(client, FRA, of_offer["offerer"])
    await unread_by(client, of_offer["offerer"], TCD)

    of_match = await there(client, match, "requester", FRANCE, "secretariat")
    await write(client, OFFICER, of_match[FRANCE])
    await unread_by(client, of_match[FRANCE], TCD)
    await unread_by(client, of_match["requester"], FRA)
    await read_apart(client, FRA, match)
    archive = await client.http.get(
        f"{client.addresses['dialogue']}/case-files/{match}",
        headers={"Authorization": f"Bearer {await client.token(FRA)}"},
    )
    assert (archive.status_code, b"approached/iso3166-FRA" in archive.content) == (200, True)


async def read_apart(client: Client, who: str, item_id: str) -> dict[str, Any]:
    """The one thread of a party that is apart: nothing of it says of which region it is."""
    ((_, mine),) = (await about(client, who, item_id)).items()
    assert [(m["author"], m["text"]) for m in mine["messages"]] == [("unhcr:officers", WORDS["text"])]

    async def item() -> Any:
        found = (await client.graphql(who, ITEM, {"key": mine["threadId"]}))["item"]
        return found if found is not None and found["state"]["messages"] else None

    seen = await until(item, "the thread in the read model")
    assert (seen["region"], "wca" in str(seen)) == (None, False)
    rest = await client.call(who, "GET", "dialogue", f"/threads/{mine['threadId']}/messages")
    assert "wca" not in str(rest)
    found = [one for one in await whole_worklist(client, who) if one["itemId"] == mine["threadId"]]
    assert {(one["region"], *one["who"]) for one in found} <= {(None, mine["apartWith"])}
    return mine


@pytest.mark.paragraph("17")
async def test_who_is_asked_for_offers_speaks_apart_and_reads_no_more_once_it_is_recalled(client: Client) -> None:
    asked = await request_in_line(client)
    call = await made_for(client, asked["request_id"], FRANCE, ECRE)
    threads = await there(client, call["solicitation_id"], "requester", FRANCE, ECRE, "secretariat")
    await write(client, OFFICER, threads[FRANCE])
    mine = await read_apart(client, FRA, call["solicitation_id"])
    assert set(await about(client, "ecre", call["solicitation_id"])) == {ECRE}
    assert await refused(client, "ecre", "POST", f"/threads/{mine['threadId']}/messages", WORDS) == (
        404,
        "not_found",
        set(),
    )
    assert set(await about(client, TCD, call["solicitation_id"])) == {"requester"}
    assert (await ask(client, FRA, mine, "secretariat"))["questions"][0]["asked_by"] == FRANCE
    assert (await owed(client, OFFICER, mine["reference"]))[0]["region"] == "wca"
    await say(client, OFFICER, call, "recall", "POST", reason="Found elsewhere")

    async def gone() -> bool:
        return not await about(client, FRA, call["solicitation_id"])

    await until(gone, "the thread closed to who was asked")
    with pytest.raises(Refused) as fault:
        await write(client, FRA, mine)
    assert fault.value.status == 404
    kept = await about(client, OFFICER, call["solicitation_id"])
    assert (kept[FRANCE]["count"], kept[FRANCE]["threadId"]) == (2, mine["threadId"])


@pytest.mark.paragraph("4")
async def test_whom_a_meeting_brings_together_speak_in_one_circle(client: Client) -> None:
    meeting = await convened(client, invited=["iso3166:TCD", FRANCE])
    threads = await there(client, meeting["meeting_id"], "all", "secretariat")
    await write(client, FRA, threads["all"], "May we bring our unit?")
    assert set(await about(client, TCD, meeting["meeting_id"])) == {"all"}
    await unread_by(client, threads["all"])
    await unread_by(client, threads["secretariat"], TCD, FRA)
    entry = await told(client, TCD, "iso3166:TCD", threads["all"], "bring our unit")
    assert entry["item"]["reference"] == meeting["reference"]
    assert (await ask(client, OFFICER, threads["all"], "invited"))["questions"][0]["status"] == "open"
    assert set((await owed(client, TCD, meeting["reference"]))[0]["who"]) == {"iso3166:TCD", FRANCE}
