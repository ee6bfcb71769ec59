"""Contacts with parties on real processes: noted, corrected in the open, owed and settled by officers; read by nobody else (WM 6)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.client import Client, Refused
from tests.support.engagements import PARTY
from tests.support.journey import listed, request_in_line
from tests.support.liaisons import liaison_body, owed_body
from tests.support.poll import until
from tests.support.steps_taken import StepsTaken
from tests.support.whole_worklist import whole_worklist

pytestmark = pytest.mark.paragraph("6")
OFFICER = "wca-officer"
OTHERS = (
    "tcd-authority",
    "fra-authority",
    "tcd-office",
    "esa-officer",
    "geneva-officer",
    "euaa",
    "integrator-observer",
    None,
)
DONE = "{ state version problem { status code faults } }"
RECORD = f"mutation($c: JSON!, $k: String!) {{ done: recordLiaison(content: $c, key: $k) {DONE} }}"
CORRECT = f"mutation($i: String!, $c: JSON!, $r: String!, $v: Int!, $k: String!) {{ done: correctLiaison(liaisonId: $i, content: $c, reason: $r, expectedVersion: $v, key: $k) {DONE} }}"
FOLLOW = f'mutation($i: String!, $v: Int!, $k: String!) {{ done: followUpLiaison(liaisonId: $i, outcome: "done", words: "It was sent", expectedVersion: $v, key: $k) {DONE} }}'
ITEM = "query($i: String!) { item(key: $i) { kind status version reference title state steps { code who } history { type } } }"
LIST = "query($f: ItemFilter) { liaisons(filter: $f, first: 100) { nodes { itemId } } }"
QUIET = "query($d: Int!, $s: PartyScheme, $r: String) { quietParties(days: $d, scheme: $s, region: $r) { parties { party heldOn itemId contacts owed } } }"
CANARY = "Quokkacontact"


class Walk(StepsTaken):
    """With what is refused, and who is outside."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, f"liaison-{uuid4().hex[:8]}", "acsg.dialogue.liaison-", ITEM)

    async def no(self, actor: str, document: str, **given: Any) -> tuple[int, str]:
        """Why one is refused."""
        problem = (await self(actor, document, **given))["problem"]
        assert problem is not None
        return problem["status"], problem["code"]

    async def outside(self, actor: Any, one: str) -> None:
        """For the reader there is no such contact, in no way that one may ask: as of an absent one."""
        client, absent = self.client, str(uuid4())
        said = []
        for each in (one, absent):
            with pytest.raises(Refused) as refused:
                await client.call(actor, "GET", "dialogue", f"/liaisons/{each}")
            said.append((refused.value.status, refused.value.problem["code"]))
        assert said[0] == said[1], actor
        assert said[0][0] in {401, 403, 404}, actor
        if actor is None:
            return
        assert (await client.graphql(actor, ITEM, {"i": one}))["item"] is None, actor
        for document in ({"f": None}, {"f": {"search": CANARY}}):
            try:
                found = (await client.graphql(actor, LIST, document))["liaisons"]["nodes"]
            except Refused:
                found = []
            assert found == [], actor
        status, _ = await self.no(actor, FOLLOW, i=one, v=1)
        assert status in {403, 404}, actor
        with pytest.raises(Refused):
            await client.graphql(actor, QUIET, {"d": 0, "s": None, "r": None})


async def works(client: Client, one: str) -> list[str]:
    return [step["code"] for step in await whole_worklist(client, OFFICER) if step["itemId"] == one]


async def last(client: Client, party: str, days: int = 0) -> dict[str, Any] | None:
    found = (await client.graphql(OFFICER, QUIET, {"d": days, "s": None, "r": None}))["quietParties"]["parties"]
    return next((one for one in found if one["party"] == party), None)


