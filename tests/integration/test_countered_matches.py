"""A proposed match is countered before it is confirmed, on real processes: taken, kept, withdrawn; the last capacity (WM 11)."""

import asyncio
from typing import Any

import pytest

from deploy.demo.client import Client, Refused
from tests.support.counters import FRA, OFFICER, PARTY, TCD, CounteredMatch, amount, proposed
from tests.support.journey import settled
from tests.support.poll import until

pytestmark = pytest.mark.paragraph("11")
WORDS = {"words": "CANARY-counter-words", "language": "en", "reason_code": "capacity_committed_elsewhere"}


async def refused(call: Any) -> tuple[int, str]:
    """Status and code of what is refused."""
    with pytest.raises(Refused) as found:
        await call
    return found.value.status, found.value.problem["code"]


async def gone(one: CounteredMatch, number: str) -> None:
    """Until the offer's owner counts so much left."""

    async def there() -> bool:
        return await one.left() == number

    await until(there, f"{number} left of the offer")


async def need(one: CounteredMatch) -> dict[str, Any]:
    """What of the request is taken and open, as the read model has it."""
    found = await one.client.graphql(OFFICER, "{ openNeeds(first: 200) { edges { node { itemId state } } } }")
    states = [edge["node"]["state"] for edge in found["openNeeds"]["edges"] if edge["node"]["itemId"] == one.request_id]
    return dict(states[0]["lines"][0]) if states else {}


async def test_a_counter_is_taken_and_the_proposal_that_follows_holds_the_last_capacity(client: Client) -> None:
    one = await proposed(client)
    await gone(one, "0")
    counter = await one.counter(FRA, "3", **WORDS)
    assert (counter["status"], counter["lines"][0]["amount"], counter["reason_code"]) == (
        "open", "3", "capacity_committed_elsewhere",
    )  # fmt: skip
    answer = {"party": PARTY[FRA], "answer": "accepted"}
    assert await refused(one.say(FRA, "answer", **answer)) == (409, "counter_open")
    assert await refused(one.counter(FRA, "2")) == (409, "counter_open")
    over = await one.say(OFFICER, f"counters/{counter['counter_id']}/taking", reason="Three are enough to begin with")
    assert (over["status"], over["counters"][0]["status"]) == ("withdrawn", "taken")
    follows = await settled(client, over["followed_by"])
    assert (follows["status"], follows["follows"]) == ("reserved", one.one)
    assert [line["quantity"] for line in follows["lines"]] == [amount("3")]
    assert {side["answer"] for side in follows["sides"]} == {"pending"}
    assert follows["proposal_reason"] == "Three are enough to begin with"
    assert {ranked["offer_id"] for ranked in follows["explanation"]} == {one.offer_id}
    await gone(one, "1")

    async def taken() -> bool:
        line = await need(one)
        return (line.get("reserved"), line.get("open")) == ("3", "1")

    await until(taken, "the need of the proposal that follows")
    for actor in (FRA, TCD):
        await client.call(actor, "POST", "matching", f"/matches/{follows['match_id']}/answer",
                          {"party": PARTY[actor], "answer": "accepted"})  # fmt: skip
    how = {"channel": "through_unhcr", "delivery_mode": "peer_to_peer"}
    await client.call(OFFICER, "POST", "matching", f"/matches/{follows['match_id']}/confirmation", how)


async def test_of_two_lines_one_is_left_out_and_its_party_is_no_side_of_what_follows(client: Client) -> None:
    one = await proposed(client, offered="1", put="1", beside=True)
    (swiss,) = {line["offer_id"] for line in (await one.read())["lines"]} - {one.offer_id}
    mine = {"request_id": one.request_id, "request_line_id": "1", "offer_id": swiss, "amount": "0"}
    none = [mine, mine | {"offer_id": one.offer_id}]
    assert await refused(one.say(TCD, "counters", party=PARTY[TCD], lines=none)) == (422, "invalid_body")
    seen = await one.say(TCD, "counters", party=PARTY[TCD], lines=[mine])
    over = await one.say(OFFICER, f"counters/{seen['counters'][0]['counter_id']}/taking", reason="As Chad asks")
    follows = await settled(client, over["followed_by"])
    assert [line["offer_id"] for line in follows["lines"]] == [one.offer_id]
    assert {side["party"] for side in follows["sides"]} == {PARTY[TCD], PARTY[FRA]}

    async def free() -> bool:
        found = await client.call("che-authority", "GET", "roster", f"/support-offers/{swiss}")
        return bool(found["capacity"][0]["remaining"] == "1")

    await until(free, "the capacity of the line left out")


