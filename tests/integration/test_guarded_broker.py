"""S18: at a broker as it is deployed everybody says who he is, and does what is his; two deployments, every user."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiokafka.errors import KafkaError as Refused
from confluent_kafka import KafkaException
from confluent_kafka.admin import (
    AclBinding,
    AclOperation,
    AclPermissionType,
    NewTopic,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from deploy.access.broker import AccessBroker
from deploy.access.own import Place, own_users
from deploy.access.provisioning import provision
from deploy.access.rules import grant
from deploy.local.kafka.broker import Kafka
from shared.contracts.intake import SUPPORT_REQUEST
from shared.runtime.kafka import clients
from shared.runtime.kafka.administrator import administrator
from shared.runtime.kafka.clients import ADMIN, SASL_PLAINTEXT, BrokerDoor
from tests.support.guarded import GENEVA, WCA, guarded_broker, link_of, may, names_at
from tests.support.integrator import DENIED
from tests.support.knock import Knock
from tests.support.poll import until

pytestmark = pytest.mark.long

OK = 0
PLACES = [WCA, GENEVA]


@pytest.fixture(scope="module", params=PLACES, ids=lambda place: place.deployment)
def place(request: pytest.FixtureRequest) -> Place:
    found: Place = request.param
    return found


@pytest.fixture(scope="module")
def broker(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    """Of the deployment, with every topic that a broker of it can have, made by its administrator."""
    with guarded_broker(tmp_path_factory.mktemp(place.deployment), place) as kafka:
        made = [NewTopic(name, 1, 1) for name in names_at(place) if name != "__consumer_offsets"]
        admin = administrator(kafka.door)
        for future in admin.create_topics(made).values():
            future.result(30)
        yield kafka


def door_of(kafka: Kafka, user: str) -> BrokerDoor:
    """As the user comes in."""
    return link_of(kafka, user) if user.startswith("acsg.from.") else kafka.door_of(user)


async def allowed(attempt: Callable[[str], Awaitable[int]], name: str) -> bool:
    """Whether it was done, or refused; a topic that was made a moment ago may have no leader yet."""

    async def said() -> int | None:
        code = await attempt(name)
        return code + 1 if code == OK or code in DENIED else None

    return await until(said, f"an answer about {name}") == OK + 1


async def strange(place: Place, kafka: Kafka) -> list[str]:
    """What a user can do that it may not, or cannot that it may; empty is right. Counts what was tried."""
    found, tried = [], 0
    for user in (one.name for one in own_users(place)):
        async with Knock(door_of(kafka, user)) as knock:
            for name in names_at(place):
                for what, attempt in (("read", knock.read), ("write", knock.write)):
                    tried += 1
                    if await allowed(attempt, name) != may(place, user, what, name):
                        found.append(f"{user} {what} {name}")
            for attempt in (knock.delete, knock.widen):
                for name in ("__consumer_offsets", "esa.acsg.federated.match", SUPPORT_REQUEST.name):
                    tried += 1
                    found += [] if await attempt(name) != OK else [f"{user} {attempt.__name__} {name}"]
            for name in ("acsg.planted", "esa.acsg.planted", f"{place.deployment}.acsg.planted"):
                tried += 1
                found += [] if await knock.create(name) != OK else [f"{user} creates {name}"]
    assert tried > len(own_users(place)) * 2 * 20
    return found


async def test_every_user_at_every_topic(place: Place, broker: Kafka) -> None:
    assert await strange(place, broker) == []


@pytest.mark.control
async def test_a_rule_for_everybody_is_found_and_does_not_last(place: Place, broker: Kafka) -> None:
    """The table above sees a broker that is open; users made anew close it."""
    for principal in ("User:*", "User:acsg.from.geneva" if place is WCA else "User:acsg.from.wca"):
        planted = AclBinding(
            ResourceType.TOPIC, "acsg.", ResourcePatternType.PREFIXED, principal, "*", AclOperation.READ,
            AclPermissionType.ALLOW,
        )  # fmt: skip
        admin = administrator(broker.door)
        admin.create_acls([planted])[planted].result(10)
        reader = "acsg.from.geneva" if place is WCA else "acsg.from.wca"
        internal = "acsg.intake.support-request" if place is WCA else "acsg.notifications.delivery"

        async def opened(reader: str = reader, internal: str = internal) -> bool:
            async with Knock(door_of(broker, reader)) as knock:
                return await knock.read(internal) == OK

        assert await until(opened, "the planted rule to hold")
        assert f"{reader} read {internal}" in await strange(place, broker)
        assert broker.secrets is not None
        assert provision(broker.door, own_users(place), broker.secrets) == (0, 1)

        async def closed() -> bool:
            return not await opened()

        assert await until(closed, "the planted rule to be gone")
    assert await strange(place, broker) == []


async def enters(door: BrokerDoor) -> bool:
    """Whether anything is answered to who comes in so."""
    try:
        async with asyncio.timeout(20):
            async with Knock(door) as knock:
                return await knock.find_offsets(SUPPORT_REQUEST.name) is not None
    except (Refused, OSError, TimeoutError, asyncio.IncompleteReadError):
        return False


async def test_nobody_comes_in_without_saying_who_he_is(place: Place, broker: Kafka, tmp_path: Path) -> None:
    """Anonymous, in the clear, with a wrong password, with one that is good at another listener, under another
    authority: at every listener."""
    good = door_of(broker, "acsg.gateway")
    assert await enters(good)
    assert await enters(broker.door)
    assert good.authority is not None
    ports = [broker.ports.inner, broker.ports.controller, broker.ports.services, broker.ports.integrators]
    assert broker.ports.link is not None
    (tmp_path / "wrong").write_text("guessed-and-guessed-and-guessed")
    for port in [*ports, broker.ports.link[0]]:
        there = f"127.0.0.1:{port}"
        tried = {
            "anonymous": BrokerDoor(there),
            "anonymous over TLS": BrokerDoor(there, authority=good.authority, protocol="SSL"),
            "in the clear": replace(good, bootstrap=there, protocol=SASL_PLAINTEXT),
            "wrong password": replace(good, bootstrap=there, password=tmp_path / "wrong"),
            "wrong administrator": replace(broker.door, bootstrap=there, password=tmp_path / "wrong"),
            "nobody": replace(good, bootstrap=there, user="acsg.nobody"),
            "administrator over TLS": replace(good, bootstrap=there, user=ADMIN, password=broker.door.password),
            "another authority": replace(good, bootstrap=there, authority=None),
        }
        assert [what for what, door in tried.items() if await enters(door)] == []


def test_nobody_gives_himself_or_another_more(place: Place, broker: Kafka) -> None:
    for user in ("acsg.gateway", "acsg.mirror"):
        mine = administrator(door_of(broker, user))
        wider = AclBinding(
            ResourceType.TOPIC, "acsg.", ResourcePatternType.PREFIXED, f"User:{user}", "*", AclOperation.ALL,
            AclPermissionType.ALLOW,
        )  # fmt: skip
        with pytest.raises(KafkaException) as refused:
            mine.create_acls([wider])[wider].result(10)
        assert refused.value.args[0].code() in DENIED
        info = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 8192)
        new = UserScramCredentialUpsertion(ADMIN, info, b"a-password-of-mine-for-the-administrator")
        with pytest.raises(KafkaException) as refused:
            mine.alter_user_scram_credentials([new])[ADMIN].result(10)
        assert refused.value.args[0].code() in DENIED


def test_integrators_and_own_users_do_not_meet(place: Place, broker: Kafka) -> None:
    """An integrator stays through a provisioning, is listed alone, and cannot be called as one of ours."""
    access = AccessBroker(broker.door)
    access.create(grant("iom", "public", None, []))
    assert broker.secrets is not None
    assert provision(broker.door, own_users(place), broker.secrets) == (0, 0)
    assert ([one.name for one in access.grants()], set(access.users())) == (["iom"], {"iom"})
    for mine in ("acsg.intake", ADMIN):
        with pytest.raises(ValueError, match="is no name"):
            grant(mine, "public", None, [])
        with pytest.raises(LookupError):
            access.rotate(mine)
        with pytest.raises(LookupError):
            access.revoke(mine)


def held(path: Path) -> bytes:
    """What stands in a file of a running broker."""
    try:
        return path.read_bytes()
    except FileNotFoundError:  # a segment that was forgotten just now
        return b""


def test_no_file_of_the_broker_holds_a_password(broker: Kafka) -> None:
    assert broker.secrets is not None
    known = [file.read_bytes() for file in broker.secrets.iterdir() if file.suffix != ".pem"]
    files = [path for path in Path(broker.folder).rglob("*") if path.is_file()]
    assert len(known) > 5
    assert len(files) > 10
    found = [path for path in files if any(one in held(path) for one in known)]
    assert found == []


async def test_a_password_changes_while_its_user_works(place: Place, broker: Kafka) -> None:
    """The new one is taken from the file at the next connection: nothing is started again, nothing is lost."""
    if place is not WCA:
        pytest.skip("one broker is enough")
    assert broker.secrets is not None
    writes = clients.producer(broker.door_of("acsg.intake"), acks="all", enable_idempotence=True)
    reads = clients.consumer(
        broker.door_of("acsg.matching"), group_id="wca-matching-board", auto_offset_reset="earliest",
        session_timeout_ms=6000, enable_auto_commit=False,
    )  # fmt: skip
    await writes.start()
    await reads.start()
    try:
        reads.subscribe([SUPPORT_REQUEST.name])
        got: set[bytes] = set()

        async def read(value: bytes) -> bool:
            for records in (await reads.getmany(timeout_ms=200)).values():
                got.update(record.value for record in records)
            return value in got

        await writes.send_and_wait(SUPPORT_REQUEST.name, b"before", partition=0)
        assert await until(lambda: read(b"before"), "what was written before")
        old = {user: (broker.secrets / user).read_text() for user in ("acsg.intake", "acsg.matching")}
        for user in old:
            # In place: a container is shown the file, and not its folder.
            with (broker.secrets / user).open("r+") as file:
                file.write(secrets.token_urlsafe(32))
        provision(broker.door, own_users(place), broker.secrets)
        await writes.send_and_wait(SUPPORT_REQUEST.name, b"between", partition=0)
        # Every connection ends, and has to be opened with the new password.
        broker.stop()
        await asyncio.to_thread(broker.start, 180)
        await writes.send_and_wait(SUPPORT_REQUEST.name, b"after", partition=0)
        assert await until(lambda: read(b"after"), "what was written after", 120)
        assert got >= {b"before", b"between", b"after"}
    finally:
        await asyncio.gather(writes.stop(), reads.stop())
    for user, password in old.items():
        (broker.secrets / "old").write_text(password)
        assert not await enters(replace(broker.door_of(user), password=broker.secrets / "old"))
        assert await enters(broker.door_of(user))
