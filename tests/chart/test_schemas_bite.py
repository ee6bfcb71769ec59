"""Helm's linter, kubeconform and Strimzi's model find what is wrong (`make chart`); each is given something wrong."""

import copy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tools.chart.files import CHART
from tools.chart.holding import Object, faults, render
from tools.chart.installed import Lacking, programs

PLANTED: dict[str, tuple[str, str, Callable[[Object], Any], str]] = {
    "a field that a Deployment does not have": ("Deployment", "matching-api", lambda o: o["spec"].update(replica=2), "replica"),
    "a field deep in a pod": ("StatefulSet", "roster-worker", lambda o: _container(o).update(livenesProbe={}), "livenesProbe"),
    "a number where words stand": ("NetworkPolicy", "roster-api", lambda o: o["spec"].update(policyTypes=[1]), "policyTypes"),
    "what a Job needs": ("Job", "roster-prepare-1", lambda o: o["spec"].pop("template"), "template"),
    "a field that a Cluster is not to have": ("Cluster", "acsg-postgres", lambda o: o["spec"].update(instnces=3), "instnces"),
    "a field that a topic does not have": ("KafkaTopic", "acsg.public.match", lambda o: o["spec"].update(partition=6), "no such field"),
    "an operation that there is not": ("KafkaUser", "acsg.roster", lambda o: _rule(o).update(operations=["Reed"]), "Reed"),
    "a listener's field": ("Kafka", "acsg", lambda o: o["spec"]["kafka"]["listeners"][0].update(tsl=True), "no such field"),
    "a mirror's field": ("KafkaMirrorMaker2", "from-geneva", lambda o: o["spec"]["target"].update(group="x"), "no such field"),
    "words where a number stands": ("KafkaNodePool", "brokers", lambda o: o["spec"].update(replicas="three"), "three"),
}  # fmt: skip


def _container(one: Object) -> Object:
    found: Object = one["spec"]["template"]["spec"]["containers"][0]
    return found


def _rule(one: Object) -> Object:
    found: Object = one["spec"]["authorization"]["acls"][0]
    return found


@pytest.fixture(scope="module")
def objects() -> list[Object]:
    """Those of a region."""
    return render(programs()["helm"], "region")


@pytest.mark.control
@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str, objects: list[Object]) -> None:
    kind, name, plant, words = PLANTED[fault]
    (one,) = (copy.deepcopy(one) for one in objects if one["kind"] == kind and one["metadata"]["name"] == name)
    assert faults(programs()["kubeconform"], [one]) == []
    plant(one)
    assert words in " ".join(faults(programs()["kubeconform"], [one]))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("settings.ACSG_ISSUER=", "settings.ACSG_ISSUER: the OpenID Connect issuer of this deployment"),
        ("images.digests.roster=latest", "images.digests.roster: a digest is needed"),
        ("postgres.mode=outside", "postgres.host: where PostgreSQL is"),
        ("ingress.tlsSecret=", "ingress.tlsSecret"),
        ("services={intake,nothing}", "no service is called nothing"),
        ("integrators[0].name=a.b", "is no name"),
        ("integrators[0].name=abc,integrators[0].topics={acsg.matching.match}", "is not a public topic"),
    ],
)
def test_a_value_that_will_not_do_is_refused_in_words(said: str, words: str) -> None:
    with pytest.raises(Lacking) as refused:
        render(programs()["helm"], "region", CHART, "--set", said)
    assert words in str(refused.value)


@pytest.mark.control
def test_a_template_that_does_not_close_is_found(tmp_path: Path) -> None:
    shutil.copytree(CHART, broken := tmp_path / "chart")
    (broken / "templates/postgres.yaml").write_text("{{ if true }}")
    with pytest.raises(Lacking, match="unexpected EOF"):
        render(programs()["helm"], "region", broken)
