"""A real Prometheus over a real region: silent while all is well, and it says what broke (rules.yml, shortened waits)."""

import asyncio
import json
import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from deploy.local.stack import Stack
from shared.runtime.roles import ROLES
from tests.support.poll import until
from tools.observability.files import FOLDER, RULES
from tools.observability.panels import BOARDS
from tools.observability.prometheus import found

SERVICES = ("intake", "notifications")
TOKEN = "a-token-of-the-tests-alone"
ROLE_OF = [(service, role) for service in SERVICES for role in ROLES[service]]


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Two services whose figures nobody reads without the token, not even from this machine."""
    extra = {"ACSG_METRICS_TOKEN": TOKEN, "ACSG_METRICS_FROM": "192.0.2.1"}
    with Stack("wca", services=SERVICES, root=tmp_path_factory.mktemp("watched"), environment=extra) as running:
        yield running


def settings(region: Stack, folder: Path) -> Path:
    """Our settings and rules as they are, but for addresses and how long a fault must last."""
    said = yaml.safe_load((FOLDER / "prometheus.yml").read_text("utf-8"))
    said["global"] |= {"scrape_interval": "1s", "evaluation_interval": "1s", "external_labels": {"deployment": "wca"}}
    (token := folder / "token").write_text(TOKEN)
    (job,) = said["scrape_configs"]
    job["authorization"]["credentials_file"] = str(token)
    targets = [
        {"labels": {"service": service, "role": role}, "targets": [region.metrics(service, role).split("/")[2]]}
        for service, role in ROLE_OF
    ]
    (folder / "targets.json").write_text(json.dumps(targets))
    (folder / "rules.yml").write_text(re.sub(r"for: \w+", "for: 3s", RULES.read_text("utf-8")))
    (made := folder / "prometheus.yml").write_text(yaml.safe_dump(said))
    return made


@pytest.fixture(scope="module")
def ask(region: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], list[dict[str, Any]]]]:
    """Asks a Prometheus of these tests an expression."""
    folder = tmp_path_factory.mktemp("prometheus")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    line = [found("prometheus"), f"--config.file={settings(region, folder)}", f"--web.listen-address={address}"]
    with (folder / "log").open("w") as log:
        running = subprocess.Popen([*line, f"--storage.tsdb.path={folder}/data"], stdout=log, stderr=log)

    def asked(expr: str) -> list[dict[str, Any]]:
        answer = httpx.get(f"http://{address}/api/v1/query", params={"query": expr}, timeout=30).json()
        assert answer["status"] == "success", answer
        result: list[dict[str, Any]] = answer["data"]["result"]
        return result

    try:
        yield asked
    finally:
        running.terminate()
        running.wait(20)


def firing(ask: Callable[[str], list[dict[str, Any]]]) -> set[tuple[str, str, str]]:
    """Alerts that fire, with the service and the role or reader that they are about."""
    found = [one["metric"] for one in ask('ALERTS{alertstate="firing"}')]
    return {(one["alertname"], one.get("service", ""), one.get("role") or one.get("consumer", "")) for one in found}


async def up(ask: Callable[[str], list[dict[str, Any]]]) -> bool:
    """Whether every process of the region is read."""
    try:
        return len(ask('up{job="acsg"} == 1')) == len(ROLE_OF)
    except httpx.TransportError:
        return False


async def test_all_is_well_and_without_the_token_nobody_reads(
    region: Stack, ask: Callable[[str], list[dict[str, Any]]]
) -> None:
    await until(lambda: up(ask), "figures of every process")
    assert (await asyncio.to_thread(httpx.get, region.metrics("intake"))).status_code == 404

    async def read() -> bool:
        return bool(ask("acsg_consumer_partitions > 0")) and not firing(ask)

    await until(read, "readers at work, nothing firing")


@pytest.mark.parametrize("title", BOARDS)
async def test_every_panel_is_an_expression_that_prometheus_answers(
    title: str, ask: Callable[[str], list[dict[str, Any]]]
) -> None:
    await until(lambda: up(ask), "figures of every process")
    answered = [bool(ask(shown.expr)) for shown in BOARDS[title]]
    assert any(answered) or title == "Between deployments", "no gateway is there to know of other deployments"


async def test_a_process_that_ended_is_named_and_forgotten_when_it_is_back(
    region: Stack, ask: Callable[[str], list[dict[str, Any]]]
) -> None:
    await until(lambda: up(ask), "figures of every process")
    await asyncio.to_thread(region.keeper.end, ("intake", "worker"))

    async def named() -> bool:
        return ("ProcessAway", "intake", "worker") in firing(ask)

    await until(named, "the alert")
    assert {name for name, *_ in firing(ask)} <= {"ProcessAway", "NobodyReads"}
    assert not [one for one in firing(ask) if one[1] == "notifications"]
    await asyncio.to_thread(region.start_process, "intake", "worker")

    async def forgotten() -> bool:
        return not firing(ask)

    await until(forgotten, "all is well again")


async def test_readers_without_a_broker_are_told_from_readers_that_have_read_all(
    region: Stack, ask: Callable[[str], list[dict[str, Any]]]
) -> None:
    await until(lambda: up(ask), "figures of every process")
    assert region.kafka is not None
    await asyncio.to_thread(region.kafka.kill)

    async def told() -> bool:
        return "NobodyReads" in {name for name, *_ in firing(ask)}

    try:
        await until(told, "nobody reads")
        assert not ask("sum(acsg_consumer_lag) > 0"), "the lag alone would look healthy"
    finally:
        await asyncio.to_thread(region.kafka.start)

    async def forgotten() -> bool:
        return not firing(ask)

    await until(forgotten, "all is well again")
