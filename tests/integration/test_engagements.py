"""Engagements on real processes: a confirmed match opens one, both sides work on it, what is not delivered goes back."""

from typing import Any

import asyncpg
import pytest

from deploy.demo.client import Client, Refused
from deploy.local.stack import Stack
from shared.contracts.delivery import ENGAGEMENT
from tests.integration.test_crash_points import crashed, free_slots
from tests.support.engagements import (
    EVALUATION,
    FRA,
    OFFICER,
    PARTY,
    TCD,
    Followed,
    confirmed_match,
    delivery_body,
    engaged,
    in_days,
    opened,
    packages,
    plan_body,
)
from tests.support.poll import until
from tests.support.topics import everything
from tests.support.whole_worklist import whole_worklist

pytestmark = pytest.mark.paragraph("19")
CONTACT = {"name": "Zebedee Secretperson", "email": "zebedee@example.org"}


async def of_offer(one: Followed) -> dict[str, Any]:
    offer = one.state["lines"][0]["offer_id"]
    found = await one.client.call(FRA, "GET", "roster", f"/support-offers/{offer}")
    return dict(found["capacity"][0])


async def need(one: Followed) -> str:
    """What of the request is open still, as the read model has it."""
    request = one.state["lines"][0]["request_id"]
    found = await one.client.graphql(OFFICER, "{ openNeeds(first: 200) { edges { node { itemId state } } } }")
    states = [edge["node"]["state"] for edge in found["openNeeds"]["edges"] if edge["node"]["itemId"] == request]
    return str(states[0]["lines"][0]["open"]) if states else "unknown"


async def test_a_confirmed_match_opens_it_and_both_sides_follow_it_to_its_end(client: Client) -> None:
    one = await engaged(client)
    state = one.state
    assert (state["stage"], state["origin"]) == ("under_discussion", "match")
    assert {(side["party"], side["role"]) for side in state["sides"]} == {
        ("iso3166:TCD", "requester"), ("iso3166:FRA", "offerer"),
    }  # fmt: skip
    assert {part["content_version"] for part in state["agreed_parts"]} == {1}
    await one.begin()
    assert one.state["stage"] == "in_progress"
    for amount, delivery in (("2", "d1"), ("1", "d2")):
        await one.say(FRA, "POST", "/deliveries", **delivery_body(amount, delivery_id=delivery))
    first, second = (report["report_id"] for report in one.state["deliveries"])
    await one.say(TCD, "POST", "/deliveries/answer", report_id=first, confirms=True)
    await one.say(TCD, "POST", "/deliveries/answer", report_id=second, confirms=False, words="Half was missing")
    await one.say(FRA, "POST", "/milestones", milestone_id="days", reached=True, actual="9", as_of=in_days(0))
    await one.say(TCD, "POST", "/milestones/answer", place=0, confirms=True)
    line = one.state["lines"][0]
    assert (line["committed"], line["agreed"], line["delivered"], line["reported"]) == ("4", "4", "2", "0")
    assert [report["standing"] for report in one.state["deliveries"]] == ["confirmed", "disputed"]
    await one.say(TCD, "POST", "/fulfilment")
    assert one.state["stage"] == "in_progress"
    await one.say(FRA, "POST", "/fulfilment")
    assert one.state["stage"] == "fulfilled"
    for actor in (TCD, FRA):
        await one.say(actor, "PUT", "/evaluation", evaluation=EVALUATION)
    assert {given["by"] for given in one.state["evaluations"]} == {"iso3166:TCD", "iso3166:FRA"}
    for reader, theirs in ((TCD, True), ("tcd-office", True), (OFFICER, True), ("sen-authority", False)):
        page = await client.call(reader, "GET", "delivery", "/engagements?first=200")
        assert (one.one in {each["engagement_id"] for each in page["engagements"]}) == theirs, reader
    path = f"/engagements/{one.one}"
    with pytest.raises(Refused) as stranger:
        await client.call("sen-authority", "GET", "delivery", path)
    assert (stranger.value.status, stranger.value.problem["code"]) == (404, "not_found")


