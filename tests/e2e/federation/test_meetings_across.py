"""A meeting of Geneva over real mirrors: each State hears of it from its own region, once, and sees the way in once it comes."""

from typing import Any

import pytest

from tests.integration.test_meetings import ahead
from tests.support.meetings import LINK
from tests.support.poll import until
from tests.support.world import World

KEN = "iso3166:KEN"
CANARY = "canary-why-chad-would"
VOLUNTEER = """mutation($i: String!, $v: Int!, $k: String!, $w: String) { done: volunteerToModerate(meetingId: $i, expectedVersion: $v,
  key: $k, words: $w, language: "fr") { version problem { status code detail } } }"""


async def told(world: World, where: str, actor: str, party: str, meeting_id: str) -> list[str]:
    """Types of what a party's inbox at a deployment has of a meeting, oldest first."""
    found = await world.client(where).call(actor, "GET", "notifications", f"/inboxes/{party}?item={meeting_id}")
    return [one["event_type"].rpartition(".")[2] for one in reversed(found["entries"])]


@pytest.mark.clause("4.1")
@pytest.mark.paragraph("4")
async def test_each_state_hears_of_it_from_its_own_region(world: World) -> None:
    geneva = world.client("geneva")
    invited = ["iso3166:TCD", "iso3166:FRA", KEN]
    one = await geneva.call("geneva-officer", "POST", "dialogue", "/meetings", ahead(invited=invited))
    assert [who["region"] for who in one["invitations"]] == ["wca", "europe", None], "no deployment of Kenya's runs"
    meeting, path = one["meeting_id"], f"/meetings/{one['meeting_id']}"
    parties = {
        "wca": ("tcd-authority", invited[0]),
        "europe": ("fra-authority", invited[1]),
        "geneva": ("ken-authority", KEN),
    }

    async def everyone() -> bool:
        heard = [await told(world, where, *who, meeting) for where, who in parties.items()]
        return all("meeting-convened" in kinds for kinds in heard)

    assert await until(everyone, "the invitation in each inbox")
    for where in parties:
        for home, who in parties.items():
            assert (await told(world, where, *who, meeting) == []) is (home != where)

    answer = {"party": invited[0], "answer": "registered", "delegates": 1}
    await geneva.call("tcd-authority", "PUT", "dialogue", f"{path}/answer", answer)

    async def way_in(where: str, actor: str) -> Any:
        item = await world.item(where, meeting, actor)
        return item and (item["version"], item["state"]["content"]["join_link"])

    async def seen() -> bool:
        return await way_in("wca", "tcd-authority") == (2, LINK)

    assert await until(seen, "the registration in Chad's own region")
    await world.shown("europe", meeting, "convened", "fra-authority")
    assert (await way_in("europe", "fra-authority"))[1] is None
    assert await world.item("wca", meeting, "sen-authority") is None

    # Chad volunteers at its own bureau's counter; who is not chosen is named to no other party, wherever that reads of it.
    given = {"i": meeting, "v": 2, "k": f"{meeting} volunteer", "w": CANARY}
    done = (await world.client("wca").graphql("tcd-authority", VOLUNTEER, given))["done"]
    assert done["problem"] is None, done

    async def volunteered() -> bool:
        items = [
            await world.item("wca", meeting, "tcd-authority"),
            await world.item("geneva", meeting, "geneva-officer"),
        ]
        return all(item and item["version"] == 3 and CANARY in str(item["state"]["volunteers"]) for item in items)

    assert await until(volunteered, "what Chad said, at its bureau and in Geneva")

    async def elsewhere() -> Any:
        item = await world.item("europe", meeting, "fra-authority")
        return item if item and item["version"] == 3 else None

    assert (await until(elsewhere, "the same in Europe"))["state"]["volunteers"] == []
    await geneva.call("geneva-officer", "POST", "dialogue", f"{path}/cancellation", {"reason": "No quorum"})

    async def off() -> bool:
        heard = [await told(world, where, *who, meeting) for where, who in parties.items()]
        return all(kinds.count("meeting-cancelled") == 1 for kinds in heard)

    assert await until(off, "the cancellation in each inbox")
    await world.shown("wca", meeting, "cancelled", "tcd-authority")
