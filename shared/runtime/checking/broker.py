"""The broker: reachable, with our user let in, with the topics of the service and what it may do on them."""

import ssl
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from typing import Any

from confluent_kafka import KafkaError, KafkaException, TopicCollection
from confluent_kafka.admin import AclOperation, AdminClient

from shared.contracts.catalogue import topics_of
from shared.contracts.topic import Topic
from shared.runtime.checking.asked import CheckAsked
from shared.runtime.checking.finding import CheckFinding, fault, good
from shared.runtime.checking.reached import STEP_S, Unreached, reach, split
from shared.runtime.kafka.administrator import administrator
from shared.runtime.kafka.clients import PLAINTEXT, BrokerDoor
from shared.runtime.kafka.reads import Reads

RULES = "python -m deploy.access own gives users their rules (docs/broker.md)"


def broker(asked: CheckAsked) -> Iterator[CheckFinding]:
    """Our own, and those of other deployments that are read directly."""
    settings = asked.settings
    yield from _doors(asked, "broker", settings.bus)
    for alias in settings.remotes:
        yield from _door("broker of " + alias, settings.remote_bus(alias))


def _doors(asked: CheckAsked, what: str, door: BrokerDoor) -> Iterator[CheckFinding]:
    found = list(_door(what, door))
    yield from found
    if all(one.ok for one in found):
        client = administrator(door)
        yield from _topics(asked, client)
        yield from _groups(asked, client)


def _door(what: str, door: BrokerDoor) -> Iterator[CheckFinding]:
    reached, problems = [], []
    try:
        tls = door.tls() if door.protocol != PLAINTEXT else None
    except (OSError, ssl.SSLError):
        yield fault(what, "ACSG_KAFKA_CA cannot be read as certificates", "a PEM file, readable by this process")
        return
    for address in door.bootstrap.split(","):
        try:
            reach(*split(address, 9092), tls)
            reached.append(address.strip())
        except Unreached as away:
            problems.append(str(away))
    if not reached:
        yield fault(what, "; ".join(problems), "is ACSG_KAFKA_BOOTSTRAP right, and does the broker run there?")
        return
    try:
        client = administrator(door)
        cluster = client.describe_cluster(request_timeout=STEP_S).result(STEP_S + 1)
    except OSError:
        yield fault(what, "the password's file cannot be read", "a file with one line, readable by this process")
        return
    except (KafkaException, TimeoutError) as refused:
        yield fault(what, f"{reached[0]}: it does not answer {door.user or 'us'} ({_code(refused)})", _why(door))
        return
    as_whom = f" as {door.user}" if door.user else ""
    yield good(what, f"{reached[0]}{as_whom}, {len(cluster.nodes)} of it", "; ".join(problems))


def _why(door: BrokerDoor) -> str:
    if door.user:
        return "the password is not the one that the broker has for this user, or it speaks another mechanism"
    return "it may ask everybody who he is: set ACSG_KAFKA_SECURITY"


def _code(refused: Exception) -> str:
    error = refused.args[0] if refused.args and isinstance(refused.args[0], KafkaError) else None
    return error.name() if error is not None else "no answer"


def reads_of(service: Any) -> Reads:
    """What a composed service reads, in all its processes."""
    found: Reads = service.reads
    for consumer in service.consumers:
        found |= consumer.reads
    return found


def _topics(asked: CheckAsked, client: AdminClient) -> Iterator[CheckFinding]:
    own: dict[str, Topic] = {topic.name: topic for topic in topics_of(asked.name)}
    home = reads_of(asked.service).home if asked.service else frozenset()
    names = sorted({*own, *home})
    if not names:
        yield good("topics", "none are needed")
        return
    answers = client.describe_topics(TopicCollection(names), include_authorized_operations=True, request_timeout=STEP_S)
    faults: dict[str, list[str]] = {}
    for name, answer in answers.items():
        if said := _of_topic(own.get(name), name in home, answer, prepared=not asked.is_for("prepare")):
            faults.setdefault(said, []).append(name)
    for said, on in faults.items():
        do = f"python -m services.{asked.name} prepare" if said in _MADE else RULES
        yield fault("topics", f"{said}: {', '.join(on)}", do)
    if not faults:
        yield good("topics", f"{len(own)} of its own, {len(home)} that it reads")


_NOT_THERE, _TOO_FEW, _NO_ANSWER = "not there", "with too few partitions", "no answer"
_MADE = {_NOT_THERE, _TOO_FEW}


def _of_topic(topic: Topic | None, is_read: bool, answer: "Future[Any]", *, prepared: bool) -> str:
    """What is wrong with a topic; empty when nothing is. One of another service may not be made yet."""
    try:
        found = answer.result(STEP_S + 1)
    except (KafkaException, TimeoutError) as refused:
        code = _code(refused)
        if code == "UNKNOWN_TOPIC_OR_PART":
            return _NOT_THERE if topic is not None and prepared else ""
        return "no right to see" if code == "TOPIC_AUTHORIZATION_FAILED" else _NO_ANSWER
    may = set(found.authorized_operations or ())
    wanted = {AclOperation.WRITE} if topic is not None else set()
    wanted |= {AclOperation.READ} if is_read or (topic is not None and topic.compacted) else set()
    lacking = sorted(one.name.lower() for one in wanted - may)
    if lacking:
        return f"no right to {' and '.join(lacking)}"
    return _TOO_FEW if topic is not None and len(found.partitions) < topic.partitions else ""


def _groups(asked: CheckAsked, client: AdminClient) -> Iterator[CheckFinding]:
    groups: Iterable[str] = sorted(reads_of(asked.service).groups) if asked.service else ()
    if not groups:
        return
    answers = client.describe_consumer_groups(list(groups), include_authorized_operations=True, request_timeout=STEP_S)
    refused = []
    for name, answer in answers.items():
        try:
            may = set(answer.result(STEP_S + 1).authorized_operations or ())
        except (KafkaException, TimeoutError) as error:
            if _code(error) == "GROUP_AUTHORIZATION_FAILED":
                refused.append(name)
            continue
        refused += [name] if AclOperation.READ not in may else []
    if refused:
        yield fault("groups", f"no right to read in: {', '.join(refused)}", RULES)
    else:
        yield good("groups", f"{len(answers)} in which it reads")
