"""The compose file of Geneva over two regions, as far as it can be checked without a container engine."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

from deploy.local.region import region
from shared.runtime.roles import ROLES
from tools.compose.world import ASKING, NAMES

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "deploy/compose.global.yml").read_text(encoding="utf-8")
KNOWN_HOSTS = {"localhost", "0.0.0.0", "host", "127.0.0.1"}


def hosts(text: str) -> set[str]:
    """Hosts that a value names: between ``//`` or ``@`` and a port, or before one alone."""
    found = re.findall(r"(?://|@)([a-z0-9.-]+):\d+", text)
    return {*found, *re.findall(r"^([a-z][a-z0-9-]+):\d+$", text)} - KNOWN_HOSTS


def missing(services: dict[str, Any]) -> list[str]:
    """Blocks that a deployment's file asks for and that are not there, or carry another name than theirs."""
    found = []
    for name in NAMES:
        said = region(name)
        wanted = [f"{service}-{block}" for service in said.services for block in ("migrate", *ROLES[service])]
        for block in ("kafka", "postgres", "mirror", *wanted):
            one = services.get(f"{name}-{block}")
            if one is None:
                found.append(f"{name}-{block} is missing")
            elif one.get("environment", {}).get("ACSG_DEPLOYMENT", name) != name:
                found.append(f"{name}-{block} believes to be {one['environment']['ACSG_DEPLOYMENT']}")
        for block, one in services.items():
            service = block.removeprefix(f"{name}-").rpartition("-")[0]
            if block.startswith(f"{name}-") and service in ROLES and service not in said.services:
                found.append(f"{block} is not for {name}")
            if block.startswith(f"{name}-") and one.get("environment", {}).get("ACSG_HUB", "geneva") != "geneva":
                found.append(f"{block} has another hub")
    return found


def faults(text: str) -> list[str]:
    """What does not fit: missing blocks, and names, volumes, networks, hosts, paths or variables that lead nowhere."""
    document = yaml.safe_load(text)
    services: dict[str, Any] = document["services"]
    found = missing(services)
    for name, one in services.items():
        found += [f"{name} waits for {other}" for other in one.get("depends_on", {}) if other not in services]
        found += [f"{name} is in {net}" for net in one.get("networks", ()) if net not in document["networks"]]
        for volume in one.get("volumes", ()):
            if given := re.match(r"\$\{(\w+):\?", volume):
                found += (
                    [] if given[1].startswith(f"ACSG_{name.partition('-')[0].upper()}_") else [f"{name}: {given[1]}"]
                )
                continue
            source = volume.split(":")[0]
            there = (ROOT / "deploy" / source).exists() if source.startswith(".") else source in document["volumes"]
            found += [] if there else [f"{name}: {source} does not exist"]
        own = name.partition("-")[0]
        for key, value in one.get("environment", {}).items():
            for host in hosts(str(value)) if key != "ACSG_PEERS" else ():
                if host not in services or not host.startswith(own):
                    found.append(f"{name} {key} names {host}")
        if "ACSG_CLIENT_SECRET" in one.get("environment", {}) and "between" not in one["networks"]:
            found.append(f"{name} asks others and reaches none")
        for other, addresses in json.loads(one.get("environment", {}).get("ACSG_PEERS", "{}")).items():
            for service, address in addresses.items():
                if (target := f"{other}-{service}-api") not in services or address != f"http://{target}:8000":
                    found.append(f"{name} looks for {service} of {other} at {address}")
    ports = [port for one in services.values() for port in one.get("ports", ())]
    found += [f"{port} is given twice" for port in set(ports) if ports.count(port) > 1]
    required = set(re.findall(r"\$\{(\w+):\?", text))
    return found + [f"{name} has no default" for name in re.findall(r"\$\{(\w+)\}", text) if name not in required]


def test_the_compose_file_of_the_world_fits_the_house() -> None:
    assert faults(TEXT) == []
    services = yaml.safe_load(TEXT)["services"]
    assert len(services) == 3 * 4 + 2 * sum(len(r) + 1 for r in ROLES.values()) + 3 + 4 + 3 + 2
    networks = {name: one.get("networks", [one.get("network_mode")]) for name, one in services.items()}
    beside = {name: nets for name, nets in networks.items() if name.endswith("-access")}
    assert beside == {f"{one}-kafka-access": [f"service:{one}-kafka"] for one in NAMES}
    assert all(
        "between" not in nets for name, nets in networks.items() if name.endswith(("postgres", "pulse", "migrate"))
    )
    asking = {name for name, nets in networks.items() if name.endswith("worker") and "between" in nets}
    assert asking == {f"{one}-{service}-worker" for one in ("wca", "europe") for service in ASKING} | {
        "geneva-gateway-worker"
    }


def test_planted_faults_are_found() -> None:
    assert faults(TEXT.replace("${ACSG_EUROPE_KAFKA_CERT", "${ACSG_WCA_KAFKA_CERT")) == [
        "europe-kafka: ACSG_WCA_KAFKA_CERTIFICATE"
    ]
    assert faults(TEXT.replace("  europe-mirror:", "  europe-other:")) == ["europe-mirror is missing"]
    assert "wca-roster-api ACSG_KAFKA_BOOTSTRAP names europe-kafka" in faults(
        TEXT.replace(": wca-kafka:9095", ": europe-kafka:9095")
    )
    assert "PLANTED has no default" in faults(TEXT.replace("${ACSG_EPOCH:-1}", "${PLANTED}", 1))
    assert any(
        "gone.properties does not exist" in one
        for one in faults(TEXT.replace("wca.properties:", "gone.properties:", 1))
    )
    worker = TEXT.index("  wca-intake-worker:")
    apart = TEXT[:worker] + TEXT[worker:].replace("    - between\n", "", 1)
    assert "wca-intake-worker asks others and reaches none" in faults(apart)
    assert any(
        "looks for intake of wca" in one for one in faults(TEXT.replace("http://wca-intake-api:8000", "http://x:8000"))
    )


def test_mirrors_name_brokers_that_are_there() -> None:
    services = yaml.safe_load(TEXT)["services"]
    for name in NAMES:
        said = (ROOT / f"deploy/kafka/mirrors/{name}.properties").read_text()
        pairs = dict(line.split("=", 1) for line in said.splitlines() if not line.startswith("#"))
        brokers = {value.partition(":")[0] for key, value in pairs.items() if key.endswith("bootstrap.servers")}
        assert brokers <= set(services)
        flows = {key for key in pairs if key.endswith(".enabled") and "->" in key}
        assert flows == (
            {"wca->geneva.enabled", "europe->geneva.enabled"} if name == "geneva" else {f"geneva->{name}.enabled"}
        )
