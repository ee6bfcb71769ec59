"""No container may change its image, hold a capability or gain one; what a production deployment must set is checked."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy import production

ROOT = Path(__file__).parents[2]
FILES = ("compose.yml", "compose.global.yml", "compose.try.yml")
WRITES = {"kafka": "writes its settings below /opt/kafka at each start", "mirror": "the same image"}
ADDED = {"postgres": {"CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"}}
"""What an image needs to give itself its folder before it becomes its own user."""
DOCKERFILES = ("Dockerfile", "access/Dockerfile", "desk/Dockerfile")


def faults(services: dict[str, Any]) -> list[str]:
    """Blocks that may do more than they need."""
    found = []
    for name, one in services.items():
        kind = name.rpartition("-")[2]
        if one.get("read_only") is not True and kind not in WRITES:
            found.append(f"{name} may write to its image")
        if one.get("cap_drop") != ["ALL"] or not set(one.get("cap_add", ())) <= ADDED.get(kind, set()):
            found.append(f"{name} keeps capabilities")
        if one.get("security_opt") != ["no-new-privileges:true"]:
            found.append(f"{name} may gain privileges")
        if one.get("privileged") or any("docker.sock" in str(volume) for volume in one.get("volumes", ())):
            found.append(f"{name} owns its machine")
    return found


@pytest.mark.parametrize("file", FILES)
def test_every_container_is_confined(file: str) -> None:
    assert faults(yaml.safe_load((ROOT / "deploy" / file).read_text("utf-8"))["services"]) == []


@pytest.mark.control
@pytest.mark.parametrize(
    "said", [{"read_only": False}, {"cap_drop": []}, {"cap_add": ["SYS_ADMIN"]}, {"security_opt": []}]
)
def test_a_planted_violation_is_found(said: dict[str, Any]) -> None:
    services = yaml.safe_load((ROOT / "deploy/compose.yml").read_text("utf-8"))["services"]
    services["intake-api"] |= said
    (found,) = faults(services)
    assert found.startswith("intake-api ")


@pytest.mark.parametrize("file", DOCKERFILES)
def test_an_image_is_built_on_the_one_that_is_named_and_does_not_run_as_root(file: str) -> None:
    lines = (ROOT / "deploy" / file).read_text("utf-8").splitlines()
    assert {line.split()[1] for line in lines if line.startswith("FROM ")} == {"${PYTHON_IMAGE}"}
    assert [line for line in lines if line.startswith("USER ")] == ["USER acsg"]


def test_what_production_needs_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert production.main(["secrets"]) == 0
    good = capsys.readouterr().out + "".join(f"{name}=x@sha256:{'0' * 64}\n" for name in production.IMAGES)
    folder = tmp_path / "broker"
    made = [
        "broker",
        str(folder),
        "--host",
        "kafka",
        "--deployment",
        "wca",
        "--hub",
        "geneva",
        "--others",
        "wca,geneva",
    ]
    assert production.main(made) == 0
    assert "geneva is handed ca.pem and acsg.from.geneva" in capsys.readouterr().out
    good += f"ACSG_KAFKA_SECRETS={folder}\n"
    (tmp_path / "good.env").write_text(good)
    assert production.main(["check", str(tmp_path / "good.env")]) == 0
    said = production.read(good)
    planted = said | {"ACSG_ROSTER_PASSWORD": said["ACSG_INTAKE_PASSWORD"], "ACSG_KAFKA_IMAGE": "apache/kafka:4.3.1"}
    assert [fault.partition(":")[0] for fault in production.faults(planted)] == [
        "ACSG_ROSTER_PASSWORD",
        "ACSG_KAFKA_IMAGE",
    ]
    (folder / "acsg.intake").write_text("short")
    (folder / "acsg.roster").write_text((folder / "acsg.matching").read_text())
    (folder / "ca.pem").unlink()
    assert [fault.rpartition("/")[2] for fault in production.faults(said)] == [
        "ca.pem: is missing",
        "acsg.intake: a password of 24 characters or more is needed",
        "acsg.roster: the password of another",
    ]
    without = {name: value for name, value in said.items() if name != "ACSG_KAFKA_SECRETS"}
    assert production.faults(without) == ["ACSG_KAFKA_SECRETS: the folder that `broker` made is needed"]
    capsys.readouterr()
    assert production.main(["check", str(ROOT / "deploy/try.env")]) == 1
    out = capsys.readouterr().out
    assert "ACSG_INTAKE_OWNER_PASSWORD: this one is public" in out
    assert "ACSG_PYTHON_IMAGE: an image by its digest" in out
    assert production.main(["nonsense"]) == 2
