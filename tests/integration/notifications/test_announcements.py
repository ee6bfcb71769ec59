"""What leaves by webhook, and what does not (W10): clearance, filters, words taken back, positions in order of commits."""

import asyncio
import json
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
import sqlalchemy as sa

from deploy.local.provision import working
from services.notifications.actions.webhook import OPERATIONAL_TYPES, PUBLIC_TYPES
from services.notifications.domain.announcement import MOST_BYTES, announced, body_of, may_leave
from services.notifications.domain.endpoint import Heading, Interest, refusal
from services.notifications.storage.announcements import HEARD, AnnouncementRepository
from services.notifications.storage.positions import take_positions
from shared.contracts.catalogue import events
from shared.contracts.classification import Classification
from shared.contracts.event import Event
from shared.contracts.matching import MatchPublished
from shared.runtime.db.cause import ByClock
from shared.runtime.identifiers import new_id
from tests.support.notifications_desk import PUBLISHED, NotificationsDesk
from tools.contracts.example import envelope_of, example_of, said
from tools.faults.receivers import Farm


def planted(event: type[Event]) -> Event:
    """An event with a canary in every free text."""
    made = example_of(event.model_json_schema(mode="serialization"), lambda path: f"CANARY-{said(path)}")
    return event.model_validate(made)


@pytest.mark.paragraph("17")
async def test_no_event_leaves_above_the_clearance_of_an_endpoint(notifications: NotificationsDesk, farm: Farm) -> None:
    """Every event type there is, with canaries in all its texts, to endpoints that ask for all they can."""
    for n in range(0, len(PUBLIC_TYPES), 20):
        await notifications.endpoint(farm.url("/ok/thin"), event_types=PUBLIC_TYPES[n : n + 20])
    await notifications.endpoint(farm.url("/ok/full"), event_types=PUBLIC_TYPES[:20], full_body=True)
    await notifications.endpoint(farm.url("/ok/officer"), "wca-officer", event_types=OPERATIONAL_TYPES, full_body=True)
    public = set()
    for kind in events():
        one = notifications.decoded(planted(kind).model_copy(update={"aggregate_id": new_id(notifications.clock)}))
        await notifications.handle(one)
        if kind.classification is Classification.UNCLASSIFIED:
            public.add(one.envelope.id)
    await notifications.send(notifications.queues())
    assert {json.loads(call.body)["id"] for call in farm.calls if call.path != "/ok/officer"} == public
    assert {json.loads(call.body)["type"] for call in farm.of("/ok/officer")} == set(OPERATIONAL_TYPES)
    assert all(len(call.body) <= MOST_BYTES for call in farm.calls)
    # A thin body says the reference and nothing else of the data.
    for call in farm.of("/ok/thin"):
        assert set(json.loads(call.body)["data"]) <= {"reference", "url"}
        assert call.body.count(b"CANARY") <= 1
    assert any(b"CANARY" in call.body for call in farm.of("/ok/full"))


@pytest.mark.control
def test_an_internal_event_may_not_leave_and_says_so() -> None:
    inside = [kind for kind in events() if kind.classification is not Classification.UNCLASSIFIED]
    assert [kind.wire_type for kind in inside if may_leave(planted(kind))] == sorted(OPERATIONAL_TYPES, reverse=True)


@pytest.mark.paragraph("17")
async def test_words_that_were_taken_back_come_back_by_no_way(notifications: NotificationsDesk, farm: Farm) -> None:
    """Narrowed, then withdrawn: what waits, is retried or replayed says the newest words or none."""
    made = await notifications.endpoint(farm.url("/ok/1"), full_body=True)
    wide = await notifications.publish(summary="CANARY-1", gap="CANARY-2")
    subject = wide.envelope.subject
    await notifications.publish(subject, summary="CANARY-1")
    queues = notifications.queues()
    await notifications.send(queues)
    assert [b"CANARY-2" in call.body for call in farm.calls] == [False, False]
    assert sum(b"CANARY-1" in call.body for call in farm.calls) == 1
    await notifications.retract(subject)
    await notifications.send(queues)
    farm.calls.clear()
    await notifications.call(
        "integrator-observer", "POST", f"/webhooks/{made['webhook_id']}/replay", {"delivered": True}
    )
    await notifications.send(queues)
    assert len(farm.calls) == 3
    assert not any(b"CANARY" in call.body for call in farm.calls)
    assert not any("CANARY" in str(row["data"]) for row in await notifications.rows("select data from announcement"))


@pytest.mark.paragraph("17")
async def test_an_older_word_that_comes_late_is_erased_too(notifications: NotificationsDesk, farm: Farm) -> None:
    """A dead letter put back in turn after its item was withdrawn."""
    await notifications.endpoint(farm.url("/ok/1"), full_body=True)
    late = notifications.decoded(notifications.published("r1", summary="CANARY"))
    await notifications.retract("r1")
    await notifications.handle(late)
    await notifications.send(notifications.queues())
    assert len(farm.calls) == 2
    assert not any(b"CANARY" in call.body for call in farm.calls)


AREAS = ["registration", "appeals", "training"]


def somehow(chance: random.Random, kinds: Sequence[str]) -> tuple[Interest, Heading]:
    """An endpoint and an announcement, any of either."""
    level = chance.choice([Classification.UNCLASSIFIED, Classification.CONFIDENTIAL])

    def some(of: Sequence[str]) -> list[str]:
        return chance.sample(of, chance.randint(0, len(of)))

    interest = Interest(
        some(kinds),
        some(["wca", "eap"]),
        some(AREAS),
        chance.choice([Classification.UNCLASSIFIED, Classification.CONFIDENTIAL]),
    )
    return interest, Heading(chance.choice(kinds), chance.choice(["wca", "eap", "mena"]), some(AREAS), level)


