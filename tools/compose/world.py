"""The file for several deployments: every block of one region again for each, under its name and with its own parts."""

import copy
import re
from pathlib import Path
from typing import Any

import yaml

from deploy.access.provisioning import inner_door
from deploy.local.environment import peers
from deploy.local.federation import HUB
from deploy.local.kafka.mirror import Mirror, to_hub, to_region
from deploy.local.region import Region, region
from shared.runtime.kafka.clients import ADMIN, MIRROR, PROVIDERS, SASL_SSL, BrokerDoor, reader_from
from shared.runtime.roles import ROLES

ROOT = Path(__file__).parents[2]
NAMES = (HUB, "wca", "europe")
SECRETS = Path("/run/secrets")
"""Where a container has its own password, and the authority of the brokers."""
INFRASTRUCTURE = ("kafka", "postgres")
ASKING = frozenset({"intake", "roster", "matching", "gateway"})
"""Services that ask those of other deployments: for what is missing here, for what is handed over."""
KNOWING = ASKING | {"dialogue"}
"""Those that have to know which other deployments there are."""
_HEAD = """# Geneva over two regions, with MirrorMaker 2 beside each broker. Rendered from deploy/compose.yml by
# `make contracts`; do not edit. Checked by tests without an engine.
#   docker compose -f deploy/compose.global.yml up --build
"""
Block = dict[str, Any]


def blocks_of(one: dict[str, Any], said: Region) -> dict[str, Block]:
    """Blocks of a deployment: its infrastructure, and those of the services that its file names."""
    wanted = {*INFRASTRUCTURE, *said.services}
    return {
        name: block for name, block in one["services"].items() if name.rpartition("-")[0] in wanted or name in wanted
    }


def hosts(text: str, said: Region, names: set[str]) -> str:
    """Hosts in an address are other blocks, under their names in the whole file."""
    known = "|".join(sorted(names, key=len, reverse=True))
    return re.sub(rf"(?:(?<=[/@])|(?<=:-)|^)({known})(?=:\d)", rf"{said.deployment}-\1", text)


def block(name: str, found: Block, said: Region, names: set[str]) -> Block:
    """One block of a deployment."""
    made = copy.deepcopy(found)
    if "depends_on" in made:
        made["depends_on"] = {f"{said.deployment}-{one}": how for one, how in made["depends_on"].items()}
    if "environment" in made:
        said_there = made["environment"].items()
        made["environment"] = {
            k: _secrets(hosts(v, said, names), said) if isinstance(v, str) else v for k, v in said_there
        }
    if "volumes" in made:
        made["volumes"] = [_volume(v, said) for v in made["volumes"]]
    if "network_mode" in made:
        made["network_mode"] = made["network_mode"].replace("service:", f"service:{said.deployment}-")
    else:
        shared = name.endswith("-api") or name == "kafka"
        made["networks"] = [said.deployment, "between"] if shared else [said.deployment]
    if "ports" in made:
        made["ports"] = [re.sub(r"\$\{\w+:-(\d+)\}", lambda m: _port(m, said), one) for one in made["ports"]]
    if "ACSG_DEPLOYMENT" in made.get("environment", {}):
        made["environment"] |= {"ACSG_DEPLOYMENT": said.deployment, "ACSG_SCOPE": said.scope, "ACSG_HUB": HUB}
        if name == "kafka-access":
            made["environment"] |= {"ACSG_DEPLOYMENTS": ",".join(NAMES), "ACSG_SERVICES": ",".join(said.services)}
        gone = [k for k in made["environment"] if (m := re.fullmatch(r"ACSG_(\w+)_URL", k)) and _away(m, said)]
        made["environment"] = {k: v for k, v in made["environment"].items() if k not in gone}
    return made


def _port(found: "re.Match[str]", said: Region) -> str:
    # The file of one region has 8101 to 8105; here each deployment has its own hundred.
    return f"${{ACSG_{said.deployment.upper()}_PORTS:-{said.own_base // 100}}}{found.group(1)[2:]}"


def _secrets(text: str, said: Region) -> str:
    """Secrets of roles are a deployment's own: its operators set them, and those of another open nothing here."""
    return re.sub(r"\$\{ACSG_(\w+_PASSWORD|KAFKA_LINK|METRICS_TOKEN)", rf"${{ACSG_{said.deployment.upper()}_\1", text)


def _volume(text: str, said: Region) -> str:
    if text.startswith("${"):  # A path the operator gives; each deployment has a variable of its own.
        return text.replace("${ACSG_", f"${{ACSG_{said.deployment.upper()}_", 1)
    return text if text.startswith(".") else f"{said.deployment}-{text}"


def _away(found: "re.Match[str]", said: Region) -> bool:
    service = found.group(1).lower()
    return service in ROLES and service not in said.services


