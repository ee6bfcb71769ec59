"""How a process comes in to the bus is held at its start: every fault named, and nothing in the clear beyond this machine."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from shared.runtime.bus_settings import on_this_machine
from shared.runtime.kafka.clients import SASL_SSL
from shared.runtime.settings import RuntimeSettings


def settings(**given: Any) -> RuntimeSettings:
    return RuntimeSettings(service="intake", database_url="postgresql://none", **given)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "acsg.intake").write_text("first\n")
    (tmp_path / "acsg.from.wca").write_text("there")
    (tmp_path / "ca.pem").write_text("-")
    return {"kafka_security": SASL_SSL, "kafka_user": "acsg.intake", "kafka_bootstrap": "kafka:9095",
            "kafka_password_file": tmp_path / "acsg.intake", "kafka_ca": tmp_path / "ca.pem"}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kafka_bootstrap": "kafka:9092"}, "kafka:9092 is not on this machine"),
        ({"kafka_bootstrap": "127.0.0.1:1,kafka:9092"}, "is not on this machine"),
        ({"remotes": {"geneva": "geneva-kafka:9096"}}, "geneva-kafka:9096 is not on this machine"),
        ({"kafka_security": "SASL_SSL"}, "kafka_user is needed; kafka_password_file is needed"),
        ({"kafka_user": "acsg.intake"}, "it would not be asked for"),
        ({"kafka_security": "SASL_PLAINTEXT"}, "Input should be"),
        ({"kafka_security": "SASL_SSL", "kafka_user": "x", "kafka_password_file": "/none"}, "/none is no file"),
    ],
)
def test_what_would_be_said_to_nobody_is_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        settings(**given)


def test_a_remote_broker_needs_a_password_of_its_own(files: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="remote_password_files of geneva is needed"):
        settings(**files, remotes={"geneva": "geneva-kafka:9096"})
    own = {"geneva": tmp_path / "acsg.from.wca"}
    door = settings(**files, remotes={"geneva": "geneva-kafka:9096"}, remote_password_files=own).remote_bus("geneva")
    assert (door.bootstrap, door.user, door.password) == ("geneva-kafka:9096", "acsg.from.wca", own["geneva"])


def test_a_password_is_what_its_file_says_at_each_connection(files: dict[str, Any]) -> None:
    door = settings(**files).bus
    files["kafka_ca"].unlink()
    said = door.__class__(door.bootstrap, door.user, door.password).aiokafka()["sasl_plain_password"]
    assert said.encode("utf-8") == b"first"
    files["kafka_password_file"].write_text("second")
    assert said.encode("utf-8") == b"second"


def test_development_and_loopback_stay_simple() -> None:
    assert settings().bus.aiokafka() == {"bootstrap_servers": "127.0.0.1:9092", "security_protocol": "PLAINTEXT"}
    assert settings(mode="development", kafka_bootstrap="kafka:9092").bus.bootstrap == "kafka:9092"
    assert [on_this_machine(one) for one in ("localhost:1", "127.0.0.1:1,[::1]:2", "10.0.0.1:1")] == [True, True, False]
