"""No deployment speaks for another (WM 6): forged records of every kind, on the real broker, are dead letters and nothing else."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa

from deploy.local.kafka.broker import Kafka
from deploy.local.kafka.jars import install
from deploy.local.postgres import Postgres
from deploy.local.processes import port
from services.gateway.main import build as build_gateway
from services.gateway.projections.projector import FOREIGN
from services.gateway.settings import GatewaySettings
from services.matching.main import build as build_matching
from services.matching.settings import MatchingSettings
from services.matching.storage.repository import BoardRepository
from services.roster.main import build as build_roster
from services.roster.settings import RosterSettings
from services.roster.storage.repository import OfferRepository
from shared.contracts import dialogue, intake, matching, roster
from shared.contracts.shapes.match import MatchState
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.entry import Service
from shared.runtime.kafka import consumer as consuming
from tests.support.databases import Named, environment
from tests.support.forged import causes, dead, forged, golden, reading, written
from tests.support.poll import until

pytestmark = pytest.mark.long

ONE = golden("acsg.roster.offer-listed")["body"]["aggregate_id"]
CAUSE = ByClock("test")


@pytest.fixture
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    """A broker for each test, so that nothing forged by another one stands on its topics."""
    install()
    kafka = Kafka(tmp_path_factory.mktemp("forged"), *(port(0, "test") for _ in range(3)))
    kafka.start()
    try:
        yield kafka
    finally:
        kafka.stop()


COUNT = iter(range(1000))


@pytest_asyncio.fixture(loop_scope="session")
async def given(broker: Kafka, postgres: Postgres, tmp_path: Path) -> AsyncIterator[Any]:
    """Makes a service of a deployment, on its own database and the test's broker."""
    made: list[Service] = []

    async def make(service: str, deployment: str, **more: Any) -> Service:
        kinds: dict[str, Any] = {
            "gateway": (build_gateway, GatewaySettings), "roster": (build_roster, RosterSettings),
            "matching": (build_matching, MatchingSettings),
        }  # fmt: skip
        build, settings = kinds[service]
        values = await environment(postgres, tmp_path, service, f"forged_{service}_{next(COUNT)}")
        values |= {"deployment": deployment, "kafka_bootstrap": broker.bootstrap, "hub": "geneva", **more}
        made.append(build(settings(**values), SystemClock(), Named()))
        return made[-1]

    yield make
    for one in made:
        await one.database.dispose()


async def rows(database: Database, query: str) -> list[Any]:
    async with database.reading() as connection:
        return [tuple(row) for row in await connection.execute(sa.text(query))]


EVERYTHING = """select 'item' from item union all select 'history' from history union all select 'cursor' from stream_cursor
    union all select 'gap' from gap union all select 'epoch' from reconciliation union all select 'rollup' from rollup"""


def all_kinds(way: str, says: str, inside: str | None = None) -> list[Any]:
    """One record of every event that Geneva follows."""
    return [forged(event, way, says, inside) for event in FOREIGN["global"]]


def falsehoods(tag: str) -> list[Any]:
    """What wca could write: in the name of esa, in its own with esa's state, past its mirror, on another topic."""
    offer = roster.OfferListed
    return [
        *all_kinds(f"{tag}.", "esa"),
        forged(offer, f"{tag}.", tag, "esa"),
        forged(offer, f"{tag}.", tag, source="/acsg/esa/roster"),
        forged(offer, f"{tag}.", tag, source=f"/acsg/{tag}/intake"),
        forged(offer, f"{tag}.esa.", "esa"),
        forged(offer, f"{tag}.", "geneva"),
        forged(offer, f"{tag}.", tag, stream="acsg.intake.support-request/3"),
        forged(offer, f"{tag}.", tag, stream="acsg.roster.support-offer/4", sequence=9_000_000),
        forged(offer, f"{tag}.", "esa", epoch=7),
        forged(offer, f"{tag}.", tag, subject="another"),
        (f"{tag}.acsg.federated.match", *forged(offer, f"{tag}.", tag)[1:]),
    ]


