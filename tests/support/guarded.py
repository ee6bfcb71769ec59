"""A guarded broker alone, and what a person who knows no code of ours would say each of its users may do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.access.own import Place, own_users
from deploy.access.provisioning import provision
from deploy.local.guarding import make_secrets, users_of
from deploy.local.kafka.broker import Kafka, guarded_door
from deploy.local.kafka.jars import install
from deploy.local.processes import ROOT, port
from shared.contracts.catalogue import topics
from shared.contracts.topic import Tier
from shared.runtime.clock import SystemClock
from shared.runtime.kafka.clients import BrokerDoor
from shared.runtime.roles import ROLES

ALL = ("geneva", "wca", "europe")
WCA = Place("wca", "geneva", ALL, tuple(ROLES))
GENEVA = Place("geneva", "geneva", ALL, ("notifications", "gateway", "dialogue"))
INTERNAL = ("offsets", "configs", "status", "offset-syncs")


@contextmanager
def guarded_broker(folder: Path, place: Place) -> Iterator[Kafka]:
    """As deployed, with its users and their rules."""
    install()
    secrets = folder / "secrets"
    make_secrets(secrets, users_of(place), SystemClock().now(), ("localhost", "127.0.0.1"), place.deployment)
    inner, controller, integrators, services, link = (port(0, "test") for _ in range(5))
    kafka = Kafka(
        folder / "kafka", inner, controller, integrators, link=(link, link), secrets=secrets, services_port=services,
    )  # fmt: skip
    kafka.start(180)
    try:
        provision(kafka.door, own_users(place), secrets)
        yield kafka
    finally:
        kafka.stop()


def link_of(kafka: Kafka, user: str) -> BrokerDoor:
    """The listener for other deployments."""
    assert kafka.secrets is not None
    assert kafka.ports.link is not None
    return guarded_door(f"127.0.0.1:{kafka.ports.link[1]}", user, kafka.secrets)


def names_at(place: Place) -> list[str]:
    """Topics of every kind at a broker: its own, those a mirror brings of each deployment, those it keeps for itself."""
    own = [topic.name for topic in topics() if topic.owner in place.services or place.deployment != "geneva"]
    going = [topic.name for topic in topics() if topic.tier is not Tier.INTERNAL]
    forward = [topic.name for topic in topics() if topic.tier is Tier.FEDERATED and topic.for_regions]
    if place.deployment == "geneva":
        brought = [f"{region}.{name}" for region in ("wca", "europe") for name in going]
        kept = [f"mm2-{kind}.{region}.internal" for region in ("wca", "europe") for kind in INTERNAL]
    else:
        brought = [f"{way}{name}" for way in ("geneva.", "geneva.europe.") for name in forward]
        kept = [f"mm2-{kind}.geneva.internal" for kind in INTERNAL]
    # A deployment that is in no federation, and an internal topic that nobody should ever have brought.
    return [*own, *brought, *kept, "esa.acsg.federated.match", "wca.acsg.intake.support-request", "__consumer_offsets"]


def may(place: Place, user: str, what: str, name: str) -> bool:
    """Whether a user may ``read`` or ``write`` a topic, by its name and the documents alone."""
    kind = user.removeprefix("acsg.")
    tiers = {topic.name: topic for topic in topics()}
    bare = "acsg." + name.partition("acsg.")[2] if "acsg." in name else name
    way = name.removesuffix(bare)
    if kind == "mirror":
        sources = ("wca", "europe") if place.deployment == "geneva" else ("geneva",)
        brought = any(name.startswith(f"{one}.") for one in sources)
        kept = any(name == f"mm2-{one}.{source}.internal" for one in INTERNAL for source in sources)
        return kept or (what == "write" and brought)
    if kind.startswith("from."):
        other = kind.removeprefix("from.")
        going = bare in tiers and tiers[bare].tier is not Tier.INTERNAL
        if place.deployment == "geneva":
            on = bare in tiers and tiers[bare].tier is Tier.FEDERATED and tiers[bare].for_regions
            return what == "read" and on and way in {"", *(f"{one}." for one in ("wca", "europe") if one != other)}
        return what == "read" and going and not way
    if what == "write":
        return name in tiers and tiers[name].owner == kind
    scope = "global" if place.deployment == "geneva" else "regional"
    said = json.loads((ROOT / "deploy/access/services.json").read_text())[scope][kind]
    ways = ("wca.", "europe.") if scope == "global" else ("geneva.", "geneva.europe.")
    own = name in tiers and tiers[name].owner == kind and tiers[name].compacted
    return own or name in said["home"] or (way in ways and bare in said["foreign"])
