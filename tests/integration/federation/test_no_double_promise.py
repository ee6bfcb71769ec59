"""No double promise under any partition: seeded schedules, the invariant looked at after each step (WM 11).

Of every offer's line: held + committed never exceeds the quantity in the owner's table, and what confirmed matches
anywhere count on is held or committed there. When links heal, every copy says what its owner says. `make faults` runs
many more seeds.
"""

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from tools.faults.saga.run import hasty, run, two_regions
from tools.faults.saga.schedule import Databases

pytestmark = pytest.mark.long

SEEDS = int(os.environ.get("ACSG_TEST_SCHEDULES", "4"))
DONE = Counter[str]()


@pytest.fixture(scope="session")
def databases(containers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    with two_regions(tmp_path_factory.mktemp("two-regions")) as found:
        yield found


@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
async def test_nothing_is_promised_twice_and_copies_converge(databases: Databases, seed: int) -> None:
    found = await run(databases, [seed])
    assert found.faults == []
    DONE.update(found.done)


def test_the_schedules_did_something() -> None:
    """Else they would prove nothing; they ran before this."""
    print(dict(DONE))
    assert min(DONE[what] for what in ("proposed", "replicated", "repeated", "cut", "confirmed")) >= SEEDS


@pytest.mark.control
async def test_a_match_that_does_not_wait_for_the_owner_is_found_out(databases: Databases) -> None:
    """Both regions believe their own copy of the offer: the same schedules then promise it twice."""
    with hasty():
        found = await run(databases, range(1, 9), to_the_first_fault=True)
    assert any("promised twice" in fault or "holds nothing" in fault for fault in found.faults)