def mirror_of(said: Region, others: list[Region]) -> Mirror:
    """The mirror beside a deployment, as it is set in containers."""
    own = SECRETS / MIRROR
    target = BrokerDoor(f"{said.deployment}-kafka:9095", MIRROR, own, own.with_name("ca.pem"), SASL_SSL)
    made = Mirror(ROOT, said.deployment, target, _topics(said), 8083)
    made.reads({one.deployment: _far(said, one) for one in others if HUB in (said.deployment, one.deployment)})
    return made


def _far(said: Region, other: Region) -> BrokerDoor:
    """The broker of another deployment, by its listener for others, as the user it gave to this one."""
    handed = SECRETS / other.deployment
    user = reader_from(said.deployment)
    return BrokerDoor(f"{other.deployment}-kafka:9096", user, handed / user, handed / "ca.pem", SASL_SSL)


def _topics(said: Region) -> str:
    return to_hub() if said.deployment == HUB else to_region()


def _mirror_block(said: Region, confined: Block) -> Block:
    file, own = f"/etc/acsg/{said.deployment}.properties", said.deployment.upper()
    secrets = f"${{ACSG_{own}_KAFKA_SECRETS:?folder that deploy.production broker makes}}"
    handed = (
        f"${{ACSG_{own}_KAFKA_HANDED:?folder with <deployment>/ca.pem and <deployment>/{reader_from(said.deployment)}}}"
    )
    return {
        "image": "${ACSG_KAFKA_IMAGE:-apache/kafka:4.3.1}",
        **{name: value for name, value in confined.items() if name != "read_only"},
        "restart": "unless-stopped",
        "entrypoint": ["/opt/kafka/bin/connect-mirror-maker.sh", file, "--clusters", said.deployment],
        "environment": {"KAFKA_HEAP_OPTS": "-Xmx224m"},
        "volumes": [
            f"./kafka/mirrors/{said.deployment}.properties:{file}:ro",
            *(f"{secrets}/{one}:{SECRETS / one}:ro" for one in (MIRROR, "ca.pem")),
            *(
                f"{handed}/{one}:{SECRETS / one}:ro"
                for one in (NAMES if said.deployment == HUB else [HUB])
                if one != said.deployment
            ),
        ],
        "depends_on": {f"{said.deployment}-kafka-access": {"condition": "service_completed_successfully"}},
        "networks": [said.deployment, "between"],
    }


def files() -> dict[Path, str]:
    """Every generated file: the compose file, and the settings of each mirror."""
    one = yaml.safe_load((ROOT / "deploy/compose.yml").read_text(encoding="utf-8"))
    regions = [region(name) for name in NAMES]
    services: dict[str, Block] = {}
    found: dict[Path, str] = {}
    for said in regions:
        blocks = blocks_of(one, said)
        for name, block_ in blocks.items():
            services[f"{said.deployment}-{name}"] = block(name, block_, said, set(blocks))
        services[f"{said.deployment}-mirror"] = _mirror_block(said, one["x-confined"])
        text = mirror_of(said, [other for other in regions if other is not said]).properties()
        found[ROOT / f"deploy/kafka/mirrors/{said.deployment}.properties"] = f"# Rendered by `make contracts`.\n{text}"
    addresses = {
        said.deployment: {name: f"http://{said.deployment}-{name}-api:8000" for name in said.services}
        for said in regions
    }
    for name, made in services.items():
        owner, _, rest = name.partition("-")
        service, _, role = rest.rpartition("-")
        if service in KNOWING and role in {"api", "worker"}:
            made["environment"] |= peers({k: v for k, v in addresses.items() if k != owner})
        if service in ASKING and role in {"api", "worker"}:
            made["networks"] = [owner, "between"]
            made["environment"] |= {
                "ACSG_TOKEN_URL": "${ACSG_TOKEN_URL:?where the issuer gives a service its own token}",
                "ACSG_CLIENT_SECRET": "${ACSG_CLIENT_SECRET:?the secret of the services at the issuer}",
            }
    document = {
        "name": "acsg-world",
        "services": services,
        "volumes": {f"{name}-{kind}": {} for name in NAMES for kind in (*INFRASTRUCTURE, "documents")},
        "networks": {name: {} for name in (*NAMES, "between")},
    }
    dumped = yaml.dump(document, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=120)
    inner = inner_door("", Path("/etc/kafka/secrets") / ADMIN).java() | PROVIDERS
    del inner["bootstrap.servers"]
    text = "".join(f"{name}={value}\n" for name, value in inner.items())
    found[ROOT / "deploy/kafka/inner.properties"] = (
        f"# Rendered by `make contracts`: for tools beside a broker.\n{text}"
    )
    return found | {ROOT / "deploy/compose.global.yml": _HEAD + dumped}


class _Plain(yaml.SafeDumper):
    """Writes everything out: no anchors, so that a reader sees each block whole."""

    def ignore_aliases(self, _: Any) -> bool:
        """Always."""
        return True
