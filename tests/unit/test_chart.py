"""What the Helm chart makes of three profiles, as it is kept (`make chart` makes it anew), against our own declarations."""

import copy
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.access.own import own_users
from deploy.access.rules import grant
from shared.contracts.catalogue import topics_of
from shared.runtime.checking.told import kind_of as of
from shared.runtime.kafka.topics import config_of
from shared.runtime.roles import ROLES
from shared.runtime.settings import RuntimeSettings
from tests.support import chart_checks as held
from tools.chart import files, installed
from tools.chart.bus import place_of

DEPLOYMENT = {"region": "wca", "geneva": "geneva", "outside": "europe"}
PROFILES = sorted(files.PROFILES)
Object = dict[str, Any]


@cache
def kept(profile: str) -> list[Object]:
    """Objects of a profile."""
    text = (files.RENDERED / f"{profile}.yaml").read_text("utf-8")
    return list(yaml.load_all(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def replicas(objects: list[Object]) -> int:
    """Brokers of a profile."""
    found: int = held.named(objects, "KafkaNodePool")["brokers"]["spec"]["replicas"]
    return found


def topic_faults(profile: str, objects: list[Object]) -> list[str]:
    """Topics are those of the services that run there, as our contracts have them."""
    settings = RuntimeSettings.model_construct(replication_factor=replicas(objects))
    wanted = {
        one.name: {"partitions": one.partitions, "replicas": settings.replication_factor, "config": config_of(one, settings)}
        for service in place_of(DEPLOYMENT[profile]).services
        for one in topics_of(service)
    }  # fmt: skip
    there = {name: one["spec"] for name, one in held.named(objects, "KafkaTopic").items()}
    return sorted(name for name in {*wanted, *there} if wanted.get(name) != there.get(name))


def user_faults(profile: str, objects: list[Object]) -> list[str]:
    """Users of our own software and of integrators, with exactly the rules that they are to have."""
    wanted = {one.name: one.rules for one in own_users(place_of(DEPLOYMENT[profile]))}
    said = yaml.safe_load((files.CHART / files.PROFILES[profile][1]).read_text("utf-8"))
    for one in said.get("integrators", []):
        given = grant(one["name"], ",".join(one.get("topics", ["public"])), None, one.get("mirrored", ()))
        wanted[one["name"]] = frozenset(given.bindings())
    users = held.named(objects, "KafkaUser")
    unproven = [name for name, one in users.items() if one["spec"]["authentication"] != {"type": "scram-sha-512"}]
    there = {name: held.rules_of(one) for name, one in users.items()}
    return unproven + sorted(name for name in {*wanted, *there} if wanted.get(name) != there.get(name))


def mirror_faults(profile: str, objects: list[Object]) -> list[str]:
    """What a mirror keeps at the target has a name that the rules of its user know."""
    allowed = {
        rule.name for one in own_users(place_of(DEPLOYMENT[profile])) if one.name == "acsg.mirror" for rule in one.rules
    }
    found = []
    for name, one in held.named(objects, "KafkaMirrorMaker2").items():
        target, mirrors = one["spec"]["target"], one["spec"]["mirrors"]
        found += [f"{name}: {target[kind]}" for kind in ("groupId", *(f"{one}StorageTopic" for one in ("config", "offset", "status")))
                  if target[kind] not in allowed]  # fmt: skip
        found += [
            f"{name}: {said['source']['alias']}" for said in mirrors if f"{said['source']['alias']}." not in allowed
        ]
    return found


def checks(profile: str, objects: list[Object]) -> list[str]:
    """Every fault of a profile."""
    services = place_of(DEPLOYMENT[profile]).services
    return [
        *held.confined(objects), *held.probed(objects), *held.budgeted(objects), *held.by_reference(objects),
        *held.processes(objects, services), *held.edges(objects, services),
        *topic_faults(profile, objects), *user_faults(profile, objects), *mirror_faults(profile, objects),
    ]  # fmt: skip


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_keeps_every_promise(profile: str) -> None:
    assert checks(profile, kept(profile)) == []


def _container(objects: list[Object]) -> Object:
    found: Object = held.named(objects, "Deployment")["matching-api"]["spec"]["template"]["spec"]["containers"][0]
    return found


def _pod(objects: list[Object]) -> Object:
    found: Object = held.named(objects, "StatefulSet")["roster-worker"]["spec"]["template"]["spec"]
    return found


def _drop(objects: list[Object], kind: str, name: str) -> None:
    objects.remove(held.named(objects, kind)[name])


def _policy(objects: list[Object], name: str) -> Object:
    found: Object = held.named(objects, "NetworkPolicy")[name]["spec"]
    return found


PLANTED: dict[str, tuple[Callable[[list[Object]], Any], str]] = {
    "a privileged container": (lambda o: _container(o)["securityContext"].update(privileged=True), "may gain privileges"),
    "a container that is root": (lambda o: _pod(o)["securityContext"].update(runAsUser=0), "may be root"),
    "a folder of the machine": (lambda o: _pod(o)["volumes"].append({"name": "x", "hostPath": {"path": "/"}}), "folder of its machine"),
    "a token of the cluster": (lambda o: _pod(o).pop("automountServiceAccountToken"), "token of the cluster"),
    "an image by its tag": (lambda o: _container(o).update(image="acsg-matching:latest"), "another image"),
    "no bound of memory": (lambda o: _container(o).pop("resources"), "any memory"),
    "no probe": (lambda o: _container(o).pop("readinessProbe"), "has no readinessProbe"),
    "a probe elsewhere": (lambda o: _container(o)["livenessProbe"]["httpGet"].update(path="/"), "has no livenessProbe"),
    "no budget": (lambda o: _drop(o, "PodDisruptionBudget", "gateway-api"), "gateway-api has no budget"),
    "a secret in the open": (lambda o: _container(o)["env"][0].update(value="x" * 30), "holds ACSG_MATCHING_PASSWORD"),
    "a password in an address": (lambda o: _container(o)["env"].append({"name": "X", "value": "smtp://a:b@c"}), "holds a password"),
    "a Secret of the chart": (lambda o: o.append({"kind": "Secret", "metadata": {"name": "x"}}), "is a Secret"),
    "a process that is missing": (lambda o: _drop(o, "StatefulSet", "gateway-pulse"), "gateway-pulse is missing"),
    "a missing topic": (lambda o: _drop(o, "KafkaTopic", "acsg.public.match"), "acsg.public.match"),
    "a topic that forgets": (lambda o: held.named(o, "KafkaTopic")["acsg.matching.match"]["spec"]["config"].update({"retention.ms": "1"}), "acsg.matching.match"),
    "a missing user": (lambda o: _drop(o, "KafkaUser", "acsg.gateway"), "acsg.gateway"),
    "a rule too wide": (lambda o: held.named(o, "KafkaUser")["acsg.dialogue"]["spec"]["authorization"]["acls"][0]["resource"].update(name="acsg.", patternType="prefix"), "acsg.dialogue"),
    "an integrator that writes": (lambda o: held.named(o, "KafkaUser")["iom"]["spec"]["authorization"]["acls"][0]["operations"].append("Write"), "iom"),
    "a mirror under another name": (lambda o: held.named(o, "KafkaMirrorMaker2")["from-geneva"]["spec"]["target"].update(groupId="mm2"), "from-geneva: mm2"),
    "no closed network": (lambda o: _drop(o, "NetworkPolicy", "closed"), "not closed"),
    "a pod without a rule": (lambda o: _drop(o, "NetworkPolicy", "roster-prepare"), "has no rule"),
    "an edge too many": (lambda o: _policy(o, "console-api")["egress"].append({"to": [{"podSelector": {"matchLabels": {"acsg/service": "intake", "acsg/role": "api"}}}]}), "console-api may ask intake-api"),
    "an edge too few": (lambda o: _policy(o, "gateway-api").update(ingress=[]), "cannot be heard by gateway-api"),
    "a door for all": (lambda o: _policy(o, "roster-api")["ingress"].append({"ports": [{"port": 8000}]}), "open to all"),
    "a way to anywhere": (lambda o: _policy(o, "roster-api")["egress"].append({}), "may go anywhere"),
}  # fmt: skip


@pytest.mark.control
@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str) -> None:
    objects = copy.deepcopy(kept("region"))
    plant, words = PLANTED[fault]
    plant(objects)
    assert any(words in one for one in checks("region", objects)), fault


@pytest.mark.parametrize("profile", PROFILES)
def test_each_process_is_set_up_as_its_service_takes_it(
    profile: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    services, known = place_of(DEPLOYMENT[profile]).services, set[str]()
    for shown in ("password", "ca.crt"):
        (tmp_path / shown).write_text("shown")
    for service in ROLES:
        known |= {f"ACSG_{name.upper()}" for name in of(service).model_fields}
    for name, pod in held.pods(kept(profile)):
        service = pod["metadata"]["labels"].get("acsg/service")
        if service is None:
            continue
        for one in [one for one in os.environ if one.startswith("ACSG_")]:
            monkeypatch.delenv(one)
        for one in pod["spec"]["containers"][0]["env"]:
            secret = (
                one["name"].endswith("_PASSWORD")
                and one["name"].removeprefix("ACSG_").split("_")[0].lower() in services
            )
            assert one["name"] in known or secret or one["name"].startswith("PGSSL"), (name, one["name"])
            if "value" in one:
                # What a pod is shown of its Secrets stands in a folder here.
                monkeypatch.setenv(one["name"], one["value"].replace("/run/secrets/kafka", str(tmp_path)))
        monkeypatch.setenv("ACSG_CONSOLE_KEYS", "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg=")
        assert of(service)().deployment == DEPLOYMENT[profile]


def test_what_is_kept_is_of_this_chart_and_of_these_declarations() -> None:
    assert files.stale() == []


@pytest.mark.control
def test_a_chart_that_has_changed_since_is_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "digest", lambda: "0" * 64)
    assert files.stale() == [f"stale: tests/support/chart/{one}.yaml (run `make chart`)" for one in PROFILES]


def test_what_cannot_be_had_is_said_in_a_sentence() -> None:
    with pytest.raises(installed.Lacking, match=r"^`make chart` needs go-is-not-here: No such file or directory\.$"):
        installed.run(["go-is-not-here", "build"])
