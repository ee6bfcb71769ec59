"""Access of integrators on the real broker (S18): every principal against every topic, groups, rotation, revocation."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiokafka.errors import KafkaError as ConnectionRefused
from confluent_kafka import KafkaError, KafkaException, Producer
from confluent_kafka.admin import AclBinding, AclOperation, AclPermissionType, ResourcePatternType, ResourceType

from deploy.access.broker import AccessBroker, Unknown
from deploy.access.rules import NotAllowed, grant
from deploy.local.kafka.broker import Kafka
from deploy.local.kafka.jars import install
from deploy.local.processes import port
from shared.contracts.catalogue import topics
from shared.contracts.topic import Tier
from shared.modalities.access.actions import READ_INTERNAL_TOPIC, READ_PUBLIC_TOPIC
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import ANYTHING
from shared.runtime.kafka.topics import ensure_topics
from shared.runtime.settings import RuntimeSettings
from tests.support.integrator import DENIED, SECONDS, Integrator
from tests.support.knock import Knock
from tests.support.poll import until

pytestmark = pytest.mark.long

REAUTHENTICATE_MS = 2000
ONE = "acsg.public.match"
OUR_GROUP = "wca-notifications-audiences"
OK, REFUSED = 0, KafkaError.TOPIC_AUTHORIZATION_FAILED
NAMES = [topic.name for topic in topics()]
PUBLIC = {topic.name for topic in topics() if topic.tier is Tier.PUBLIC}


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    """A broker of its own, with one record on partition 0 of each topic of the catalogue."""
    install()
    ports = [port(0, "test") for _ in range(3)]
    kafka = Kafka(tmp_path_factory.mktemp("access"), *ports, reauthenticate_ms=REAUTHENTICATE_MS)
    kafka.start()
    try:
        yield kafka
    finally:
        kafka.stop()


@pytest.fixture(scope="module")
async def filled(broker: Kafka) -> Kafka:
    settings = RuntimeSettings(
        service="test", database_url="postgresql://none", mode="development", kafka_bootstrap=broker.bootstrap
    )
    await ensure_topics(settings, topics())
    fill(broker, NAMES)
    return broker


def fill(broker: Kafka, names: list[str]) -> None:
    writer = Producer({"bootstrap.servers": broker.bootstrap, "acks": "all"})
    for name in names:
        writer.produce(name, b"{}", key=b"k", partition=0)
    assert writer.flush(20) == 0


@pytest.fixture(scope="module")
def access(filled: Kafka) -> AccessBroker:
    return AccessBroker(filled.door)


@pytest.fixture(scope="module")
def iom(filled: Kafka, access: AccessBroker) -> Integrator:
    """May read every public topic."""
    return Integrator(filled.integrators, "iom", access.create(grant("iom", "public", None, [])), "iom.")


@pytest.fixture(scope="module")
def euaa(filled: Kafka, access: AccessBroker, iom: Integrator) -> Integrator:
    """May read one public topic."""
    return Integrator(filled.integrators, "euaa", access.create(grant("euaa", ONE, None, [])), "euaa.")


def test_the_broker_holds_what_the_policy_says() -> None:
    """The policy function and the rules given on the broker cannot part: one decides, the other repeats it."""
    someone = Actor("integrator-iom", Role.INTEGRATOR, "org:iom")
    assert decide(someone, READ_PUBLIC_TOPIC, ANYTHING).allowed
    assert not decide(someone, READ_INTERNAL_TOPIC, ANYTHING).allowed
    with pytest.raises(NotAllowed, match=r"acsg\.intake\.support-request"):
        grant("iom", "acsg.intake.support-request", None, [])


async def test_every_integrator_against_every_topic(filled: Kafka, iom: Integrator, euaa: Integrator) -> None:
    tried = 0
    for who, allowed in ((iom, PUBLIC), (euaa, {ONE})):
        assert who.visible() == allowed
        async with Knock(who) as knock:
            for name in (*NAMES, "__consumer_offsets"):
                may = name in allowed
                for attempt in (knock.read, knock.find_offsets):
                    assert await attempt(name) == (OK if may else REFUSED), (who.name, name, attempt.__name__)
                for attempt in (knock.write, knock.configure, knock.widen, knock.delete):
                    assert await attempt(name) == REFUSED, (who.name, name, attempt.__name__)
                tried += 6
            assert await knock.create("acsg.public.planted") in DENIED
    assert tried == 2 * 6 * (len(NAMES) + 1)
    async with Knock(Integrator(filled.bootstrap, "", "", "")) as ours:
        assert [await ours.find_offsets(name) for name in NAMES] == [OK] * len(NAMES)


def test_nobody_joins_the_group_of_another(iom: Integrator, euaa: Integrator) -> None:
    assert iom.join("iom.main", ONE) is None
    for group in ("euaa.main", "iom", OUR_GROUP, "other"):
        assert iom.join(group, ONE) in DENIED
    assert euaa.join("iom.main", ONE) in DENIED
    listed = euaa.admin.list_consumer_groups(request_timeout=10).result(10)
    assert [group.group_id for group in listed.valid if not group.group_id.startswith("euaa.")] == []


def test_nobody_gives_himself_more(iom: Integrator, access: AccessBroker) -> None:
    wider = AclBinding(
        ResourceType.TOPIC, "acsg.", ResourcePatternType.PREFIXED, "User:iom", "*", AclOperation.ALL, AclPermissionType.ALLOW
    )  # fmt: skip
    with pytest.raises(KafkaException) as refused:
        iom.admin.create_acls([wider])[wider].result(10)
    assert refused.value.args[0].code() in DENIED
    assert {one.name for one in access.grants()} >= {"iom"}
    assert iom.visible() == PUBLIC


def test_what_cannot_be_given_is_said(access: AccessBroker, iom: Integrator) -> None:
    with pytest.raises(NotAllowed, match="there already"):
        access.create(grant("iom", "public", None, []))
    for prefix in ("iom", "euaa.", "iom.sub", ".", "wca-notifications-audiences"):
        with pytest.raises(NotAllowed, match="no beginning"):
            grant("iom", "public", prefix, [])
    with pytest.raises(NotAllowed) as faults:
        grant("-X", "acsg.intake.support-request", "no dot", ["?"])
    assert all(words in str(faults.value) for words in ("no name", "no beginning", "no alias", "not a public topic"))
    assert grant("iom", "public", "iom.live.", ["wca"]).prefixes == ("acsg.public.", "wca.acsg.public.")


def test_a_wrong_password_and_no_password_are_refused(filled: Kafka, iom: Integrator) -> None:
    wrong = Integrator(filled.integrators, "iom", "guessed", "iom.")
    none = Integrator(filled.integrators, "iom", "", "iom.", (("security.protocol", "PLAINTEXT"),))
    for who in (wrong, none):
        with pytest.raises(KafkaException):
            who.visible()


def test_the_files_of_the_broker_hold_no_password(filled: Kafka, iom: Integrator) -> None:
    files = [path for path in Path(filled.folder).rglob("*") if path.is_file()]
    assert len(files) > 10
    assert not any(iom.password.encode() in path.read_bytes() for path in files if path.exists())


async def test_after_rotation_the_old_password_opens_nothing(filled: Kafka, access: AccessBroker) -> None:
    """The rule: new connections need the new password at once; running ones must prove themselves at the time limit."""
    old = Integrator(filled.integrators, "rotating", access.create(grant("rotating", ONE, None, [])), "rotating.")
    said: list[int] = []
    running = old.consumer(error_cb=lambda error: said.append(error.code()))
    running.subscribe([ONE])
    assert (message := running.poll(10)) is not None
    assert message.error() is None
    new = Integrator(filled.integrators, "rotating", access.rotate("rotating"), "rotating.")
    with pytest.raises(KafkaException):
        old.visible()
    assert new.visible() == {ONE}

    async def refused() -> bool:
        running.poll(0.1)
        return KafkaError._AUTHENTICATION in said

    await until(refused, "the running connection to be refused", REAUTHENTICATE_MS / 1000 + 15)
    running.close()


async def test_with_the_right_password_the_time_limit_costs_nothing(filled: Kafka, iom: Integrator) -> None:
    """Control of the test above: the same limit, the right password, nothing lost."""
    running = iom.consumer("iom.long")
    running.subscribe([ONE])
    writer = Producer({"bootstrap.servers": filled.bootstrap})
    sent: list[bytes] = []
    got: set[bytes] = set()

    began = time.monotonic()

    def enough() -> bool:
        return len(sent) >= 40 and time.monotonic() - began > 3 * REAUTHENTICATE_MS / 1000

    async def all_read() -> bool:
        if not enough():
            sent.append(b"%d" % len(sent))
            writer.produce(ONE, sent[-1], partition=0)
            assert writer.flush(SECONDS) == 0
        while (message := running.poll(0.1)) is not None:
            assert message.error() is None
            got.add(message.value())
        return enough() and got >= set(sent)

    await until(all_read, "every record across several time limits")
    running.close()


async def test_a_revoked_integrator_is_cut_off(filled: Kafka, access: AccessBroker) -> None:
    """On the connection that is open, within a second or two; and no other can be opened."""
    gone = Integrator(filled.integrators, "gone", access.create(grant("gone", "public", None, [])), "gone.")
    assert gone.join("gone.main", ONE) is None
    async with Knock(gone) as running:
        assert await running.read(ONE) == OK
        assert access.revoke("gone") == []

        async def refused() -> bool:
            try:
                return await running.read(ONE) == REFUSED
            except ConnectionRefused:
                return True  # the time limit came first, and the password is gone

        await until(refused, "the running connection to be refused")
    with pytest.raises(KafkaException):
        replace(gone).visible()
    assert "gone" not in access.users()
    assert "gone" not in {one.name for one in access.grants()}
    with pytest.raises(Unknown):
        access.rotate("gone")


def test_groups_that_still_have_members_are_said(filled: Kafka, access: AccessBroker) -> None:
    leaving = Integrator(filled.integrators, "leaving", access.create(grant("leaving", ONE, None, [])), "leaving.")
    running = leaving.consumer()
    running.subscribe([ONE])
    assert running.poll(SECONDS) is not None
    assert access.revoke("leaving") == ["leaving.main"]
    running.close()


@pytest.mark.control
async def test_our_own_door_is_not_the_integrators_door(filled: Kafka) -> None:
    """Control of the matrix: the same requests at the inner door succeed, so it is the rules that refuse them."""
    async with Knock(Integrator(filled.bootstrap, "", "", "")) as ours:
        assert await ours.create("acsg.test.planted") == OK

        async def led() -> bool:
            return await ours.read("acsg.test.planted") == OK

        await until(led, "a leader of the topic")
        for attempt in (ours.find_offsets, ours.write, ours.widen, ours.configure, ours.delete):
            assert await attempt("acsg.test.planted") == OK, attempt.__name__