async def test_the_database_and_the_rule_agree_on_who_hears(notifications: NotificationsDesk) -> None:
    """The fan-out asks in SQL what domain.endpoint.refusal says, so that "why not" is answered with the truth."""
    chance, wrong, heard = random.Random(11), [], 0
    question = f"""select exists (select from (select true as active, null::timestamptz as disabled_at, $1::text[] as event_types,
        $2::text[] as regions, $3::text[] as functional_areas, $4::text as clearance) w cross join
        (select $5::text as type, $6::text as region, $7::text[] as areas, $8::text as classification) a where {HEARD})"""
    connection = await asyncpg.connect(working(notifications.settings.database_url))
    for _ in range(2000):
        interest, heading = somehow(chance, ["a", "b", "c"])
        found = await connection.fetchval(
            question, interest.event_types, interest.regions, interest.functional_areas, interest.clearance.value,
            heading.type, heading.region, heading.areas, heading.classification.value,
        )  # fmt: skip
        heard += found
        if found != (refusal(interest, heading) is None):
            wrong.append((interest, heading))
    await connection.close()
    assert wrong == []
    assert 100 < heard < 1900


async def test_who_heard_of_an_item_hears_that_it_is_gone(notifications: NotificationsDesk, farm: Farm) -> None:
    """A retraction carries no area; the item's earlier areas decide."""
    await notifications.endpoint(farm.url("/ok/law"), functional_areas=["legislation"])
    await notifications.endpoint(farm.url("/ok/registration"), functional_areas=["registration"])
    line = {"line_id": "1", "functional_area": "registration"}
    event = await notifications.publish(lines=[line])
    await notifications.retract(event.envelope.subject)
    await notifications.send(notifications.queues())
    assert [call.path for call in farm.calls] == ["/ok/registration"] * 2


def test_areas_are_found_wherever_they_stand() -> None:
    fields = {
        "functional_areas": ["appeals"],
        "lines": [{"functional_area": "registration"}, {"functional_area": "appeals"}],
    }
    event = MatchPublished.model_validate({"aggregate_id": "m", "aggregate_version": 1, "fields": fields})
    assert announced(event, envelope_of(MatchPublished)).areas == ("appeals", "registration")


def test_a_thin_body_says_nothing_of_the_data_but_its_reference() -> None:
    kind = next(kind for kind in events() if kind.wire_type == PUBLISHED)
    one = announced(planted(kind), envelope_of(kind))
    assert set(json.loads(body_of(one, "https://x.org", full=False))["data"]) == {"reference", "url"}


async def positions(
    notifications: NotificationsDesk, writers: int, each: int, take: Any
) -> tuple[list[int], list[int]]:
    """Writers that hold their transaction for a while or roll back, and a reader with a cursor; what is there, what it saw."""
    chance, seen, done = random.Random(5), [], asyncio.Event()
    owner = await asyncpg.connect(working(notifications.owner_url))
    await owner.execute("create table placed (position bigint); create sequence careless")
    await owner.close()
    engine = notifications.database.engine

    async def write(seed: int) -> None:
        mine = random.Random(seed)
        for _ in range(each):
            async with engine.connect() as connection:
                transaction = await connection.begin()
                position = await take(connection)
                await connection.execute(sa.text("insert into placed values (:p)"), {"p": position})
                await asyncio.sleep(mine.random() * 0.01)
                await (transaction.rollback() if mine.random() < 0.1 else transaction.commit())

    async def read() -> None:
        cursor = 0
        connection = await asyncpg.connect(working(notifications.settings.database_url))
        while True:
            last = done.is_set()
            for row in await connection.fetch("select position from placed where position > $1 order by 1", cursor):
                cursor = row["position"]
                seen.append(cursor)
            if last:
                break
            await asyncio.sleep(chance.random() * 0.003)
        await connection.close()

    reading = asyncio.create_task(read())
    await asyncio.gather(*(write(n) for n in range(writers)))
    done.set()
    await reading
    return [row["position"] for row in await notifications.rows("select position from placed order by 1")], seen


async def test_a_reader_that_remembers_a_position_misses_nothing(notifications: NotificationsDesk) -> None:
    async def take(connection: Any) -> int:
        return await take_positions(connection, "announcements", 1) + 1

    there, seen = await positions(notifications, 6, 25, take)
    assert there == seen == list(range(1, len(there) + 1))


@pytest.mark.control
async def test_with_a_sequence_of_the_database_the_same_reader_misses_some(notifications: NotificationsDesk) -> None:
    async def take(connection: Any) -> int:
        return int((await connection.execute(sa.text("select nextval('careless')"))).scalar_one())

    there, seen = await positions(notifications, 6, 25, take)
    assert set(seen) < set(there)


async def test_old_announcements_go_but_what_stands_and_what_waits_stays(
    notifications: NotificationsDesk, farm: Farm
) -> None:
    await notifications.publish("stands")
    await notifications.publish("stands")
    await notifications.publish("gone")
    await notifications.retract("gone")
    await notifications.endpoint(farm.url("/ok/1"))
    await notifications.publish("waits")
    await notifications.retract("waits")
    notifications.advance(days=91)
    async with notifications.database.unit_of_work(ByClock("test")) as uow:
        repository = AnnouncementRepository(uow.connection, uow.clock)
        assert await repository.sweep(timedelta(days=90)) == 3
        left = await repository.page(0, 100, [Classification.UNCLASSIFIED])
    assert [one.subject for one in left] == ["stands", "waits", "waits"]