async def test_an_officer_keeps_the_proposal_and_the_party_is_asked_again(client: Client) -> None:
    one = await proposed(client)
    counter = await one.counter(TCD, "1")
    path = f"counters/{counter['counter_id']}"
    assert (await refused(one.say(OFFICER, f"{path}/keeping")))[0] == 422
    kept = await one.say(OFFICER, f"{path}/keeping", reason="Four are offered, and all are needed")
    assert (kept["status"], kept["counters"][0]["status"]) == ("reserved", "kept")
    assert await refused(one.say(OFFICER, f"{path}/taking", reason="After all")) == (409, "counter_kept")
    seen = await one.read(TCD)
    assert [(c["settled_reason"], c["settled_by"]) for c in seen["counters"]] == [
        ("Four are offered, and all are needed", None)
    ]
    again = await one.counter(TCD, "2")
    assert again["status"] == "open"
    back = await one.say(TCD, f"counters/{again['counter_id']}/withdrawal")
    assert [c["status"] for c in back["counters"]] == ["kept", "withdrawn"]
    said = await one.say(TCD, "answer", party=PARTY[TCD], answer="accepted")
    assert {side["party"]: side["answer"] for side in said["sides"]}[PARTY[TCD]] == "accepted"


async def test_nobody_else_sees_a_counter_or_has_a_hand_in_it(client: Client) -> None:
    one = await proposed(client)
    counter = await one.counter(FRA, "3", **WORDS)
    path = f"counters/{counter['counter_id']}"
    other = await one.read(TCD)
    assert other["counters"] == []
    assert "CANARY" not in str(other)
    for actor, what, body in (
        (TCD, "withdrawal", {}), (TCD, "taking", {"reason": "No"}), (FRA, "keeping", {"reason": "No"}),
        (OFFICER, "withdrawal", {}),
    ):  # fmt: skip
        status, code = await refused(one.say(actor, f"{path}/{what}", **body))
        assert (status, code) in {(403, "not_permitted"), (404, "not_found")}, (actor, what)
    mine = {"party": PARTY[FRA], "lines": [{"offer_id": one.offer_id, "offer_line_id": "experts", "amount": "1"}]}
    for actor in (TCD, OFFICER):
        assert (await refused(one.say(actor, "counters", **mine)))[0] == 403
    stranger = await refused(one.say("sen-authority", "counters", **mine))
    assert stranger[0] == 404
    whole = {(c["party"], c["status"]) for c in (await one.read())["counters"]}
    assert whole == {(PARTY[FRA], "open")}


QUERY = "query($key: String!) { item(key: $key) { state history { type } steps { what who } } }"


async def test_the_other_side_hears_of_it_by_no_door_of_the_gateway(client: Client) -> None:
    one = await proposed(client)
    await one.counter(FRA, "3", **WORDS)

    async def read(actor: str) -> dict[str, Any] | None:
        found = await client.graphql(actor, QUERY, {"key": one.one})
        return dict(found["item"]) if found["item"] is not None else None

    async def known() -> dict[str, Any] | None:
        seen = await read(OFFICER)
        return seen if seen is not None and seen["state"]["counters"] else None

    seen = await until(known, "the counter in the read model")
    assert "answer the counter to the proposed match: take it, or keep the proposal" in {
        step["what"] for step in seen["steps"]
    }
    assert {"acsg.matching.match-countered"} <= {entry["type"] for entry in seen["history"]}
    own, other = await read(FRA), await read(TCD)
    assert own is not None
    assert other is not None
    assert [c["words"] for c in own["state"]["counters"]] == ["CANARY-counter-words"]
    assert not any(PARTY[FRA] in step["who"] for step in own["steps"])
    assert "CANARY" not in str(other)
    assert other["state"]["counters"] == []
    assert not any("counter" in step["what"] for step in other["steps"])
    assert not any("counter" in entry["type"] for entry in other["history"])


async def test_an_answer_and_a_counter_at_once_are_one_of_them(client: Client) -> None:
    one = await proposed(client)
    lines = [{"offer_id": one.offer_id, "offer_line_id": "experts", "amount": "1"}]

    async def outcome(what: str, **body: Any) -> str:
        try:
            await one.say(FRA, what, party=PARTY[FRA], **body)
        except Refused as found:
            return str(found.problem["code"])
        return what

    said = await asyncio.gather(outcome("answer", answer="accepted"), outcome("counters", lines=lines))
    state = await one.read()
    side = next(side for side in state["sides"] if side["party"] == PARTY[FRA])
    assert len({"answer", "counters"} & set(said)) == 1, said
    assert (side["answer"] == "accepted") is not bool(state["counters"])