async def test_geneva_takes_nobodys_word_for_another(broker: Kafka, given: Any) -> None:
    service = await given("gateway", "geneva", scope="global")
    consumer, lies = service.consumers[0], falsehoods("wca")
    await written(broker.bootstrap, lies)
    async with reading(consumer):
        found = await dead(consumer, len(lies))
        assert {one.partition(":")[0] for one in found} == {"wrong origin"}, found
        assert await rows(service.database, EVERYTHING) == []
        await written(broker.bootstrap, [forged(roster.OfferListed, "esa.", "esa")])

        async def came() -> list[Any] | None:
            return await rows(service.database, "select region, kind from item") or None

        assert await until(came, "the true one") == [("esa", "offer")]
    assert len(await causes(consumer)) == len(lies)


@pytest.mark.control
async def test_without_the_check_every_one_of_them_is_believed(
    broker: Kafka, given: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consuming, "hold_to_origin", lambda *_: None)
    service = await given("gateway", "geneva", scope="global")
    lies = [
        *all_kinds("europe.", "esa"),
        forged(roster.OfferListed, "europe.", "esa", epoch=7, id="other", sequence=18),
    ]
    await written(broker.bootstrap, lies)
    async with reading(service.consumers[0]):

        async def believed() -> bool:
            kinds = {row[0] for row in await rows(service.database, "select kind from item where region = 'esa'")}
            epochs = await rows(service.database, "select epoch from reconciliation where region = 'esa'")
            return kinds >= {"request", "offer", "match", "meeting", "need"} and epochs == [(7,)]

        assert await until(believed, "the forged ones as esa's own")


def _offer(region: str) -> SupportOfferState:
    body = golden("acsg.roster.offer-listed")["body"]["offer"]
    capacity = [{"line_id": "1", "unit": "expert_days", "quantity": "1", "reserved": "0", "committed": "0",
                 "remaining": "1"}]  # fmt: skip
    return SupportOfferState.model_validate(body | {"region": region, "capacity": capacity})


def _asks(body: dict[str, Any]) -> None:
    body["match"]["reservations"] = [
        {"reservation_id": "r-1", "offer_id": ONE, "offer_region": "esa", "status": "requested"}
    ]


async def _held(given: Any, broker: Kafka, asker: str) -> tuple[Service, Any]:
    """The roster of esa, which holds capacity for a match of a deployment; it is being read for."""
    service = await given("roster", "esa")
    async with service.database.unit_of_work(CAUSE) as uow:
        await OfferRepository(uow.connection).add(_offer("esa"))
    await written(broker.bootstrap, [forged(matching.MatchProposed, f"geneva.{asker}.", asker, body=_asks)])
    return service, service.consumers[0]


async def _status(service: Service, status: str) -> None:
    async def so() -> bool:
        return await rows(service.database, "select status from reservation") == [(status,)]

    await until(so, f"a reservation that is {status}")


def _later(body: dict[str, Any]) -> None:
    _asks(body)
    body["aggregate_version"] = 2


ENDINGS = (matching.MatchReleased, matching.MatchRefused, matching.MatchConfirmed, matching.MatchHandedOver)


async def test_a_reservation_is_ended_and_committed_by_who_asked_alone(broker: Kafka, given: Any) -> None:
    service, consumer = await _held(given, broker, "europe")
    async with reading(consumer):
        await _status(service, "held")
        lies = [forged(event, "geneva.wca.", says, body=_later, id=f"{event.__name__}-{says}")
                for event in ENDINGS for says in ("wca", "europe")]  # fmt: skip
        await written(broker.bootstrap, lies)
        found = await dead(consumer, len(lies))
        assert {one.partition(":")[0] for one in found} == {"wrong origin"}
        assert await rows(service.database, "select status, match_region from reservation") == [("held", "europe")]
        assert await rows(service.database, "select * from ended_match") == []
        await written(broker.bootstrap, [forged(matching.MatchConfirmed, "geneva.europe.", "europe", body=_later)])
        await _status(service, "committed")


