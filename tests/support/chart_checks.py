"""What every object that the chart makes is held against: one function for each promise, answering faults in words."""

from collections.abc import Iterator
from typing import Any

from confluent_kafka.admin import AclBinding, AclOperation, AclPermissionType, ResourcePatternType, ResourceType

from shared.runtime.roles import ROLES
from tools.chart.processes import SECRET
from tools.chart.processes import services as declared

Object = dict[str, Any]
WORKLOADS = frozenset({"Deployment", "StatefulSet", "Job"})
_KINDS = {"topic": ResourceType.TOPIC, "group": ResourceType.GROUP, "cluster": ResourceType.BROKER,
          "transactionalId": ResourceType.TRANSACTIONAL_ID}  # fmt: skip


def named(objects: list[Object], *kinds: str) -> dict[str, Object]:
    """Objects of these kinds by name."""
    return {one["metadata"]["name"]: one for one in objects if one["kind"] in kinds}


def pods(objects: list[Object]) -> Iterator[tuple[str, Object]]:
    """Every workload with its pod."""
    for name, one in named(objects, *WORKLOADS).items():
        yield name, one["spec"]["template"]


def confined(objects: list[Object]) -> list[str]:
    """No pod is root, may become it, keeps a capability, writes to its image, has a part of its machine or a token of the
    cluster; each says what it takes, and is named by digest."""
    found = []
    for name, pod in pods(objects):
        spec = pod["spec"]
        said = spec.get("securityContext", {})
        if said.get("runAsNonRoot") is not True or said.get("runAsUser", 0) == 0:
            found.append(f"{name} may be root")
        if said.get("seccompProfile") != {"type": "RuntimeDefault"}:
            found.append(f"{name} may call anything of the kernel")
        if spec.get("automountServiceAccountToken") is not False:
            found.append(f"{name} has a token of the cluster")
        if any(spec.get(one) for one in ("hostNetwork", "hostPID", "hostIPC")):
            found.append(f"{name} is on the network of its machine")
        if any("hostPath" in one for one in spec.get("volumes", ())):
            found.append(f"{name} has a folder of its machine")
        for one in (*spec["containers"], *spec.get("initContainers", ())):
            wanted = {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            if one.get("securityContext") != wanted:
                found.append(f"{name} may gain privileges")
            if "@sha256:" not in one["image"]:
                found.append(f"{name} may be another image tomorrow")
            if not one.get("resources", {}).get("limits", {}).get("memory"):
                found.append(f"{name} takes any memory")
    return found


def probed(objects: list[Object]) -> list[str]:
    """What goes on working is asked whether it lives and whether it is ready, at addresses that every process has."""
    wanted = {"startupProbe": "/health/live", "livenessProbe": "/health/live", "readinessProbe": "/health/ready"}
    return [
        f"{name} has no {probe}"
        for name, one in named(objects, "Deployment", "StatefulSet").items()
        for container in one["spec"]["template"]["spec"]["containers"]
        for probe, path in wanted.items()
        if container.get(probe, {}).get("httpGet", {}) != {"path": path, "port": "http"}
    ]


def budgeted(objects: list[Object]) -> list[str]:
    """What goes on working loses one process at a time to the cluster's own work."""
    budgets = [one["spec"] for one in named(objects, "PodDisruptionBudget").values()]
    return [
        f"{name} has no budget"
        for name, one in named(objects, "Deployment", "StatefulSet").items()
        if {"maxUnavailable": 1, "selector": one["spec"]["selector"]} not in budgets
    ]


def by_reference(objects: list[Object]) -> list[str]:
    """No object holds a secret; a variable that is one names where it stands."""
    found = [f"{name} is a Secret of the chart" for name in named(objects, "Secret")]
    for name, pod in pods(objects):
        for container in pod["spec"]["containers"]:
            for one in container.get("env", ()):
                value = one.get("value", "")
                if value and (one["name"] in SECRET or one["name"] == "PGPASSWORD" or one["name"].endswith("_SECRET")):
                    found.append(f"{name} holds {one['name']}")
                if "://" in value and "@" in value and ":$(" not in value:
                    found.append(f"{name} holds a password in {one['name']}")
    return found


def processes(objects: list[Object], services: tuple[str, ...]) -> list[str]:
    """Each service as the processes that it has, no other, and what prepares it."""
    wanted = {f"{one}-{role}" for one in services for role in ROLES[one]}
    there = set(named(objects, "Deployment", "StatefulSet"))
    jobs = {name.rpartition("-")[0] for name in named(objects, "Job")}
    asked = {f"{one}-prepare" for one in services} | {"databases"}
    return [f"{one} is missing or too much" for one in sorted((wanted ^ there) | (asked ^ jobs))]


def edges(objects: list[Object], services: tuple[str, ...]) -> list[str]:
    """Who may speak to a service's interface is who asks it by our declarations, and both ends say the same."""
    policies = {name: one["spec"] for name, one in named(objects, "NetworkPolicy").items()}
    closed = policies.get("closed", {})
    if closed != {
        "podSelector": {"matchLabels": {"app.kubernetes.io/part-of": "acsg"}},
        "policyTypes": ["Ingress", "Egress"],
    }:
        return ["what no rule allows is not closed"]
    wanted = {
        (f"{one}-{role}", f"{asked}-api")
        for one in services
        for role, said in declared()[one]["processes"].items()
        for asked in said.get("asks", ())
        if asked in services and role != "prepare"
    }
    out = {(name, to) for name, said in policies.items() for to in _ours(said.get("egress", []), "to")}
    into = {(source, name) for name, said in policies.items() for source in _ours(said.get("ingress", []), "from")}
    found = [f"{a} may {word} {b}" for word, there in (("ask", out), ("be heard by", into)) for a, b in there - wanted]
    found += [
        f"{a} cannot {word} {b}" for word, there in (("ask", out), ("be heard by", into)) for a, b in wanted - there
    ]
    found += [f"{name} has no rule" for name, pod in pods(objects) if _rule_of(pod) not in policies]
    return found + [f"{name} is open to all" for name, said in policies.items() for rule in said.get("ingress", ()) if not rule.get("from")] + [
        f"{name} may go anywhere" for name, said in policies.items() for rule in said.get("egress", ()) if not rule.get("to")]  # fmt: skip


def _rule_of(pod: Object) -> str:
    labels = pod["metadata"]["labels"]
    return "-".join(filter(None, (labels.get("acsg/service"), labels["acsg/role"])))


def _ours(rules: list[Object], end: str) -> Iterator[str]:
    for rule in rules:
        for one in rule.get(end, ()):
            labels = one.get("podSelector", {}).get("matchLabels", {})
            if "acsg/service" in labels:
                yield f"{labels['acsg/service']}-{labels['acsg/role']}"


def rules_of(user: Object) -> frozenset[AclBinding]:
    """What a KafkaUser may do, as the broker is told it (Strimzi: an exact name and every host, unless said otherwise)."""
    found = set()
    for one in user["spec"]["authorization"]["acls"]:
        on = one["resource"]
        pattern = {"literal": ResourcePatternType.LITERAL, "prefix": ResourcePatternType.PREFIXED}[
            on.get("patternType", "literal")
        ]
        for operation in one["operations"]:
            name = "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in operation).lstrip("_")
            found.add(AclBinding(_KINDS[on["type"]], on.get("name", "kafka-cluster"), pattern, f"User:{user['metadata']['name']}",
                                 one.get("host", "*"), AclOperation[name], AclPermissionType.ALLOW))  # fmt: skip
    return frozenset(found)
