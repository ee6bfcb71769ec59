"""Files of deployments, mirrors between them, and the keeper of their processes."""

import re
import subprocess
import sys
import time
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest

from deploy.local import record
from deploy.local.federation import Federation
from deploy.local.kafka.mirror import Mirror, to_hub, to_region
from deploy.local.keeper import Keeper
from deploy.local.processes import ROOT, port
from deploy.local.region import region
from shared.contracts.vocabulary import deployments
from shared.runtime.kafka.clients import MIRROR, SASL_SSL, BrokerDoor
from shared.runtime.roles import ROLES
from shared.runtime.settings import RuntimeSettings
from tests.support.poll import until
from tools.compose.world import files

BLOCK = 100
"""Ports that a deployment may take from its base on."""


def names() -> list[str]:
    return sorted(path.stem for path in (ROOT / "deploy/regions").glob("*.env"))


def overlapping(bases: list[int]) -> bool:
    ordered = sorted(bases)
    return any(after - before < BLOCK for before, after in pairwise(ordered))


def test_every_deployment_is_one_small_file_with_ports_of_its_own() -> None:
    found = [region(name) for name in names()]
    assert {"wca", "europe", "esa", "geneva"} <= {one.deployment for one in found} <= set(deployments())
    assert not overlapping([one.port_base for one in found])
    assert overlapping([8100, 8110])
    for one in found:
        assert set(one.services) <= set(ROLES)
        assert one.services == tuple(ROLES) or one.scope == "global"
        assert len((ROOT / f"deploy/regions/{one.deployment}.env").read_text().splitlines()) <= 10


def test_a_mirror_takes_what_others_may_read_and_nothing_else() -> None:
    hub, home = re.compile(to_hub()), re.compile(to_region())
    for name in ("acsg.federated.support-request", "acsg.federated.match", "acsg.public.support-offer"):
        assert hub.fullmatch(name)
    for name in ("acsg.intake.support-request", "geneva.acsg.federated.match", "geneva.wca.acsg.federated.match", "x"):
        assert not hub.fullmatch(name)
    for name in ("acsg.federated.match", "europe.acsg.federated.match", "europe.acsg.federated.support-offer"):
        assert home.fullmatch(name)
    for name in (
        "europe.acsg.federated.support-request",
        "europe.acsg.federated.open-need",
        "europe.acsg.public.match",
    ):
        assert not home.fullmatch(name)


def test_a_mirror_reads_from_sources_and_writes_to_its_target_alone(tmp_path: Path) -> None:
    mirror = Mirror(tmp_path, "geneva", BrokerDoor("127.0.0.1:1"), to_hub(), 2)
    assert mirror.reads({"wca": BrokerDoor("127.0.0.1:3")})
    assert not mirror.reads({"wca": BrokerDoor("127.0.0.1:3")})
    said = dict(line.split("=", 1) for line in mirror.properties().splitlines())
    assert said["wca->geneva.enabled"] == "true"
    assert not any(name.startswith("geneva->") for name in said)
    assert said["offset-syncs.topic.location"] == "target"
    assert said["wca->geneva.topics"].count(r"\\.") > 10
    assert mirror.reads({"wca": BrokerDoor("127.0.0.1:3"), "europe": BrokerDoor("127.0.0.1:4")})


def test_a_mirror_takes_what_the_door_lets_in(tmp_path: Path) -> None:
    for limit in (RuntimeSettings.model_fields["record_bytes"].default, 5_000_000):
        mirror = Mirror(tmp_path, "geneva", BrokerDoor("127.0.0.1:1"), to_hub(), 2, limit)
        said = dict(line.split("=", 1) for line in mirror.properties().splitlines())
        assert int(said["geneva.producer.max.request.size"]) == 2 * limit


def test_a_mirror_says_who_it_is_and_writes_no_password_down(tmp_path: Path) -> None:
    (tmp_path / "acsg.mirror").write_text("a-password-of-the-mirror")
    door = BrokerDoor("127.0.0.1:1", MIRROR, tmp_path / "acsg.mirror", tmp_path / "ca.pem", SASL_SSL)
    text = Mirror(tmp_path, "geneva", door, to_hub(), 2).properties()
    assert "geneva.security.protocol=SASL_SSL\n" in text
    assert f'username="acsg.mirror" password="${{directory:{tmp_path}:acsg.mirror}}"' in text
    assert "a-password-of-the-mirror" not in text


def test_ports_are_never_given_twice() -> None:
    found = [port(0, "a test") for _ in range(200)]
    assert len(set(found)) == 200


def test_a_federation_is_planned_before_anything_runs(tmp_path: Path) -> None:
    planned = Federation(root=tmp_path)
    assert set(planned.stacks) == {"geneva", "wca", "europe"}
    assert planned.hub.scope == "global"
    assert planned.hub.desk_address() == planned.hub.desk_address()
    planned.down()
    assert not list(tmp_path.glob("*/stack.json"))