@pytest.mark.control
async def test_without_the_check_anybody_ends_a_reservation(
    broker: Kafka, given: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, consumer = await _held(given, broker, "mena")
    async with reading(consumer):
        await _status(service, "held")
        monkeypatch.setattr(consuming, "hold_to_origin", lambda *_: None)
        lie = forged(matching.MatchReleased, "geneva.wca.", "mena", body=_later, id="control")
        await written(broker.bootstrap, [lie])

        async def freed() -> bool:
            found = await rows(service.database, "select status from reservation where match_region = 'mena'")
            return found == [("released",)]

        assert await until(freed, "what wca ended for mena")


def _titled(title: str, version: int) -> Any:
    def change(body: dict[str, Any]) -> None:
        body["aggregate_version"] = version
        body["offer"]["content"]["title"] = title

    return change


async def _copy(service: Service, title: str) -> bool:
    async with service.database.reading() as connection:
        known = await BoardRepository(connection).offer(ONE)
    return known is not None and known.content.title == title


@asynccontextmanager
async def _revised_by_another(given: Any, broker: Kafka) -> AsyncIterator[Service]:
    """The matching of europe, told of esa's offer and of a higher version that wca says of it in its own name."""
    service: Service = await given("matching", "europe")
    async with reading(service.consumers[0]):
        theirs = forged(roster.OfferListed, "geneva.esa.", "esa", body=_titled("Theirs", 1))
        await written(broker.bootstrap, [theirs])
        await until(lambda: _copy(service, "Theirs"), "the copy")
        await written(broker.bootstrap, [forged(roster.OfferRevised, "geneva.wca.", "wca", body=_titled("FORGED", 9))])
        yield service


async def test_an_identifier_is_spoken_for_by_its_owner_alone(broker: Kafka, given: Any) -> None:
    """In its own name too: a copy is kept under the identifier alone, and the higher version would win."""
    async with _revised_by_another(given, broker) as service:
        assert (await dead(service.consumers[0], 1))[0].startswith("wrong origin: " + ONE)
        assert await _copy(service, "Theirs")


@pytest.mark.control
async def test_without_the_check_the_higher_version_wins(
    broker: Kafka, given: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def everybody(*_: Any) -> None:
        return None

    monkeypatch.setattr(consuming, "hold_to_speakers", everybody)
    async with _revised_by_another(given, broker) as service:
        assert await until(lambda: _copy(service, "FORGED"), "another deployment's words in the copy")


async def test_only_the_owner_that_was_asked_answers_a_reservation(broker: Kafka, given: Any) -> None:
    service = await given("matching", "mena")
    body = golden("acsg.matching.match-proposed")["body"] | {"aggregate_version": 1}
    _asks(body)
    match = MatchState.model_validate(body["match"] | {"region": "mena"})
    async with service.database.unit_of_work(CAUSE) as uow:
        await BoardRepository(uow.connection).keep_match(match, 1)

    def answer(body: dict[str, Any]) -> None:
        body |= {"match_region": "mena", "match_id": match.match_id, "reservation_id": "r-1", "aggregate_id": "wca-own"}
        body["offer"]["offer_id"] = "wca-own"

    consumer = service.consumers[0]
    lies = [forged(event, "geneva.wca.", "wca", body=answer) for event in
            (roster.CapacityReserved, roster.CapacityReservationRefused)]  # fmt: skip
    await written(broker.bootstrap, lies)
    async with reading(consumer):
        found = await dead(consumer, 2)
        assert sum("was not asked of it" in one for one in found) == 2, found
        status = "select state ->> 'status', state #>> '{reservations,0,status}' from match"
        assert await rows(service.database, status) == [("reserving", "requested")]


def test_the_kinds_are_those_that_leave() -> None:
    kinds = {event.topic.aggregate for event in FOREIGN["global"]}
    assert kinds >= {"support-request", "support-offer", "match", "meeting", "open-need", "handover", "solicitation"}
    assert {dialogue.MeetingConvened, intake.CountryHandoverCalledBack} <= set(FOREIGN["global"])
