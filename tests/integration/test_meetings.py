"""Meetings over HTTP, on the bus and in GraphQL: two officers at once, a repeat, a crash; who sees the way in (WM 4, 5)."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.demo.client import Client, Refused
from deploy.local.stack import Stack
from shared.contracts.dialogue import MEETING
from shared.contracts.envelope import Envelope
from tests.integration.test_crash_points import crashed, free_slots
from tests.support.meetings import LINK, meeting_body
from tests.support.poll import until
from tests.support.stored import stored
from tests.support.topics import everything

pytestmark = pytest.mark.paragraph("4")
ALL, OFFICER, TCD, FRA = "/meetings", "wca-officer", "tcd-authority", "fra-authority"


def ahead(days: int = 20, **changes: Any) -> dict[str, Any]:
    """A meeting so many days from now."""
    begins = datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)
    times = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=2)).isoformat()}
    return meeting_body(registration_closes_at=None, **(times | changes))


async def convened(client: Client, **changes: Any) -> dict[str, Any]:
    return await client.call(OFFICER, "POST", "dialogue", ALL, ahead(**changes))


async def refused(client: Client, actor: str, method: str, path: str, body: Any) -> tuple[int, str]:
    with pytest.raises(Refused) as one:
        await client.call(actor, method, "dialogue", path, body)
    return one.value.status, one.value.problem["code"]


async def test_a_bad_body_names_every_fault_and_stores_nothing(stack: Stack, client: Client) -> None:
    before = await stored(stack, "dialogue", "meeting", "acsg.dialogue.meeting")
    with pytest.raises(Refused) as shape:
        await client.call(OFFICER, "POST", "dialogue", ALL, ahead(time_zone="Mars/X", title="x", unknown=1))
    assert {"/time_zone", "/title", "/unknown"} <= {fault["pointer"] for fault in shape.value.problem["errors"]}
    with pytest.raises(Refused) as sense:
        await client.call(OFFICER, "POST", "dialogue", ALL, ahead(-3, place=None, invited=["iso3166:TCD"] * 2))
    assert {"/starts_at", "/place", "/invited/1"} == {fault["pointer"] for fault in sense.value.problem["errors"]}
    assert await refused(client, OFFICER, "POST", ALL, ahead(invited=["iso3166:XXX"])) == (422, "invalid_body")
    assert await refused(client, TCD, "POST", ALL, ahead()) == (403, "not_permitted")
    assert await stored(stack, "dialogue", "meeting", "acsg.dialogue.meeting") == before


async def test_a_repeat_is_one_meeting_and_numbers_follow_without_a_gap(stack: Stack, client: Client) -> None:
    key, body = "meeting-repeat-1", ahead()
    answers = [await client.call(OFFICER, "POST", "dialogue", ALL, body, key) for _ in range(3)]
    assert len({one["meeting_id"] for one in answers}) == 1
    more = await asyncio.gather(*(convened(client) for _ in range(8)))
    numbers = sorted(int(one["reference"].rpartition("-")[2]) for one in (answers[0], *more))
    assert numbers == list(range(numbers[0], numbers[0] + 9))


async def test_two_officers_at_once_one_wins_and_the_other_reads_again(client: Client) -> None:
    one = await convened(client)
    url = f"{client.addresses['dialogue']}{ALL}/{one['meeting_id']}/content"
    headers = {"Authorization": f"Bearer {await client.token(OFFICER)}", "If-Match": '"1"'}
    answers = await asyncio.gather(
        *(client.http.put(url, json=ahead(place=f"Room {n}"), headers=headers | {"Idempotency-Key": f"race-{n:04}"})
          for n in range(6))
    )  # fmt: skip
    won = [answer.json() for answer in answers if answer.is_success]
    lost = {(answer.status_code, answer.json()["code"]) for answer in answers if not answer.is_success}
    assert (len(won), lost) == (1, {(412, "changed_meanwhile")})
    now = await client.call(OFFICER, "GET", "dialogue", f"{ALL}/{one['meeting_id']}")
    assert now["content"]["place"] == won[0]["content"]["place"]


async def test_the_way_in_comes_with_the_registration_and_goes_with_it(client: Client) -> None:
    one = await convened(client)
    path = f"{ALL}/{one['meeting_id']}"
    assert (await client.call(TCD, "GET", "dialogue", path))["content"]["join_link"] is None
    came = await client.call(TCD, "PUT", "dialogue", f"{path}/answer", {"party": "iso3166:TCD", "answer": "registered"})
    assert came["content"]["join_link"] == LINK
    gone = await client.call(TCD, "PUT", "dialogue", f"{path}/answer", {"party": "iso3166:TCD", "answer": "declined"})
    assert gone["content"]["join_link"] is None
    for actor, body in ((OFFICER, "iso3166:FRA"), (FRA, "iso3166:TCD")):
        asked = {"party": body, "answer": "registered"}
        assert await refused(client, actor, "PUT", f"{path}/answer", asked) == (403, "not_permitted")
    assert await refused(client, "sen-authority", "PUT", f"{path}/answer",
                         {"party": "iso3166:SEN", "answer": "registered"}) == (404, "not_found")  # fmt: skip
    listed = await client.call(FRA, "GET", "dialogue", f"{ALL}?first=200")
    mine = next(m for m in listed["meetings"] if m["meeting_id"] == one["meeting_id"])
    assert mine["content"]["join_link"] is None
    strangers = await client.call("sen-authority", "GET", "dialogue", ALL)
    assert strangers == {"meetings": [], "after": None}


async def test_a_list_is_read_page_by_page(client: Client) -> None:
    for n in range(5):
        await convened(client, days=300 + n, invited=["iso3166:CMR"])
    seen: list[str] = []
    after = ""
    while after is not None:
        page = await client.call("cmr-authority", "GET", "dialogue", f"{ALL}?first=2&after={after}")
        assert len(page["meetings"]) <= 2
        seen += [one["content"]["starts_at"] for one in page["meetings"]]
        after = page["after"]
    assert len(seen) == 5
    assert seen == sorted(seen)


@pytest.mark.clause("5.2")
@pytest.mark.clause("5.3")
@pytest.mark.paragraph("5")
async def test_moderators_are_chosen_with_what_is_found_and_never_refused_for_it(client: Client) -> None:
    first, second = await convened(client, days=25), await convened(client, days=30)
    body = {"moderators": [{"party": "iso3166:TCD", "came": "approached"}], "reason": "Knows the situation"}
    for one in (first, second):
        state = await client.call(OFFICER, "PUT", "dialogue", f"{ALL}/{one['meeting_id']}/moderators", body)
    found = {one["subject"]: one["outcome"] for one in state["findings"]}
    assert found == {"regional_diversity": "not_met", "expertise": "not_met"}
    assert state["moderators_reason"] == "Knows the situation"
    assert await refused(client, TCD, "PUT", f"{ALL}/{first['meeting_id']}/moderators", body) == (403, "not_permitted")


@pytest.mark.parametrize("point", ["relay_after_claim", "relay_after_publish", "relay_after_mark"])
async def test_a_crash_loses_no_meeting_and_tells_none_twice(stack: Stack, client: Client, point: str) -> None:
    stack.replace("dialogue", "worker", ACSG_FAILPOINT=point)
    await free_slots(stack, "dialogue")
    before = stack.pid("dialogue", "worker")
    made = {(await convened(client))["meeting_id"] for _ in range(6)}
    await crashed(stack, "dialogue", "worker", before)

    async def published() -> list[Envelope] | None:
        records = await everything(stack.addresses["kafka"], [MEETING])
        found = [envelope for r in records if (envelope := Envelope.from_headers(r.headers)).subject in made]
        return found if {envelope.subject for envelope in found} == made else None

    found = await until(published, "every acknowledged meeting on the topic")
    places = {(envelope.subject, envelope.id, envelope.sequence) for envelope in found}
    assert len(places) == len(made)

    async def seen() -> bool:
        query = "query($k: String!) { item(key: $k) { version history { version } } }"
        answers = [await client.graphql(OFFICER, query, {"k": one}) for one in made]
        return all(a["item"] and len(a["item"]["history"]) == 1 for a in answers)

    assert await until(seen, "each meeting once in the read model")