async def test_bad_input_names_every_fault_and_changes_nothing(stack: Stack, client: Client) -> None:
    one = await engaged(client)
    await one.begin()
    version = one.state["terms"][-1]["version"]
    wrong = delivery_body(
        "-1", delivered_on="2999-01-01", line_id="1", evidence=[{"title": "Report", "link": "http://x.org/1"}]
    )
    status, _, faults = await one.refused(FRA, "POST", "/deliveries", **wrong)
    assert (status, faults >= {"/quantity/amount", "/evidence/0/link"}) == (422, True), faults
    other = delivery_body(
        "1", quantity={"amount": "1", "unit": "expert_days"}, delivered_on=in_days(3), delivery_id="dx"
    )
    status, _, faults = await one.refused(FRA, "POST", "/deliveries", **other)
    assert (status, faults) == (422, {"/quantity/unit", "/delivered_on", "/delivery_id"})
    assert (await one.refused(FRA, "POST", "/deliveries", party="iso3166:TCD", **delivery_body("1")))[0] == 403
    assert (await one.refused(FRA, "PUT", "/evaluation", evaluation=EVALUATION))[:2] == (409, "engagement_in_progress")
    terms = {"terms": one.state["terms"][-1]["content"], "words": "Other dates"}
    assert (await one.refused(TCD, "POST", "/terms", **terms))[:2] == (409, "nothing_changed")
    await one.say(FRA, "POST", "/milestones", milestone_id="days", reached=True, actual="9", as_of=in_days(0))
    moved = plan_body()
    moved["milestones"][0]["due_on"] = in_days(400)
    assert (await one.refused(TCD, "PUT", "/plan", plan=moved))[:1] == (422,)
    await one.say(FRA, "POST", "/deliveries", **delivery_body("7"))
    assert one.state["lines"][0]["reported"] == "7", "more than was agreed is allowed, and shown"
    report = one.state["deliveries"][0]["report_id"]
    answer = {"report_id": report, "confirms": True}
    assert (await one.refused(FRA, "POST", "/deliveries/answer", **answer))[:2] == (403, "own_side")
    await one.say(TCD, "POST", "/end", reason="priorities_changed")
    assert (await one.refused(FRA, "POST", "/deliveries", **delivery_body("1")))[:2] == (409, "engagement_ended_early")
    now = await client.call(OFFICER, "GET", "delivery", f"/engagements/{one.one}")
    assert (len(now["deliveries"]), now["terms"][-1]["version"], now["plan"]["version"]) == (1, version, 1)


async def test_a_repeat_is_said_once_and_of_two_at_once_one_wins(client: Client) -> None:
    one = await engaged(client)
    await one.begin()
    for _ in range(3):
        await one.say(FRA, "POST", "/deliveries", key="delivered-once-1", **delivery_body("1"))
    assert len(one.state["deliveries"]) == 1
    url = f"{client.addresses['delivery']}/engagements/{one.one}/pause"
    read = await client.http.get(
        url.removesuffix("/pause"), headers={"Authorization": f"Bearer {await client.token(TCD)}"}
    )
    body = {"party": "iso3166:TCD", "reason": "The rainy season"}
    codes = []
    for n in range(2):
        headers = {"Authorization": f"Bearer {await client.token(TCD)}", "If-Match": read.headers["etag"]}
        answer = await client.http.post(url, json=body, headers=headers | {"Idempotency-Key": f"pause-{one.one}-{n}"})
        codes.append(answer.status_code if answer.is_success else answer.json()["code"])
    assert codes[0] == 200
    assert codes[1] in {"changed_meanwhile", "engagement_paused"}


@pytest.mark.paragraph("11")
async def test_an_early_end_keeps_what_was_delivered_and_gives_the_rest_back(client: Client) -> None:
    one, other = await engaged(client), await engaged(client)

    async def taken(which: Followed) -> bool:
        return (await of_offer(which))["committed"] == "4" and await need(which) == "0"

    assert await until(lambda: taken(one), "what the match committed")
    await one.begin()
    await one.say(FRA, "POST", "/deliveries", **delivery_body("1"))
    await one.say(TCD, "POST", "/deliveries/answer", report_id=one.state["deliveries"][0]["report_id"], confirms=True)
    await one.say(FRA, "POST", "/end", reason="funding_lost")
    line = one.state["lines"][0]
    assert (one.state["stage"], line["delivered"], line["released"]) == ("ended_early", "1", "3")

    async def free() -> bool:
        found = await of_offer(one)
        return (found["remaining"], found["committed"]) == ("3", "1") and await need(one) == "3"

    assert await until(free, "capacity and need given back")
    assert await until(lambda: taken(other), "another match keeps what it has")