async def test_what_is_kept_comes_back_and_what_is_ended_does_not() -> None:
    said: list[str] = []
    keeper = Keeper("test", said.append, lambda: None)
    sleeping = [sys.executable, "-c", "import time; time.sleep(600)"]

    def start() -> "subprocess.Popen[bytes]":
        return subprocess.Popen(sleeping)

    keeper.keep(("a", "b"), start)
    keeper.keep(("c", "d"), start)
    keeper.watch()
    first, other = keeper.process(("a", "b")).pid, keeper.process(("c", "d"))
    keeper.kill(("a", "b"))

    async def back() -> bool:
        return keeper.process(("a", "b")).pid != first

    assert await until(back, "the process")
    keeper.end(("c", "d"))
    assert other.poll() is not None
    assert [key for key, _ in keeper.living()] == [("a", "b")]
    keeper.end_all(last=())
    assert keeper.living() == []
    assert len(said) == 1


async def test_what_ends_at_once_is_started_with_growing_pauses_and_seldom_said() -> None:
    said: list[str] = []
    keeper = Keeper("test", said.append, lambda: None)
    begun: list[float] = []

    def start() -> "subprocess.Popen[bytes]":
        begun.append(time.monotonic())
        return subprocess.Popen([sys.executable, "-S", "-c", "raise SystemExit(1)"])

    keeper.keep(("a", "b"), start)
    keeper.watch()

    async def five() -> bool:
        return len(begun) >= 5

    await until(five, "five starts")
    assert [piece.condition for piece in keeper.pieces()] in (["running"], ["restarting"])
    keeper.end_all(last=())
    keeper.leave()
    pauses = [later - sooner for sooner, later in pairwise(begun)]
    assert all(pause >= 0.25 * 2**n for n, pause in enumerate(pauses[:4]))
    assert 3 <= len(said) <= 4
    assert "ended with 1; started again in 0.25 s" in said[0]
    assert "2 times in a row" in said[1]


async def test_once_a_server_is_back_whoever_waits_gets_a_turn() -> None:
    keeper = Keeper("test", lambda _: None, lambda: None, basis=[("server", "s")])
    sleeping = [sys.executable, "-S", "-c", "import time; time.sleep(600)"]

    def start() -> "subprocess.Popen[bytes]":
        return subprocess.Popen(sleeping)

    keeper.adopt(("server", "s"), start(), start)
    keeper.adopt(("left", "alone"), start())
    keeper.keep(("a", "b"), start)
    keeper._kept[("a", "b")].failures = 20
    keeper.watch()
    keeper.kill(("a", "b"))

    async def waits() -> bool:
        return keeper._kept[("a", "b")].next_at is not None

    await until(waits, "a long pause")
    keeper.kill(("left", "alone"))
    keeper.kill(("server", "s"))

    async def all_back() -> bool:
        return {piece.key for piece in keeper.pieces() if piece.condition == "running"} == {("server", "s"), ("a", "b")}

    assert await until(all_back, "server and service")
    assert [piece.condition for piece in keeper.pieces() if piece.key == ("left", "alone")] == ["dead"]
    keeper.end_all(last=())
    keeper.leave()


def test_deployments_side_by_side_have_blocks_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("geneva", "wca", "europe", "esa")
    monkeypatch.setenv("ACSG_PORT_BASE", "18000")
    given = {name: stack._base for name, stack in Federation(names, root=tmp_path, ports=True).stacks.items()}
    assert len(set(given.values())) == len(names)
    assert min(given.values()) == 18000
    monkeypatch.delenv("ACSG_PORT_BASE")
    plain = {name: stack._base for name, stack in Federation(names, root=tmp_path, ports=True).stacks.items()}
    assert plain == {name: region(name).own_base for name in names}
    # One that joins those that run takes its place among them, without being told where they are.
    record.write(tmp_path / "geneva/stack.json", {"port_base": given["geneva"]}, [])
    joining = Federation(("esa",), root=tmp_path, ports=True)
    assert joining.stacks["esa"]._base == given["esa"]


STARTS = (
    "deploy.demo --smoke", "deploy.demo --deployment esa --smoke", "deploy.demo.world --smoke", "deploy.sandbox --lives 1",
    "deploy.local up", "deploy.local join --deployment esa",
)  # fmt: skip


@pytest.mark.parametrize("given", ["abc", "80", "70000", "-1", "1e4", "٨١٠٠", "8100.5", " "])
def test_a_base_that_is_none_is_said_in_one_line_by_every_command(
    given: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("ACSG_PORT_BASE", given)
    for command in STARTS:
        module, *rest = command.split()
        main = import_module(module if module.endswith("world") else f"{module}.__main__").main
        (tmp_path / "geneva").mkdir(exist_ok=True)
        record.write(tmp_path / "geneva/stack.json", {"ready": True, "issuer": {"name": "http://x"}}, [])
        folder = [] if module.endswith("world") else ["--folder", str(tmp_path)]
        assert main([*rest, *folder]) == 2, command
        assert capsys.readouterr().err.startswith(f"ACSG_PORT_BASE={given} is no first port"), command


def test_ports_of_generated_files_follow_the_files_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = {path.name: text for path, text in files().items()}
    monkeypatch.setenv("ACSG_PORT_BASE", "18000")
    assert {path.name: text for path, text in files().items()} == plain
