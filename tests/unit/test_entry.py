"""How a service starts: what is missing is named in one line each, and a broker that is busy is waited for."""

import os
import subprocess
import sys
from collections.abc import Sequence

import pytest
from aiokafka.errors import KafkaConnectionError

from deploy.local.processes import ROOT
from services.roster.settings import RosterSettings
from shared.contracts.topic import Topic
from shared.runtime.kafka import topics
from shared.runtime.settings import RuntimeSettings


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
