"""What an integrator may do on the broker (WM 3, 17): read public topics in groups of its own name, and nothing else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from confluent_kafka.admin import AclBinding, AclOperation, AclPermissionType, ResourcePatternType, ResourceType

from shared.contracts.catalogue import topics
from shared.contracts.topic import Tier
from shared.runtime.kafka.clients import OWN

PUBLIC_PREFIX = "acsg.public."
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,29}")
_ALIAS = re.compile(r"[a-z0-9-]{2,20}")


class NotAllowed(ValueError):
    """What was asked for an integrator cannot be given; names every reason."""


@dataclass(frozen=True)
class Grant:
    """Access of one integrator. ``topics`` and ``prefixes`` are exact names and beginnings of names it may read."""

    name: str
    groups_prefix: str
    topics: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()

    @property
    def principal(self) -> str:
        """The broker's word for it."""
        return f"User:{self.name}"

    def bindings(self) -> list[AclBinding]:
        """Access rules of the broker: nothing that is not listed here is possible."""
        read = [(AclOperation.READ, name, ResourcePatternType.LITERAL) for name in self.topics]
        read += [(AclOperation.READ, name, ResourcePatternType.PREFIXED) for name in self.prefixes]
        found = [self._allow(ResourceType.TOPIC, *one) for one in read]
        return [*found, self._allow(ResourceType.GROUP, AclOperation.READ, self.groups_prefix, PREFIXED)]

    def _allow(
        self, kind: ResourceType, operation: AclOperation, name: str, pattern: ResourcePatternType
    ) -> AclBinding:
        return AclBinding(kind, name, pattern, self.principal, "*", operation, AclPermissionType.ALLOW)


PREFIXED = ResourcePatternType.PREFIXED


def grant(name: str, wanted: str, groups_prefix: str | None, mirrored: Iterable[str]) -> Grant:
    """What an integrator gets. Raises NotAllowed naming every reason.

    ``wanted`` is ``public`` for every public topic, also those to come, or names separated by commas; ``mirrored`` are
    aliases of deployments whose public topics are mirrored here. Its groups begin with its name and a dot: names have
    no dots and groups of our own services have none, so nobody can join a group of another.
    """
    faults = []
    prefix = groups_prefix or f"{name}."
    if not _NAME.fullmatch(name):
        faults.append(f"'{name}' is no name: 2 to 30 of a-z, 0-9 and -, not beginning with -")
    if not re.fullmatch(rf"{re.escape(name)}\.([a-z0-9.-]{{1,40}}\.)?", prefix):
        faults.append(f"'{prefix}' is no beginning of its groups: '{name}.', or more after that and ending with a dot")
    faults += [f"'{alias}' is no alias of a deployment" for alias in mirrored if not _ALIAS.fullmatch(alias)]
    public = {topic.name for topic in topics() if topic.tier is Tier.PUBLIC}
    names = () if wanted == "public" else tuple(dict.fromkeys(part.strip() for part in wanted.split(",")))
    known = ", ".join(sorted(public))
    faults += [f"'{one}' is not a public topic; those are {known}" for one in names if one not in public]
    if faults:
        raise NotAllowed("; ".join(faults))
    places = ("", *(f"{alias}." for alias in mirrored))
    if wanted == "public":
        return Grant(name, prefix, prefixes=tuple(place + PUBLIC_PREFIX for place in places))
    return Grant(name, prefix, topics=tuple(place + one for place in places for one in names))


def read_back(bindings: Iterable[AclBinding]) -> list[Grant]:
    """Grants of integrators as the broker's rules have them, by name. A rule that no grant makes is left out."""
    found: dict[str, dict[str, list[str]]] = {}
    for one in bindings:
        if one.principal.startswith(f"User:{OWN}"):
            continue
        mine = found.setdefault(one.principal.removeprefix("User:"), {"topics": [], "prefixes": [], "groups": []})
        if one.operation is AclOperation.READ and one.restype is ResourceType.TOPIC:
            mine["prefixes" if one.resource_pattern_type is PREFIXED else "topics"].append(one.name)
        elif one.operation is AclOperation.READ and one.restype is ResourceType.GROUP:
            mine["groups"].append(one.name)
    return [
        Grant(name, mine["groups"][0], tuple(sorted(mine["topics"])), tuple(sorted(mine["prefixes"])))
        for name, mine in sorted(found.items())
        if mine["groups"]
    ]
