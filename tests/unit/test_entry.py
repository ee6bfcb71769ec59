"""How a service starts: what is missing is named in one line each, and a broker that is busy is waited for."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module

import pytest
from aiokafka.errors import KafkaConnectionError

from deploy.local.processes import ROOT
from services.roster.settings import RosterSettings
from shared.contracts.topic import Topic
from shared.runtime import usage
from shared.runtime.checking.told import kind_of
from shared.runtime.entry import CHECK
from shared.runtime.kafka import topics
from shared.runtime.settings import RuntimeSettings
from shared.runtime.start import AUDIT


def started(**environment: str) -> tuple[int, list[str]]:
    """Exit status, and what is said, of a roster that is set up so."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ACSG_")}
    done = subprocess.run(
        [sys.executable, "-m", "services.roster", "topics"],
        cwd=ROOT,
        env=plain | environment,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr.splitlines()


def test_every_setting_that_is_missing_or_wrong_is_named_and_nothing_else_is_said() -> None:
    assert started() == (2, ["roster cannot start as it is set up:", "  ACSG_DATABASE_URL: is needed"])
    status, said = started(ACSG_MODE="dreaming", ACSG_POOL_SIZE="many", ACSG_DATABASE_URL="postgresql://x/y")
    assert status == 2
    assert [line.split(":")[0].strip() for line in said[1:]] == ["ACSG_MODE", "ACSG_POOL_SIZE"]


SERVICES = sorted(path.parent.name for path in (ROOT / "services").glob("*/__main__.py"))


@pytest.mark.parametrize("service", SERVICES)
def test_help_needs_no_settings_and_lists_every_command(service: str) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ACSG_")}
    done = subprocess.run(
        [sys.executable, "-m", f"services.{service}", "--help"], cwd=ROOT, env=plain, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    listed = {line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")}
    assert listed == set(usage.commands_of(service))
    assert {"serve", "prepare", "set-aside"} <= listed


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_listed_is_what_there_is(service: str) -> None:
    main = import_module(f"services.{service}.main")
    kind = kind_of(service)
    made = main.build(kind(database_url="postgresql://x/y", mode="development"))
    offline = set(re.findall(r'[{ ]"([a-z-]+)": [a-z_]+[,}]', (ROOT / f"services/{service}/__main__.py").read_text()))
    common = set(re.findall(r'^        "([a-z-]+)": lambda', (ROOT / "shared/runtime/entry.py").read_text(), re.M))
    assert set(usage.commands_of(service)) == common | set(made.commands) | offline | set(AUDIT) | {CHECK}


def test_every_setting_says_what_it_means() -> None:
    for service in SERVICES:
        fields = kind_of(service).model_fields
        assert [name for name, field in fields.items() if name != "service" and not field.description] == []


def test_every_claim_that_is_read_is_described() -> None:
    source = "".join((ROOT / f"shared/runtime/http/{name}.py").read_text() for name in ("authentication", "claims"))
    read = set(re.findall(r'claims(?:\.get\(|\[)"([a-z_]+)"', source)) | {"iss", "aud", "iat"}
    described = (ROOT / "docs/tokens.md").read_text()
    assert {"acsg_role", "acsg_party", "sub", "exp"} <= read
    assert [claim for claim in sorted(read) if f"`{claim}`" not in described] == []


class Busy:
    """A broker that answers from the third time on."""

    def __init__(self, refusing: int) -> None:
        self.refusing, self.asked = refusing, 0

    async def ensure(self, _: RuntimeSettings, __: Sequence[Topic]) -> list[str]:
        self.asked += 1
        if self.asked <= self.refusing:
            raise KafkaConnectionError("Unable to bootstrap")
        return ["made"]


def settings(seconds: float) -> RosterSettings:
    return RosterSettings(database_url="postgresql://x/y", prepare_wait_s=seconds)


async def test_a_broker_that_is_busy_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Busy(2)
    monkeypatch.setattr(topics, "ensure_topics", busy.ensure)
    assert await topics.once_the_broker_answers(settings(30), ()) == ["made"]
    assert busy.asked == 3


@pytest.mark.control
async def test_without_the_wait_it_is_given_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Busy(2)
    monkeypatch.setattr(topics, "ensure_topics", busy.ensure)
    with pytest.raises(KafkaConnectionError):
        await topics.once_the_broker_answers(settings(0), ())
    assert busy.asked == 1
