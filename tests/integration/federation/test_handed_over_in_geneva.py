"""Geneva shows what was handed over once, at its new owner, with one history; a date before finds it where it was (WM 6)."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from shared.runtime.kafka.records import Record
from tests.support.moving_country import NAMES, START, Move, move
from tests.support.read_model import ReadModel, read_model

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.paragraph("6")]
LIST = """query($t: DateTime) { supportRequests(asOf: $t, first: 50) { totalCount nodes { itemId region status } } }"""
ITEM = """query($k: String!, $t: DateTime) { item(key: $k, asOf: $t) { region status version reference
  history { type at } versions { number } } }"""
COUNTED = "select region, unit, label, items from rollup where figure = 'status' and items > 0 order by 1, 2, 3"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def composed(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Move, ReadModel]]:
    async with AsyncExitStack() as stack:
        folder = tmp_path_factory.mktemp("handed-over")
        geneva = await read_model(postgres, folder, START, "handed_over_geneva")
        yield await move(stack, postgres, folder), geneva
        await geneva.close()


def twins(run: Move, name: str) -> list[Record]:
    """What a deployment has said to others, as a replicator brings it to Geneva."""
    records = run.regions[name].log.records
    return [
        replace(one, topic=f"{name}.{topic}")
        for (topic, _), found in sorted(records.items()) if topic.startswith("acsg.federated.") for one in found
    ]  # fmt: skip


async def listed(geneva: ReadModel, moment: str | None = None) -> list[tuple[str, str]]:
    found = (await geneva.ask("geneva-officer", LIST, t=moment))["supportRequests"]
    assert found["totalCount"] == len(found["nodes"])
    return sorted((one["region"], one["status"]) for one in found["nodes"])


async def test_one_item_one_place_one_history(composed: tuple[Move, ReadModel]) -> None:
    run, geneva = composed
    one, waiting = await run.submit(), await run.submit(state="NER")
    await run.done("wca", "tcd-authority", "PUT", "intake", f"/support-requests/{one['request_id']}/content",
                   {**one["content"], "title": "A second version"})  # fmt: skip
    await run.in_line(one)
    offer = await run.offer()
    await run.settle()
    match = await run.propose(one["request_id"], offer)
    await run.settle()
    await geneva.told(twins(run, "wca"))
    assert await listed(geneva) == [("wca", "in_line"), ("wca", "submitted")]
    before = run.clock.now().isoformat()
    await run.order()
    await run.settle()
    run.clock.advance(days=7)
    for _ in range(2):
        await run.look()
    geneva.clock.moment = run.clock.now()
    # The link to the receiver is cut: what left is still there, and says where it went.
    await geneva.told(twins(run, "wca"))
    assert await listed(geneva) == [("wca", "handed_over"), ("wca", "submitted")]
    await geneva.told(twins(run, "esa"))
    assert await listed(geneva) == [("esa", "in_line"), ("wca", "submitted")]
    assert await listed(geneva, before) == [("wca", "in_line"), ("wca", "submitted")]
    for key in (one["request_id"], one["reference"]):
        found = (await geneva.ask("geneva-officer", ITEM, k=key))["item"]
        assert (found["region"], found["status"], found["reference"]) == ("esa", "in_line", one["reference"])
    steps = [step["type"].rpartition(".")[2] for step in found["history"] if ".intake." in step["type"]]
    assert steps == ["support-request-submitted", "support-request-revised", "request-found-in-line",
                     "consent-to-solicit-given", "request-handed-over", "request-taken-over"]  # fmt: skip
    assert [version["number"] for version in found["versions"]] == [1, 2]
    then = (await geneva.ask("geneva-officer", ITEM, k=one["reference"], t=before))["item"]
    assert (then["region"], then["status"]) == ("wca", "in_line")
    moved = (await geneva.ask("geneva-officer", ITEM, k=match["match_id"]))["item"]
    assert (moved["region"], moved["status"], moved["reference"]) == ("esa", "reserved", match["reference"])
    assert [tuple(row) for row in await geneva.rows(COUNTED)] == [
        ("esa", "match", "reserved", 1), ("esa", "need", "met", 1), ("esa", "request", "in_line", 1),
        ("wca", "offer", "live", 1), ("wca", "request", "submitted", 1),
    ]  # fmt: skip
    assert waiting["region"] == NAMES[0]


async def test_the_order_of_arrival_does_not_matter(
    composed: tuple[Move, ReadModel], postgres: Postgres, tmp_path: Any
) -> None:
    run, geneva = composed
    other = await read_model(postgres, tmp_path, START, "handed_over_other")
    try:
        other.clock.moment = geneva.clock.now()
        await other.told(reversed(twins(run, "esa")), batch=3)
        await other.told(reversed(twins(run, "wca")), batch=3)
        assert await listed(other) == await listed(geneva)
        assert [tuple(r) for r in await other.rows(COUNTED)] == [tuple(r) for r in await geneva.rows(COUNTED)]
    finally:
        await other.close()
