"""The worklist as a table: equal to what a plain oracle says for readers of every role, whatever came in whatever order."""

import random
from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa

from deploy.local.postgres import Postgres
from services.gateway.projections import worklist as keeping
from services.gateway.projections.rebuild import forget
from services.gateway.read_model import readable
from services.gateway.read_model.beside import beside
from services.gateway.read_model.places import PRESENT
from services.gateway.read_model.reader import ItemReader, may_read
from services.gateway.read_model.step_words import what
from services.gateway.read_model.tables import item
from services.gateway.read_model.worklist import worklist
from shared.modalities.access.actor import Actor
from shared.runtime.kafka.records import Record
from tests.support import plain_worklist
from tests.support.owing_world import BEGIN, READERS, world
from tests.support.read_model import ReadModel, read_model
from tools.bench.world import Region, Told

pytestmark = pytest.mark.long

MOMENTS = (
    BEGIN + timedelta(days=2),
    datetime.fromisoformat("2026-03-24T00:00:00Z"),
    BEGIN + timedelta(days=90),
    BEGIN + timedelta(days=200),
)
Lines = list[tuple[Any, ...]]


def records(size: int, *, at_home: bool, seed: int = 1) -> list[Record]:
    """A world as the bus brings it: of wca, and of europe what a meeting says is europe's."""
    regions = {"wca": Region("wca", at_home=at_home), "europe": Region("europe")}
    found = []
    for at, event in world(seed, size):
        meeting = getattr(event, "meeting", None)
        told = Told(event.wire_type, event.aggregate_id, event.aggregate_version, event.model_dump(mode="json"), at)
        found.append(regions[meeting.region if meeting is not None else "wca"].record(told))
    return found


@pytest_asyncio.fixture(loop_scope="session", params=["wca", "geneva"])
async def model(postgres: Postgres, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[ReadModel]:
    scope = "global" if request.param == "geneva" else "regional"
    made = await read_model(
        postgres, tmp_path, BEGIN, f"worklist_{request.param}", deployment=request.param, scope=scope
    )
    yield made
    await made.close()


def at_home(model: ReadModel) -> bool:
    return model.settings.deployment == "wca"


async def everything(model: ReadModel) -> list[Any]:
    """Every row that there is, as a service reads it."""
    async with model.database.reading() as connection:
        return list((await connection.execute(sa.select(item, beside(PRESENT)))).all())


def _plain(rows: Iterable[Any], actor: Actor, now: datetime, *, mine: bool) -> Lines:
    """What the oracle says: all that may be read, one step of one party after the other."""
    alive = [
        r for r in rows
        if (r.kind == "need" or (r.kind, r.status) in {("match", "reserved"), ("delivery", "failed"), ("meeting", "convened"),
                                                       ("offer", "awaiting_parties"), ("offer", "live")}
            or (r.kind in {"request", "engagement"} and r.status not in {"withdrawn", "handed_over"})) and may_read(actor, r)
    ]  # fmt: skip
    steps = plain_worklist.steps_for(actor, alive, plain_worklist.worklist(alive, now, 30, 7))
    chosen = [one for one in steps if not mine or actor.party in one.who]
    # What several parties owe for one reason is told in one line or in several: the same is said.
    found = [
        (one.region, one.kind, one.item_id, one.reference, party, one.what, one.paragraph, one.due_at, one.late)
        for one in chosen
        for party in one.who
        if not mine or one.what != "answer as a party that is named" or party == actor.party
    ]
    return sorted(found, key=repr)


async def _kept(model: ReadModel, actor: Actor, now: datetime, *, mine: bool, part: int = 7) -> Lines:
    """What the read model answers, page after page."""
    found, after = [], None
    while True:
        async with model.database.reading(actor) as connection:
            page = await worklist(ItemReader(connection, actor, now), now, part, mine=mine, after=after)
        found += page
        if len(page) < part:
            break
        after = page[-1].due_at, page[-1].place
    assert [one.due_at for one in found] == sorted(one.due_at for one in found)
    return sorted(
        (
            (o.region, o.kind, o.item_id, o.reference, party, what(o.words, o.details), o.paragraph, o.due_at, o.late)
            for o in found
            for party in o.who
            if not mine or o.code != "naming" or party == actor.party
        ),
        key=repr,
    )


async def differing(model: ReadModel, moments: Iterable[datetime] = MOMENTS) -> list[str]:
    """Readers whose list is not the oracle's."""
    rows, wrong, said = await everything(model), [], 0
    for actor in READERS:
        for now in moments:
            for mine in (False, True):
                right = _plain(rows, actor, now, mine=mine)
                said += len(right)
                if (kept := await _kept(model, actor, now, mine=mine)) != right:
                    less, more = set(right) - set(kept), set(kept) - set(right)
                    wrong.append(
                        f"{actor.subject} on {now:%d %b}: lacks {sorted(less, key=repr)[:2]}, has {sorted(more, key=repr)[:2]}"
                    )
    assert said > 500, "the world must make somebody owe something"
    return wrong


async def test_the_worklist_equals_the_oracle_for_readers_of_every_role(model: ReadModel) -> None:
    assert len(READERS) >= 45
    told = records(40, at_home=at_home(model))
    await model.told(told, batch=37)
    assert await differing(model) == []


async def test_it_is_the_same_in_whatever_order_events_come_and_after_a_rebuild(model: ReadModel) -> None:
    told = records(25, at_home=at_home(model))
    await model.told(told)
    before = await model.digest()
    await forget(model.database, model.consumer)
    assert await model.value("select count(*) from step") == 0
    random.Random(3).shuffle(told)
    await model.told(told, batch=11)
    assert await model.digest() == before
    assert await differing(model, MOMENTS[:1]) == []


@pytest.mark.control
@pytest.mark.parametrize("planted", ["cut", "unsaid", "policy"])
async def test_control_a_worklist_that_is_wrong_is_found(
    model: ReadModel, monkeypatch: pytest.MonkeyPatch, planted: str
) -> None:
    if planted == "cut":
        kept = keeping.lines_of
        monkeypatch.setattr(keeping, "lines_of", lambda row, limits: kept(row, limits) if row.id[-1] != "5" else [])
    elif planted == "policy":
        monkeypatch.setitem(readable.OF_STEPS, "meeting", readable.OF_STEPS["delivery"])
    await model.told(records(25, at_home=at_home(model)))
    if planted == "unsaid":
        await model.change("delete from step where code = 'seek'")
    assert await differing(model, MOMENTS[:1]) != []