@pytest.mark.paragraph("11")
@pytest.mark.parametrize("owner", ["roster", "matching"])
@pytest.mark.parametrize("point", ["consumer_before_effect", "consumer_after_effect", "consumer_after_commit"])
async def test_a_crash_of_an_owner_gives_back_once(stack: Stack, client: Client, owner: str, point: str) -> None:
    one = await engaged(client)
    await one.begin()
    stack.replace(owner, "worker", ACSG_FAILPOINT=point)
    before = stack.pid(owner, "worker")
    await one.say(TCD, "POST", "/end", reason="security")
    await crashed(stack, owner, "worker", before)
    await free_slots(stack, owner)

    async def free() -> bool:
        found = await of_offer(one)
        return (found["remaining"], found["committed"]) == ("4", "0") and await need(one) == "4"

    assert await until(free, "capacity and need given back")
    sums = {
        "roster": "select given_back ->> 'experts' from reservation where match_id = $1",
        "matching": "select amount::text from given_back where match_id = $1",
    }
    connection = await asyncpg.connect(stack.databases[owner])
    try:
        await connection.execute("select set_config('acsg.service', 'operator', false)")
        taken = await connection.fetch(sums[owner], one.match["match_id"])
    finally:
        await connection.close()
    assert [float(row[0]) for row in taken] == [4.0]


@pytest.mark.parametrize("point", ["consumer_before_effect", "consumer_after_effect", "consumer_after_commit"])
async def test_a_crash_opens_one_engagement(stack: Stack, client: Client, point: str) -> None:
    stack.replace("delivery", "worker", ACSG_FAILPOINT=point)
    before = stack.pid("delivery", "worker")
    match = await confirmed_match(client)
    await crashed(stack, "delivery", "worker", before)
    await free_slots(stack, "delivery")
    one = await opened(client, match)

    async def told() -> bool:
        records = await everything(stack.addresses["kafka"], [ENGAGEMENT])
        return any(one.one.encode() in record.body for record in records)

    assert await until(told, "the engagement on its topic")


async def test_a_contact_reaches_the_other_side_alone_and_can_be_taken_back(stack: Stack, client: Client) -> None:
    one = await engaged(client)
    await one.say(TCD, "PUT", "/contact", focal_point=CONTACT)

    async def contacts(actor: str) -> list[dict[str, Any]]:
        return list((await client.call(actor, "GET", "delivery", f"/engagements/{one.one}/contacts"))["contacts"])

    assert [entry["focal_point"]["name"] for entry in await contacts(FRA)] == [CONTACT["name"]]
    for actor in (OFFICER, "geneva-officer", "sen-authority", "tcd-office"):
        with pytest.raises(Refused) as refused:
            await contacts(actor)
        assert refused.value.status in {403, 404}, actor
    await one.say(FRA, "POST", "/no-change")
    assert ENGAGEMENT.twin is not None

    async def told() -> bytes | None:
        topics = [ENGAGEMENT, ENGAGEMENT.twin]
        values = [record.body for record in await everything(stack.addresses["kafka"], topics)]
        mine = b"\n".join(value for value in values if one.one.encode() in value)
        return mine if mine.count(b'"what":"unchanged"') + mine.count(b'"what": "unchanged"') >= 1 else None

    said = await until(told, "what was said, on the topics")
    assert b"Secretperson" not in said
    assert b"zebedee" not in said
    await one.say(TCD, "POST", "/contact/withdrawal")
    assert await contacts(FRA) == []
    connection = await asyncpg.connect(stack.databases["delivery"])
    try:
        await connection.execute("select set_config('acsg.service', 'operator', false)")
        count = "select count(*) from released_contact where engagement_id = $1"
        assert await connection.fetchval(count, one.one) == 0
        assert (
            await connection.fetchval(
                "select count(*) from outbox where convert_from(body, 'utf8') like '%Secretperson%'"
            )
            == 0
        )
    finally:
        await connection.close()


