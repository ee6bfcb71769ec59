"""Engagements end early while two owners are apart: no capacity is lost and none is doubled (WM 7, 11, 16).

Seeded schedules over two deployments with cuts, repeats, killed consumers and relays, and inboxes that forgot: after each
step asked >= promised >= delivered on both sides, and nothing was given back that was not released; when all has arrived,
each owner took back what was released, once, and the ranking knows how each engagement stands. `make faults PARTS=ended`
runs many more seeds.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from services.matching.storage.giving_back import GivenBackRepository
from services.roster.actions import give_back as roster_give_back
from tools.faults.saga.engaged import Engaged
from tools.faults.saga.run import forgetful, run, two_regions
from tools.faults.saga.schedule import Databases

pytestmark = pytest.mark.long

SEEDS = int(os.environ.get("ACSG_TEST_SCHEDULES", "2"))
DONE = Counter[str]()


@pytest.fixture(scope="session")
def engaging(containers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    with two_regions(tmp_path_factory.mktemp("ending-apart"), "delivery") as found:
        yield found


@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
async def test_what_is_given_back_is_free_once_and_nothing_is_lost(engaging: Databases, seed: int) -> None:
    found = await run(engaging, [seed], of=Engaged)
    assert found.faults == []
    DONE.update(found.done)


def test_the_schedules_ended_engagements_while_they_were_cut() -> None:
    """Else they would prove nothing; they ran before this."""
    print(dict(DONE))
    assert (
        min(DONE[what] for what in ("ended", "ended_while_cut", "signed", "killed", "died", "replayed", "repeated")) > 0
    )


@pytest.mark.control
async def test_a_need_that_opens_twice_is_found_out(engaging: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    async def of_match(self: GivenBackRepository, match_id: str) -> dict[Any, Any]:
        return {}

    monkeypatch.setattr(GivenBackRepository, "of_match", of_match)
    found = await run(engaging, range(1, 9), of=Engaged, to_the_first_fault=True)
    assert any("a need counts" in fault for fault in found.faults), found.faults


@pytest.mark.control
async def test_capacity_that_comes_back_twice_is_found_out(engaging: Databases) -> None:
    with forgetful():
        found = await run(engaging, range(1, 9), of=Engaged, to_the_first_fault=True)
    # Where nothing else is promised of the line, the owner's own arithmetic is the first to find it.
    words = ("of an offer given back", "counts differ", "capacity of line experts would fall below zero")
    assert any(word in fault for fault in found.faults for word in words), found.faults


@pytest.mark.control
async def test_capacity_that_never_comes_back_is_found_out(
    engaging: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_give_back, "not_taken_yet", lambda *_: ())
    found = await run(engaging, range(1, 9), of=Engaged, to_the_first_fault=True)
    assert any("at the end" in fault and "of an offer given back" in fault for fault in found.faults), found.faults