@pytest.mark.clause("6.2")
async def test_a_contact_is_noted_owed_corrected_and_settled_by_officers_and_nobody_else_comes_to_know(
    client: Client,
) -> None:
    walk, today = Walk(client), datetime.now(UTC).date()
    held, due, party = str(today - timedelta(days=40)), today + timedelta(days=5), "iso3166:CMR"
    bad = liaison_body(
        str(today + timedelta(days=2)), party=party, said="Write to ana@asylum.example", owed=owed_body("2020-01-01")
    )
    done = await walk(OFFICER, RECORD, c=bad)
    assert sorted(one["code"] for one in done["problem"]["faults"]) == [
        "date_in_future",
        "in_the_past",
        "names_a_person",
    ]
    assert (await walk.no(OFFICER, RECORD, c=liaison_body(held, party="iso3166:ZZZ")))[0] == 422
    for actor in ("tcd-authority", "tcd-office", "esa-officer", "geneva-officer"):
        assert (await walk.no(actor, RECORD, c=liaison_body(held)))[0] == 403, actor

    said = liaison_body(held, party=party, said=f"{CANARY} was said", owed=owed_body(due))
    made = await walk.said(OFFICER, RECORD, c=said)
    one = made["liaison_id"]
    assert (made["status"], made["region"], made["owed"]["due_on"]) == ("owed", "wca", str(due))
    seen = await walk.seen(OFFICER, one, lambda item: [step["code"] for step in item["steps"]] == ["liaison_next"])
    assert (seen["title"], seen["steps"][0]["who"]) == (said["title"], ["unhcr-bureau:wca"])
    await until(lambda: works(client, one), "what is owed in the worklist")
    for other in OTHERS:
        await walk.outside(other, one)
    office = await last(client, party)
    assert office is not None
    assert (office["heldOn"], office["itemId"], office["contacts"], office["owed"]) == (held, one, 1, 1)
    assert await last(client, party, 40) is not None
    assert await last(client, party, 41) is None, "spoken with within so many days"
    never = await last(client, "unhcr-office:TCD", 3000)
    assert never is not None
    assert never["heldOn"] is None

    changed = said | {"held_on": str(today - timedelta(days=39)), "agreed": None}
    assert await walk.no(OFFICER, CORRECT, i=one, c=said, r="No reason", v=1) == (409, "nothing_changed")
    assert await walk.no(OFFICER, CORRECT, i=one, c=changed, r="A day later", v=9) == (412, "changed_meanwhile")
    corrected = await walk.said(OFFICER, CORRECT, i=one, c=changed, r="It was a day later", v=1)
    assert [(was["content"]["held_on"], was["reason"]) for was in corrected["earlier"]] == [
        (held, "It was a day later")
    ]
    assert (await walk.said(OFFICER, FOLLOW, i=one, v=2))["status"] == "done"
    assert await walk.no(OFFICER, FOLLOW, i=one, v=3) == (409, "nothing_owed")
    settled = await walk.seen(OFFICER, one, lambda item: item["status"] == "done")
    assert ([step["code"] for step in settled["steps"]], len(settled["history"])) == ([], 3)

    async def left() -> bool:
        return await works(client, one) == []

    await until(left, "the worklist without it")
    found = (await client.graphql(OFFICER, LIST, {"f": {"search": CANARY, "party": party, "status": ["done"]}}))[
        "liaisons"
    ]
    assert [node["itemId"] for node in found["nodes"]] == [one]


async def test_what_it_was_about_is_a_thing_that_the_officer_may_read(client: Client) -> None:
    walk, day = Walk(client), str(datetime.now(UTC).date())
    request, offer = await request_in_line(client), await listed(client)
    for kind, which in (("request", request["request_id"]), ("offer", offer["offer_id"])):
        body = liaison_body(day, party=PARTY["tcd-authority"], about={"kind": kind, "item_id": which})

        async def noted(body: Any = body) -> Any:
            done = await walk(OFFICER, RECORD, c=body)
            return done["state"] if done["problem"] is None else None

        made = await until(noted, f"a contact about the {kind}, once dialogue heard of it")
        assert made["content"]["about"] == {"kind": kind, "item_id": which}
        wrong = body | {"about": {"kind": "match", "item_id": which}}
        absent = body | {"about": {"kind": kind, "item_id": str(uuid4())}}
        refusals = [(await walk(OFFICER, RECORD, c=one))["problem"]["faults"] for one in (wrong, absent)]
        assert [[(one["pointer"], one["code"]) for one in faults] for faults in refusals] == [
            [("/about/item_id", "unknown_thing")]
        ] * 2
