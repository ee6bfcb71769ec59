"""The integrators' door as it is deployed: over TLS, with the one command that lets them in and out."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from confluent_kafka import KafkaException
from dotenv import dotenv_values

from deploy.certificates import authority, authority_file, server_file
from deploy.local.kafka.broker import Kafka
from deploy.local.kafka.jars import install
from deploy.local.processes import ROOT, port
from shared.contracts.matching import PUBLIC_MATCH
from shared.runtime.clock import SystemClock
from shared.runtime.kafka.topics import ensure_topics
from shared.runtime.settings import RuntimeSettings
from tests.support.integrator import Integrator

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("door")


@pytest.fixture(scope="module")
def broker(folder: Path) -> Iterator[Kafka]:
    """A broker whose door for integrators has a certificate."""
    now = SystemClock().now()
    ours, key = authority(now)
    authority_file(folder, "ours.pem", ours)
    authority_file(folder, "others.pem", authority(now)[0])
    install()
    ports = [port(0, "test") for _ in range(3)]
    kafka = Kafka(folder / "kafka", *ports, certificate=server_file(folder, ours, key, now))
    kafka.start()
    yield kafka
    kafka.stop()


@pytest.fixture(scope="module")
async def running(broker: Kafka) -> Kafka:
    settings = RuntimeSettings(
        service="test", database_url="postgresql://none", mode="development", kafka_bootstrap=broker.bootstrap
    )
    await ensure_topics(settings, [PUBLIC_MATCH])
    return broker


def command(broker: Kafka, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The command as an operator gives it."""
    where = {"ACSG_KAFKA_BOOTSTRAP": broker.bootstrap, "ACSG_KAFKA_INTEGRATORS": broker.integrators}
    line = [sys.executable, "-m", "deploy.access", *arguments]
    return subprocess.run(line, cwd=ROOT, env=os.environ | where, capture_output=True, text=True, timeout=60)


def trusting(broker: Kafka, folder: Path, given: dict[str, str | None], file: str) -> Integrator:
    """The integrator with these settings, who trusts this authority."""
    more = (("security.protocol", "SASL_SSL"), ("ssl.ca.location", str(folder / file)))
    return Integrator(broker.integrators, given["ACSG_USERNAME"] or "", given["ACSG_PASSWORD"] or "", "iom.", more)


def test_one_command_lets_in_renews_and_shuts_out(running: Kafka, folder: Path) -> None:
    out = folder / "secrets/iom.env"
    made = command(running, "create", "iom", "--out", str(out))
    assert made.returncode == 0, made.stderr
    assert out.stat().st_mode & 0o077 == 0
    given = dotenv_values(out)
    assert given["ACSG_GROUP"] == "iom.main"
    assert (given["ACSG_PASSWORD"] or "?") not in made.stdout + made.stderr
    iom = trusting(running, folder, given, "ours.pem")
    assert iom.visible() == {PUBLIC_MATCH.name}
    assert "iom\tgroups iom.*\tacsg.public.*\tactive" in command(running, "list").stdout

    renewed = command(running, "rotate", "iom")
    assert renewed.returncode == 0, renewed.stderr
    password = dict(line.split("=", 1) for line in renewed.stdout.splitlines())["ACSG_PASSWORD"]
    assert replace(iom, password=password).visible() == {PUBLIC_MATCH.name}
    assert iom.visible() == {PUBLIC_MATCH.name}, "a connection that is open outlives its password for a while"
    with pytest.raises(KafkaException):
        replace(iom).visible()

    assert command(running, "revoke", "iom").stdout.startswith("iom is cut off")
    with pytest.raises(KafkaException):
        replace(iom, password=password).visible()
    assert "iom" not in command(running, "list").stdout


def test_only_tls_of_the_right_authority_is_spoken(running: Kafka, folder: Path) -> None:
    made = command(running, "create", "euaa", "--topics", PUBLIC_MATCH.name)
    given: dict[str, str | None] = dict(line.split("=", 1) for line in made.stdout.splitlines())
    assert trusting(running, folder, given, "ours.pem").visible() == {PUBLIC_MATCH.name}
    in_the_clear = replace(
        trusting(running, folder, given, "ours.pem"), more=(("security.protocol", "SASL_PLAINTEXT"),)
    )
    for who in (trusting(running, folder, given, "others.pem"), in_the_clear):
        with pytest.raises(KafkaException):
            who.visible()


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("create", "spy", "--topics", "acsg.intake.support-request"), 2, "is not a public topic"),
        (("create", "Spy!"), 2, "is no name"),
        (("create", "spy", "--groups-prefix", "euaa."), 2, "is no beginning of its groups"),
        (("rotate", "nobody"), 2, "no integrator 'nobody'"),
        (("revoke", "nobody"), 2, "no integrator 'nobody'"),
        (("create",), 2, "name the integrator"),
        (("list", "--bootstrap", "127.0.0.1:1"), 1, "the broker at 127.0.0.1:1"),
    ],
)
def test_what_cannot_be_given_is_said(running: Kafka, arguments: tuple[str, ...], status: int, words: str) -> None:
    said = command(running, *arguments)
    assert (said.returncode, said.stdout) == (status, "")
    assert words in said.stderr
