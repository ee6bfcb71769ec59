"""A peer link over real mirrors: Niger at its bureau, France at another, Zambia at Geneva; each hears and answers at its own, and Geneva
counts it (WM 1, 6, 20).
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.e2e.federation.test_meetings_across import told
from tests.support.peer_links import NER, ZMB, exchange_body, link_body
from tests.support.poll import until
from tests.support.world import World

FRA = "iso3166:FRA"
WHERE = {"wca": ("ner-authority", NER), "europe": ("fra-authority", FRA), "geneva": ("zmb-authority", ZMB)}
ANSWER = """mutation($i: String!, $v: Int!, $k: String!) { answerPeerLink(linkId: $i, accepts: true, expectedVersion: $v, key: $k)
  { state version problem { code } } }"""
EXCHANGE = """mutation($i: String!, $e: JSON!, $v: Int!, $k: String!) { recordExchange(linkId: $i, exchange: $e, expectedVersion: $v, key: $k)
  { state version problem { code } } }"""


async def heard(world: World, one: str, where: str, kind: str) -> bool:
    return kind in await told(world, where, *WHERE[where], one)


@pytest.mark.clause("1.4")
@pytest.mark.paragraph("1")
async def test_three_parties_of_three_counters_agree_and_exchange(world: World) -> None:
    wca = world.client("wca")
    made = await wca.call("ner-authority", "POST", "dialogue", "/peer-links", link_body(ZMB, FRA))
    one = made["link_id"]
    for where in ("europe", "geneva"):
        await until(lambda where=where: heard(world, one, where, "peer-link-wished"), f"the wish at {where}")  # type: ignore[misc]
    await world.shown("europe", one, "wished", "fra-authority")
    item: Any = await world.item("europe", one, "fra-authority")
    assert [it["party"] for it in item["state"]["parties"]] == [NER, FRA], "Zambia has said nothing yet"
    done = (
        await world.client("europe").graphql("fra-authority", ANSWER, {"i": one, "v": 1, "k": f"{one} france-enters"})
    )["answerPeerLink"]
    assert done["problem"] is None, done

    async def answer() -> Any:
        said = await world.client("geneva").graphql(
            "zmb-authority", ANSWER, {"i": one, "v": 2, "k": f"{one} zambia-enters"}
        )
        return said["answerPeerLink"]["problem"] is None

    await until(answer, "Zambia's word at Geneva")
    for where, (actor, _) in WHERE.items():
        await world.shown(where, one, "agreed", actor)
    assert await until(lambda: heard(world, one, "wca", "peer-link-agreed"), "the agreement at Niger's bureau")
    today = datetime.now(UTC).date()
    done = (
        await world.client("geneva").graphql(
            "zmb-authority", EXCHANGE, {"i": one, "e": exchange_body(today), "v": 3, "k": f"{one} zambia-showed"}
        )
    )["recordExchange"]
    assert done["problem"] is None, done
    second = exchange_body(today, kind="training", title="Training at Diffa")
    await wca.call("ner-authority", "POST", "dialogue", f"/peer-links/{one}/exchanges", second)

    async def both(where: str, actor: str) -> bool:
        found: Any = await world.item(where, one, actor)
        return found is not None and len(found["state"]["exchanges"]) == 2

    for where, (actor, _) in WHERE.items():
        await until(lambda where=where, actor=actor: both(where, actor), f"both exchanges at {where}")  # type: ignore[misc]
    assert await world.item("europe", one, "deu-authority") is None
    counted = await world.client("geneva").graphql(
        "geneva-officer", "{ peerLinks(first: 10) { nodes { itemId status } } }"
    )
    assert [it for it in counted["peerLinks"]["nodes"] if it["itemId"] == one] == [{"itemId": one, "status": "active"}]
