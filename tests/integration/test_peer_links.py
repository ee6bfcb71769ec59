"""Niger and Zambia agree a peer link by their own words, hold two exchanges and make it public; nobody else reads more than that, and
one that is asked of the Secretariat is its step (WM 1, 20).
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from deploy.demo.client import Client, Refused
from deploy.local.stack import Stack
from shared.contracts.peer_links import PUBLIC_PEER_LINK, PUBLIC_PEER_LINK_CURRENT
from tests.support.peer_links import NER, ZMB, exchange_body, link_body
from tests.support.poll import until
from tests.support.steps_taken import StepsTaken
from tests.support.topics import everything

pytestmark = pytest.mark.paragraph("1")
NIGER, ZAMBIA, NGO, OFFICER = "ner-authority", "zmb-authority", "ecre", "wca-officer"
OUTSIDE = ("tcd-authority", "euaa", "integrator-observer", None)
DONE = "{ state version problem { status code faults } }"
WISH = f"mutation($c: JSON!, $k: String!) {{ done: wishPeerLink(content: $c, key: $k) {DONE} }}"
INTRODUCE = f"mutation($i: String!, $p: [String!]!, $v: Int!, $k: String!) {{ done: introducePeers(linkId: $i, parties: $p, expectedVersion: $v, key: $k) {DONE} }}"
ANSWER = f"mutation($i: String!, $a: Boolean!, $v: Int!, $k: String!) {{ done: answerPeerLink(linkId: $i, accepts: $a, expectedVersion: $v, key: $k) {DONE} }}"
EXCHANGE = f"mutation($i: String!, $e: JSON!, $v: Int!, $k: String!) {{ done: recordExchange(linkId: $i, exchange: $e, expectedVersion: $v, key: $k) {DONE} }}"
PUBLISH = f"mutation($i: String!, $p: Boolean!, $v: Int!, $k: String!) {{ done: answerLinkPublication(linkId: $i, publishes: $p, expectedVersion: $v, key: $k) {DONE} }}"
LEAVE = f'mutation($i: String!, $r: String, $v: Int!, $k: String!) {{ done: leavePeerLink(linkId: $i, reason: $r, language: "en", expectedVersion: $v, key: $k) {DONE} }}'
WITHDRAW = f'mutation($i: String!, $r: String!, $v: Int!, $k: String!) {{ done: withdrawPeerLink(linkId: $i, reason: $r, language: "en", expectedVersion: $v, key: $k) {DONE} }}'
ITEM = "query($i: String!) { item(key: $i) { status state parties steps { code who } history { type } } }"
LIST = "query($f: ItemFilter) { peerLinks(first: 100, filter: $f) { nodes { itemId parties state } } }"
DIRECTORY = """query($c: String!) { whoDoesWhat(country: $c) { links { itemId title parties state } practices { itemId }
  engagements { itemId } more } }"""


class Walk(StepsTaken):
    """With what is refused, and what is found."""

    def __init__(self, client: Client, about: str = "link") -> None:
        super().__init__(client, about, "acsg.dialogue.", ITEM)

    async def no(self, actor: str, document: str, **given: Any) -> tuple[int, str, list[tuple[str, str]]]:
        """Why one is refused."""
        problem = (await self(actor, document, **given))["problem"]
        assert problem is not None
        return problem["status"], problem["code"], [(one["pointer"], one["code"]) for one in problem["faults"]]

    async def outside(self, actor: str | None, one: str) -> None:
        """There is no such link."""
        assert (await self.client.graphql(actor, ITEM, {"i": one}))["item"] is None, actor
        assert await self.finds(actor, one) is None
        if actor is not None:
            with pytest.raises(Refused) as refused:
                await self.client.call(actor, "GET", "dialogue", f"/peer-links/{one}")
            assert refused.value.status == 404

    async def finds(self, actor: str | None, one: str, **asked: Any) -> Any:
        """The link in a list that is narrowed so."""
        nodes = (await self.client.graphql(actor, LIST, {"f": asked or None}))["peerLinks"]["nodes"]
        return next((node for node in nodes if node["itemId"] == one), None)

    async def listed(self, country: str, one: str) -> Any:
        """The link in the public directory of a country."""
        found = (await self.client.graphql(None, DIRECTORY, {"c": country}))["whoDoesWhat"]
        return next((node for node in found["links"] if node["itemId"] == one), None)


def today(**changes: Any) -> dict[str, Any]:
    return exchange_body(datetime.now(UTC).date(), **changes)


async def test_niger_and_zambia_agree_a_link_and_hold_two_exchanges(stack: Stack, client: Client) -> None:
    walk = Walk(client)
    assert (await walk.no(NIGER, WISH, c=link_body(ZMB, NER, countries=[NER, NER])))[2] == [
        ("/countries/1", "twice"), ("/parties/1", "twice"),
    ]  # fmt: skip
    made = await walk.said(NIGER, WISH, c=link_body(ZMB))
    one = made["link_id"]
    assert (made["status"], made["region"]) == ("wished", "wca")
    assert (await walk.told(ZAMBIA, ZMB, "peer-link-wished", of=one))["need"] == "must_act"
    asked = await walk.seen(ZAMBIA, one, lambda item: [it["code"] for it in item["steps"]] == ["link_word"])
    assert asked["parties"] == [NER]
    for actor in (NGO, *OUTSIDE):
        await walk.outside(actor, one)
    assert (await walk.no(NIGER, EXCHANGE, i=one, e=today(), v=1))[:2] == (409, "link_wished")
    assert (await walk.no(OFFICER, ANSWER, i=one, a=True, v=1))[:2] == (403, "not_permitted")
    assert (await walk.no(NIGER, ANSWER, i=one, a=True, v=1))[:2] == (403, "not_asked")
    assert (await walk.said(ZAMBIA, ANSWER, i=one, a=True, v=1))["status"] == "agreed"
    await walk.told(NIGER, NER, "peer-link-agreed", of=one)
    await exchanges(walk, one)
    await published(walk, stack, one)
    await ended(walk, stack, one)


async def exchanges(walk: Walk, one: str) -> None:
    """Each side records one; both find both, others none."""
    wrong = today(held_on="2020-01-01", title="Write to ana@asylum.example")
    assert {code for _, code in (await walk.no(ZAMBIA, EXCHANGE, i=one, e=wrong, v=2))[2]} == {
        "names_a_person",
        "out_of_order",
    }
    assert (await walk.said(ZAMBIA, EXCHANGE, i=one, e=today(), v=2))["status"] == "active"
    assert (await walk.no(NIGER, EXCHANGE, i=one, e=today(), v=3))[2] == [("/title", "twice")]
    await walk.said(NIGER, EXCHANGE, i=one, e=today(kind="training", title="Training at Diffa", language="fr"), v=3)
    await walk.told(ZAMBIA, ZMB, "peer-exchange-held", of=one)
    for actor in (NIGER, ZAMBIA, OFFICER, "zmb-office"):
        item = await walk.seen(actor, one, lambda item: len(item["state"]["exchanges"]) == 2)
        assert {it["recorded_by"] for it in item["state"]["exchanges"]} == {NER, ZMB}
    assert await walk.finds(NIGER, one, search="mobile", party=ZMB, functionalArea="registration", status=["active"])
    for actor in OUTSIDE:
        await walk.outside(actor, one)


async def published(walk: Walk, stack: Stack, one: str) -> None:
    """Public with the second word, and what is public alone."""
    await walk.said(NIGER, PUBLISH, i=one, p=True, v=4)
    assert await walk.listed(NER, one) is None
    await walk.said(ZAMBIA, PUBLISH, i=one, p=True, v=5)
    for country in (NER, ZMB):
        found = await until(lambda country=country: walk.listed(country, one), "the link in the directory")  # type: ignore[misc]
        assert (found["title"], found["parties"]) == ("Mobile registration", [NER, ZMB])
        assert ("goal" in found["state"]["content"], found["state"]["exchanges"]) == (False, [])
    assert await walk.listed("iso3166:TCD", one) is None
    for actor in ("tcd-authority", None):
        node = await walk.finds(actor, one)
        assert "Meheba" not in str(node)
        assert "goal" not in str(node)
        assert (await walk.client.graphql(actor, ITEM, {"i": one}))["item"]["history"] is None
    (said,) = [it for it in await everything(stack.addresses["kafka"], [PUBLIC_PEER_LINK]) if it.key == one]
    assert b"Mobile registration" in said.body
    assert b"Meheba" not in said.body


async def ended(walk: Walk, stack: Stack, one: str) -> None:
    """One word taken back takes it from the public; who leaves ends a link of two, and both read on what they did."""
    await walk.said(ZAMBIA, PUBLISH, i=one, p=False, v=6)

    async def gone() -> bool:
        return await walk.listed(NER, one) is None and await walk.finds(None, one) is None

    assert await until(gone, "the link out of the public")

    async def emptied() -> bool:
        current = await everything(stack.addresses["kafka"], [PUBLIC_PEER_LINK_CURRENT])
        return [it.body for it in current if it.key == one][-1:] == [b""]

    assert await until(emptied, "a tombstone")
    last = await walk.said(NIGER, LEAVE, i=one, r="Both teams register", v=7)
    assert (last["status"], last["reason"]) == ("ended", "Both teams register")
    spoken = await walk.told(ZAMBIA, ZMB, "peer-link-ended", of=one, words=True)
    assert spoken["spoken"][0]["text"] == "Both teams register"
    for actor in (NIGER, ZAMBIA):
        await walk.seen(actor, one, lambda item: item["status"] == "ended" and len(item["state"]["exchanges"]) == 2)
    assert (await walk.no(ZAMBIA, EXCHANGE, i=one, e=today(title="Once more"), v=8))[:2] == (409, "link_ended")


@pytest.mark.paragraph("20")
async def test_who_knows_nobody_asks_and_nobody_is_named_before_it_says_yes(client: Client) -> None:
    walk = Walk(client, "link-that-is-asked")
    one = (
        await walk.said(NIGER, WISH, c=link_body(title="Interpreters by telephone", goal="To learn", countries=[NER]))
    )["link_id"]
    assert (await walk.told(OFFICER, "unhcr-bureau:wca", "peer-link-wished", of=one))["need"] == "must_act"
    await walk.seen(OFFICER, one, lambda item: [it["code"] for it in item["steps"]] == ["introduce"])
    assert (await walk.no(NIGER, INTRODUCE, i=one, p=[ZMB], v=1))[:2] == (403, "not_permitted")
    await walk.said(OFFICER, INTRODUCE, i=one, p=[ZMB, "org:ecre"], v=1)
    assert (await walk.told(NGO, "org:ecre", "peers-introduced", of=one))["need"] == "must_act"
    told = await walk.seen(NGO, one, lambda item: item["state"])
    assert ([it["party"] for it in told["state"]["parties"]], ZMB in str(told)) == ([NER, "org:ecre"], False)
    await walk.said(ZAMBIA, ANSWER, i=one, a=False, v=2)

    async def out() -> bool:
        return (await client.graphql(ZAMBIA, ITEM, {"i": one}))["item"] is None

    assert await until(out, "Zambia outside the link")
    await walk.outside(ZAMBIA, one)
    mine = await walk.seen(NIGER, one, lambda item: item["status"] == "wished")
    assert (ZMB in str(mine), "org:ecre" in str(mine)) == (False, False)
    agreed = await walk.said(NGO, ANSWER, i=one, a=True, v=3)
    assert [it["party"] for it in agreed["parties"]] == [NER, "org:ecre"]
    await walk.seen(NIGER, one, lambda item: item["parties"] == [NER, "org:ecre"])
    none = (await walk.said(NIGER, WISH, c=link_body(title="Detention reviews", goal="To learn", countries=[NER])))[
        "link_id"
    ]
    assert (await walk.no(NIGER, WITHDRAW, i=none, r="No", v=1))[:2] == (403, "not_permitted")
    await walk.said(OFFICER, WITHDRAW, i=none, r="We know nobody yet", v=1)
    said = await walk.told(NIGER, NER, "peer-link-ended", of=none, words=True)
    assert said["spoken"][0]["text"] == "We know nobody yet"
