"""The compose file and the Dockerfile, as far as they can be checked without a container engine."""

import re
from pathlib import Path
from typing import Any

import yaml

from deploy.local.processes import ROLES

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "deploy/compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8")


def faults(text: str) -> list[str]:
    """What does not fit: blocks that are missing, databases of others, paths and variables that lead nowhere."""
    services: dict[str, Any] = yaml.safe_load(text)["services"]
    found = []
    for service, roles in ROLES.items():
        for block in ("migrate", *roles):
            one = services.get(f"{service}-{block}")
            if one is None:
                found.append(f"{service}-{block} is missing")
                continue
            if one["command"] != ["prepare" if block == "migrate" else block]:
                found.append(f"{service}-{block} runs {one['command']}")
            if not one["environment"]["ACSG_DATABASE_URL"].endswith(f"/acsg_{service}"):
                found.append(f"{service}-{block} has another service's database")
            if one["build"]["args"] != {"SERVICE": service} if "build" in one else one["image"] != f"acsg-{service}":
                found.append(f"{service}-{block} is another service's image")
    for one in services.values():
        for volume in one.get("volumes", ()):
            source = volume.split(":")[0]
            if source.startswith(".") and not (ROOT / "deploy" / source).exists():
                found.append(f"{source} does not exist")
    # A variable has a default, or compose refuses to start and says what is missing; roles share one that is required.
    required = set(re.findall(r"\$\{(\w+):\?", text))
    found += [f"{name} has no default" for name in re.findall(r"\$\{(\w+)\}", text) if name not in required]
    return found


def test_the_compose_file_fits_the_house() -> None:
    assert faults(COMPOSE) == []


def test_planted_faults_are_found() -> None:
    assert faults(COMPOSE.replace("gateway-pulse:", "gateway-other:")) == ["gateway-pulse is missing"]
    assert faults(COMPOSE.replace("./postgres/roles.sh", "./postgres/gone.sh")) == ["./postgres/gone.sh does not exist"]
    assert "PLANTED has no default" in faults(COMPOSE.replace("${ACSG_EPOCH:-1}", "${PLANTED}"))


def test_an_image_holds_what_is_shared_and_one_service_alone() -> None:
    copied = re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, re.MULTILINE)
    assert copied == ["requirements/runtime.lock", "shared", "services/__init__.py", "services/${SERVICE}"]
    assert all((ROOT / path.replace("${SERVICE}", service)).exists() for path in copied for service in ROLES)
    assert "USER acsg" in DOCKERFILE
