"""Runs schedules by their seeds: the invariant is looked at after each step, copies once all has arrived."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from deploy.local.postgres import one_server
from deploy.local.provision import provision
from services.matching.actions import propose_match
from services.matching.domain import match as domain
from services.roster.actions import give_back
from services.roster.domain.giving_back import not_taken_yet
from shared.contracts.roster import ReservedLine
from shared.contracts.shapes.engagement import EngagementLine
from shared.contracts.shapes.match import MatchState
from shared.runtime import identifiers
from shared.runtime.db.migrations import upgrade
from tools.faults.saga.chain import chain
from tools.faults.saga.judge import broken, differing
from tools.faults.saga.putting import put
from tools.faults.saga.schedule import PAIRS, Databases, Schedule, schedule

REQUESTS, OFFERS, STEPS = 3, 2, 400
"""Of each region: requests, and offers with little capacity; steps of a schedule."""


@dataclass
class Verdict:
    """What so many schedules did, and every promise that was broken, by seed and step."""

    schedules: int = 0
    done: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


class _Dice:
    """Stands in for the module ``os`` there: identifiers follow from the seed, so that a run can be repeated."""

    def __init__(self, seed: int) -> None:
        self.urandom = Random(-seed).randbytes  # noqa: S311 - a seeded run


@contextmanager
def hasty() -> Iterator[None]:
    """The control: a match does not wait for its owner, so both regions believe their own copy of the offer."""
    real = MatchState

    def made(**values: object) -> object:
        state = real.model_validate(values)
        for one in state.reservations:
            state = domain.held(state, one.reservation_id)
        return state

    with put(propose_match, "MatchState", made):
        yield


@contextmanager
def forgetful() -> Iterator[None]:
    """The control: a roster that does not know what it took back before, and frees it again with every event."""

    def anew(
        committed: Sequence[ReservedLine], engaged: Sequence[EngagementLine], _: object
    ) -> tuple[ReservedLine, ...]:
        return not_taken_yet(committed, engaged, {})

    with put(give_back, "not_taken_yet", anew):
        yield


@contextmanager
def two_regions(folder: Path, *services: str) -> Iterator[Databases]:
    """Roster, matching and further services of two regions on a PostgreSQL of their own. Not to be entered in a running loop."""
    found: Databases = {name: {} for name in PAIRS}
    with one_server(folder / "postgres", "PostgreSQL of two regions") as postgres:
        for name, of_region in found.items():
            for service in ("roster", "matching", *services):
                own, owner = asyncio.run(provision(postgres.url, f"acsg_{name}_{service}", folder))
                upgrade(service, owner)
                of_region[service] = own
        yield found


async def run(
    databases: Databases, seeds: Iterable[int], *, of: type[Schedule] = Schedule, to_the_first_fault: bool = False
) -> Verdict:
    """Runs each seed to its end, or until something is promised or given back twice. ``of``: the kind of life that is lived."""
    verdict = Verdict()
    for seed in seeds:
        async with AsyncExitStack() as open_:
            with put(identifiers, "os", _Dice(seed)):
                await _one(await schedule(databases, seed, open_, of), seed, verdict)
        if to_the_first_fault and verdict.faults:
            break
    return verdict


async def _one(going: Schedule, seed: int, verdict: Verdict) -> None:
    await going.begin(requests=REQUESTS, offers=OFFERS)
    verdict.schedules += 1
    for step in range(STEPS):
        if not await going.step():
            continue
        if found := await broken(going) + await chain(going):
            verdict.faults += [f"seed {seed}, step {step}: {fault}" for fault in found]
            return
    await going.last_look()
    last = await broken(going) + await differing(going) + await chain(going, settled=True)
    verdict.faults += [f"seed {seed}, at the end: {one}" for one in last]
    verdict.done.update(going.counts)