async def test_terms_are_countered_with_words_and_less_is_given_back_at_once(client: Client) -> None:
    one = await engaged(client)
    content = dict(one.state["terms"][-1]["content"])
    content["lines"] = [content["lines"][0] | {"quantity": packages("3"), "covers": packages("3")}]
    await one.say(FRA, "POST", "/terms", terms=content, words="One team is not free")
    assert [terms["version"] for terms in one.state["terms"]] == [1, 2]
    old = one.state["terms"][0]
    assert (await one.refused(TCD, "POST", "/signatures", version=1, digest=old["digest"]))[0] in {409, 412}
    await one.sign()
    assert (one.state["stage"], one.state["lines"][0]["agreed"]) == ("agreed", "3")

    async def free() -> bool:
        return (await of_offer(one))["remaining"] == "1" and await need(one) == "1"

    assert await until(free, "the package that is not needed")
    record = await client.call(TCD, "GET", "delivery", f"/engagements/{one.one}/record")
    again = await client.call(FRA, "GET", "delivery", f"/engagements/{one.one}/record")
    assert record == again
    assert {sign["party"] for sign in record["signatures"]} == {"iso3166:TCD", "iso3166:FRA"}


@pytest.mark.paragraph("6")
async def test_both_sides_read_it_in_graphql_and_hear_of_it(client: Client) -> None:
    for actor in (TCD, FRA):
        body = {"email": f"{actor}@example.org", "language": "en"}
        await client.call(actor, "PUT", "notifications", f"/directory/{PARTY[actor]}", body, f"engaged-address-{actor}")
    one = await engaged(client)
    query = """query($k: String!) { item(key: $k) { kind status reference functionalAreas history { type } }
      engagements(first: 200) { edges { node { itemId } } } }"""

    async def owing(actor: str) -> dict[str, Any] | None:
        found = await client.graphql(actor, query, {"k": one.one})
        return found if found["item"] else None

    for actor in (TCD, FRA, OFFICER, "geneva-officer"):
        found = await until(lambda actor=actor: owing(actor), f"the engagement as {actor} reads it")
        assert (found["item"]["kind"], found["item"]["status"]) == ("engagement", "under_discussion")
        assert one.one in {edge["node"]["itemId"] for edge in found["engagements"]["edges"]}
        steps = [step for step in await whole_worklist(client, actor) if step["itemId"] == one.one]
        assert [(step["code"], sorted(step["who"])) for step in steps] == [("signature", sorted(PARTY.values()))]
    for actor in ("sen-authority", None):
        found = await client.graphql(actor, "query($k: String!) { item(key: $k) { status } }", {"k": one.one})
        assert found["item"] is None
    command = """mutation($e: String!, $v: Int!, $k: String!) {
      sayNoChange(engagementId: $e, party: "iso3166:FRA", expectedVersion: $v, key: $k) { version problem { code } } }"""
    for key, version, answer in (("unchanged-1", 1, (2, None)), ("unchanged-2", 1, (None, "changed_meanwhile"))):
        said = await client.graphql(FRA, command, {"e": one.one, "v": version, "k": f"{key}-{one.one}"})
        result = said["sayNoChange"]
        assert (result["version"], (result["problem"] or {}).get("code")) == answer

    async def heard() -> set[str] | None:
        path = f"/deliveries?item_id={one.one}&state=delivered"
        found = (await client.call(OFFICER, "GET", "notifications", path))["deliveries"]
        told = {d["recipient"] for d in found if d["event_type"] == "acsg.delivery.engagement-opened"}
        return told if set(PARTY.values()) <= told else None

    assert await until(heard, "mails to both sides")


