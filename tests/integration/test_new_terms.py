"""New terms of an engagement that runs, over the running services: what holds is what all signed (WM 9, 11, 17)."""

from typing import Any

import pytest

from deploy.demo.client import Client, Refused
from tests.integration.test_engagements import need, of_offer
from tests.support.engagements import FRA, OFFICER, PARTY, TCD, Followed, engaged, in_days, packages
from tests.support.poll import until
from tests.support.whole_worklist import whole_worklist

pytestmark = pytest.mark.paragraph("9")
CANARY = "Canary of new terms"
ITEM = "query($k: String!) { item(key: $k) { version title status state history { type } } }"


async def propose(one: Followed, actor: str, amount: str, words: str = CANARY) -> None:
    content = one.state["terms"][0]["content"]
    line = content["lines"][0] | {"quantity": packages(amount), "covers": packages(amount)}
    longer = line | {"period": {"start": in_days(-30), "end": in_days(900)}}
    await one.say(actor, "POST", "/terms", terms=content | {"lines": [longer]}, words=words)


async def seen(client: Client, actor: str, one: Followed) -> dict[str, Any]:
    """The item, once the read model has what was said last."""

    async def there() -> dict[str, Any] | None:
        found = await client.graphql(actor, ITEM, {"k": one.one})
        item = found["item"]
        return found if item and item["state"]["last_word_at"] == one.state["last_word_at"] else None

    return await until(there, f"what was said last as {actor} reads it")


@pytest.mark.clause("2.3")
@pytest.mark.clause("9.2")
async def test_an_engagement_that_runs_gets_longer_terms_once_both_have_signed(client: Client) -> None:
    one = await engaged(client)
    await one.begin()
    await one.say(
        FRA, "POST", "/deliveries", line_id="1", quantity=packages("1"), covers=packages("1"), delivered_on=in_days(-1)
    )
    report = one.state["deliveries"][0]["report_id"]
    await one.say(TCD, "POST", "/deliveries/answer", report_id=report, confirms=True)
    record = await client.call(TCD, "GET", "delivery", f"/engagements/{one.one}/record?version=1")
    lines = one.state["lines"]

    assert (await one.refused(FRA, "POST", "/terms", terms=one.state["terms"][0]["content"], words="Same"))[
        1
    ] == "nothing_changed"
    five = one.state["terms"][0]["content"]
    five = five | {"lines": [five["lines"][0] | {"quantity": packages("5"), "covers": packages("5")}]}
    assert (await one.refused(FRA, "POST", "/terms", terms=five, words="More"))[0] == 422
    await propose(one, FRA, "3")
    assert (one.state["stage"], one.state["lines"]) == ("in_progress", lines), "nothing holds that one side proposes"
    for actor in (TCD, FRA, OFFICER, "geneva-officer"):
        found = await seen(client, actor, one)
        assert [found["item"]["state"][name] for name in ("lines", "title")] == [lines, one.state["title"]]
        steps = [
            (step["code"], sorted(step["who"]))
            for step in await whole_worklist(client, actor)
            if step["itemId"] == one.one
        ]
        assert ("new_terms", sorted(PARTY.values())) in steps
    for actor in ("sen-authority", None):
        alone = "query($k: String!) { item(key: $k) { title } }"
        assert (await client.graphql(actor, alone, {"k": one.one}))["item"] is None
    held = await client.call(FRA, "GET", "delivery", f"/engagements/{one.one}/record")
    assert held == record, "without a number the record is that of the terms in force"

    await one.say(TCD, "POST", "/terms/refusal", version=2, words="Three do not suffice")
    second = one.state["terms"][1]
    signs = {"version": 2, "digest": second["digest"]}
    assert (await one.refused(FRA, "POST", "/signatures", **signs))[:2] == (409, "terms_declined")
    assert (await one.refused(FRA, "POST", "/terms/refusal", version=2, words="Again"))[:2] == (409, "terms_declined")
    for stranger in ("sen-authority", OFFICER):
        with pytest.raises(Refused) as refused:
            await client.call(stranger, "POST", "delivery", f"/engagements/{one.one}/terms/refusal",
                              {"party": PARTY[TCD], "version": 2, "words": "No"})  # fmt: skip
        assert refused.value.status in {403, 404}

    await propose(one, FRA, "3", "Three, and longer")
    command = """mutation($e: String!, $v: Int!, $k: String!) { setTermsAside(engagementId: $e, party: "iso3166:FRA",
      version: 3, words: "Written wrongly", expectedVersion: $v, key: $k) { version problem { code } } }"""
    version = (await seen(client, FRA, one))["item"]["version"]
    said = await client.graphql(FRA, command, {"e": one.one, "v": version, "k": f"aside-{one.one}"})
    assert said["setTermsAside"] == {"version": version + 1, "problem": None}
    await propose(one, FRA, "3", "Three, and a year longer")
    await one.sign()
    assert (one.state["stage"], one.state["lines"][0]["agreed"]) == ("in_progress", "3")
    assert one.state["terms"][2]["set_aside"]["how"] == "taken_back"

    async def free() -> bool:
        return (await of_offer(one))["remaining"] == "1" and await need(one) == "1"

    assert await until(free, "the package that is not needed any more")
    again = await client.call(FRA, "GET", "delivery", f"/engagements/{one.one}/record?version=1")
    assert again["agreement"] == record["agreement"]
    assert [again["in_force"], record["in_force"]] == [False, True]
    found = await seen(client, TCD, one)
    types = [entry["type"].rpartition(".")[2] for entry in found["item"]["history"]]
    assert types.count("terms-set-aside") == 2
    left = {step["code"] for step in await whole_worklist(client, TCD) if step["itemId"] == one.one}
    assert "new_terms" not in left
