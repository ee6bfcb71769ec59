"""The compose file and the Dockerfile, as far as they can be checked without a container engine."""

import re
from pathlib import Path
from typing import Any

import yaml

from deploy.local.kafka.doors import Ports, guarded
from services.matching.fit.planner import SOLVERS
from shared.runtime.roles import ROLES

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "deploy/compose.yml").read_text(encoding="utf-8")
DOCUMENT = "docs/working-modalities.txt"
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8")


def faults(text: str) -> list[str]:
    """What does not fit: blocks that are missing, databases of others, paths and variables that lead nowhere."""
    services: dict[str, Any] = yaml.safe_load(text)["services"]
    found = []
    for service, roles in ROLES.items():
        for block in ("migrate", *roles):
            one = services.get(f"{service}-{block}")
            if one is None:
                found.append(f"{service}-{block} is missing")
                continue
            if one["command"] != ["prepare" if block == "migrate" else block]:
                found.append(f"{service}-{block} runs {one['command']}")
            if not one["environment"]["ACSG_DATABASE_URL"].endswith(f"/acsg_{service}"):
                found.append(f"{service}-{block} has another service's database")
            if one["build"]["args"]["SERVICE"] != service if "build" in one else one["image"] != f"acsg-{service}":
                found.append(f"{service}-{block} is another service's image")
    for one in services.values():
        for volume in one.get("volumes", ()):
            source = volume.split(":")[0]
            if source.startswith(".") and not (ROOT / "deploy" / source).exists():
                found.append(f"{source} does not exist")
    # A variable has a default, or compose refuses to start and says what is missing; roles share one that is required.
    required = set(re.findall(r"\$\{(\w+):\?", text))
    found += [f"{name} has no default" for name in re.findall(r"\$\{(\w+)\}", text) if name not in required]
    return found


def kafka_properties(text: str) -> dict[str, str]:
    """What the Kafka image makes of its environment: ___ is a dash, _ a dot."""
    environment: dict[str, Any] = yaml.safe_load(text)["services"]["kafka"]["environment"]
    names = {name: name.removeprefix("KAFKA_").lower().replace("___", "-").replace("_", ".") for name in environment}
    return {names[name]: str(value) for name, value in environment.items()}


SECRETS = "/etc/kafka/secrets"


def door_faults(text: str) -> list[str]:
    """Where the deployed listeners are less than those that are tested on the embedded broker."""
    tested = guarded(Ports(1, 2, 3, (4, 4), 5), Path(SECRETS), 300_000)
    deployed = {name: value.replace("$$", "$") for name, value in kafka_properties(text).items()}
    free = {"listener.name.integrators.ssl.keystore.location", "listeners", "advertised.listeners"}
    found = [name for name in tested if name not in deployed]
    found += [name for name in set(tested) - set(found) - free if not _same(name, deployed[name], str(tested[name]))]
    said = re.sub(r"\$\{[^}]*\}", "", deployed["listeners"]).split(",")
    protocols = dict(pair.split(":") for pair in deployed["listener.security.protocol.map"].split(","))
    for name, _, address in (one.partition("://") for one in said):
        if not address.startswith("127.0.0.1:") and protocols[name] != "SASL_SSL":
            found.append(f"{name} is reached from elsewhere over {protocols[name]}")
        if not protocols[name].startswith("SASL"):
            found.append(f"at {name} nobody says who he is")
    published = [port.rpartition(":")[2] for port in yaml.safe_load(text)["services"]["kafka"]["ports"]]
    return found + [f"port {port} is open to the outside" for port in published if port != "9094"]


def _same(name: str, deployed: str, tested: str) -> bool:
    return set(deployed.split(",")) == set(tested.split(",")) if name.endswith("protocol.map") else deployed == tested


def test_the_deployed_listeners_are_the_tested_ones() -> None:
    assert door_faults(COMPOSE) == []
    map_ = "listener.security.protocol.map"
    planted = COMPOSE.replace("INTEGRATORS:SASL_SSL", "INTEGRATORS:SASL_PLAINTEXT")
    assert door_faults(planted) == [map_, "INTEGRATORS is reached from elsewhere over SASL_PLAINTEXT"]
    planted = COMPOSE.replace("INNER://127.0.0.1:9092,CONTROLLER", "INNER://:9092,CONTROLLER")
    assert door_faults(planted) == ["INNER is reached from elsewhere over SASL_PLAINTEXT"]
    planted = COMPOSE.replace("CONTROLLER:SASL_PLAINTEXT", "CONTROLLER:PLAINTEXT")
    assert door_faults(planted) == [map_, "at CONTROLLER nobody says who he is"]
    planted = COMPOSE.replace("KAFKA_SUPER_USERS: User:acsg.admin", "KAFKA_SUPER_USERS: User:ANONYMOUS")
    assert door_faults(planted) == ["super.users"]
    planted = COMPOSE.replace("-9094}:9094", "-9094}:9092")
    assert door_faults(planted) == ["port 9092 is open to the outside"]


def test_the_image_of_the_access_command_holds_it_alone() -> None:
    text = (ROOT / "deploy/access/Dockerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (?!--from)(\S+)", text, re.MULTILINE)
    assert copied == ["requirements/runtime.lock", "shared", "deploy/__init__.py", "deploy/access"]
    assert "USER acsg" in text


def test_the_compose_file_fits_the_house() -> None:
    assert faults(COMPOSE) == []


def test_planted_faults_are_found() -> None:
    assert faults(COMPOSE.replace("gateway-pulse:", "gateway-other:")) == ["gateway-pulse is missing"]
    assert faults(COMPOSE.replace("./postgres/roles.sh", "./postgres/gone.sh")) == ["./postgres/gone.sh does not exist"]
    assert "PLANTED has no default" in faults(COMPOSE.replace("${ACSG_EPOCH:-1}", "${PLANTED}"))


def test_an_image_holds_what_is_shared_and_one_service_alone() -> None:
    copied = re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, re.MULTILINE)
    # The document itself goes in: the console shows it.
    assert copied == ["requirements/runtime.lock", "shared", "services/__init__.py", "services/${SERVICE}", DOCUMENT]
    assert all((ROOT / path.replace("${SERVICE}", service)).exists() for path in copied for service in ROLES)
    assert "USER acsg" in DOCKERFILE


def test_what_an_officer_can_do_runs_in_the_demo_and_in_the_image() -> None:
    """The planner's packages are no service's but matching's: left out there, an officer reads that they are missing (WM 11)."""
    named = {lock: (ROOT / f"requirements/{lock}.lock").read_text() for lock in ("demo", "plan", "runtime")}
    for package in SOLVERS:
        assert [lock for lock, text in named.items() if f"\n{package}==" in f"\n{text}"] == ["demo", "plan"], package
    assert 'case "$SERVICE" in matching) lock=plan ;;' in DOCKERFILE