@pytest.mark.clause("2.3")
@pytest.mark.clause("9.2")
@pytest.mark.clause("19.2")
async def test_support_without_a_match_is_told_of_and_whom_it_names_joins_by_its_own_word(client: Client) -> None:
    line = {"functional_area": "registration", "support_type": "technical", "quantity": packages("4")}
    notice = {"party": PARTY[TCD], "role": "requester", "title": "Registration, bilateral", "lines": [line]}
    alone = await client.call(
        TCD, "POST", "delivery", "/engagements",
        notice | {"origin": "pledge", "pledge": "Forum 2023, pledge 17", "horizon": "short_term"},
    )  # fmt: skip
    assert (alone["stage"], alone["pledge"], alone["match_id"]) == ("agreed", "Forum 2023, pledge 17", None)
    for speaker in (OFFICER, FRA, "tcd-office"):
        with pytest.raises(Refused) as spoken_for:
            await client.call(speaker, "POST", "delivery", "/engagements", notice | {"origin": "bilateral_notice"})
        assert spoken_for.value.status == 403, speaker
    give = """mutation($n: JSON!, $k: String!) { giveNotice(notice: $n, key: $k) { state problem { code faults } } }"""
    told = notice | {"origin": "bilateral_notice", "counterpart": PARTY[FRA]}
    faulty = await client.graphql(TCD, give, {"n": told | {"pledge": "None"}, "k": "notice-faulty-1"})
    assert [fault["pointer"] for fault in faulty["giveNotice"]["problem"]["faults"]] == ["/pledge"]
    made = await client.graphql(TCD, give, {"n": told, "k": f"notice-{alone['engagement_id']}"})
    one = Followed(client, {}, made["giveNotice"]["state"])
    assert (one.state["stage"], [side["party"] for side in one.state["sides"]]) == ("under_discussion", [PARTY[TCD]])
    with pytest.raises(Refused) as hidden:
        await client.call("sen-authority", "GET", "delivery", f"/engagements/{one.one}")
    assert hidden.value.status == 404
    listed = await client.call(FRA, "GET", "delivery", "/engagements?first=200")
    assert one.one in {each["engagement_id"] for each in listed["engagements"]}
    query = "query($k: String!) { item(key: $k) { parties steps { code who } } }"

    async def asked() -> dict[str, Any] | None:
        found: dict[str, Any] = await client.graphql(FRA, query, {"k": one.one})
        return found["item"]

    item = await until(asked, "the notice as France reads it")
    assert {"code": "counterpart", "who": [PARTY[FRA]]} in item["steps"]
    assert item["parties"] == [PARTY[TCD]], "nobody stands in it before it says so"
    terms = {"version": 1, "digest": one.state["terms"][0]["digest"]}
    assert (await one.refused(FRA, "POST", "/signatures", **terms))[:2] == (403, "not_permitted")
    assert (await one.refused(TCD, "PUT", "/notice/answer", answer="accepted"))[0] == 403
    await one.say(FRA, "PUT", "/notice/answer", answer="accepted")
    assert {side["party"] for side in one.state["sides"]} == {PARTY[TCD], PARTY[FRA]}
    await one.say(FRA, "POST", "/signatures", **terms)
    assert one.state["stage"] == "agreed"
    follows = told | {"renews": alone["engagement_id"], "counterpart": None}
    for speaker, party in ((FRA, PARTY[FRA]), (TCD, PARTY[TCD])):
        made = await client.graphql(
            speaker, give, {"n": follows | {"party": party}, "k": f"follows-{speaker}-{one.one}"}
        )
        faults = (made["giveNotice"]["problem"] or {"faults": []})["faults"]
        assert [fault["code"] for fault in faults] == (["unknown_engagement"] if speaker == FRA else [])
    none = await client.graphql(TCD, give, {"n": follows | {"renews": "no identifier"}, "k": f"follows-none-{one.one}"})
    assert [fault["code"] for fault in none["giveNotice"]["problem"]["faults"]] == ["unknown_engagement"]
    earlier = await client.call(TCD, "GET", "delivery", f"/engagements/{alone['engagement_id']}")
    later = made["giveNotice"]["state"]
    assert (earlier["followed_by"], later["renews"]) == ([later["engagement_id"]], alone["engagement_id"])
