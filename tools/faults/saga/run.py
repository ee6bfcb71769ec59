"""Runs schedules by their seeds: the invariant is looked at after each step, copies once all has arrived."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from deploy.local.postgres import Postgres
from deploy.local.processes import port
from deploy.local.provision import provision
from services.matching.actions import propose_match
from services.matching.domain import match as domain
from shared.contracts.shapes.match import MatchState
from shared.runtime import identifiers
from shared.runtime.db.migrations import upgrade
from tools.faults.saga.judge import broken, differing
from tools.faults.saga.schedule import PAIRS, Databases, schedule

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
def _put(module: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


@contextmanager
def hasty() -> Iterator[None]:
    """The control: a match does not wait for its owner, so both regions believe their own copy of the offer."""
    real = MatchState

    def made(**values: object) -> object:
        state = real.model_validate(values)
        for one in state.reservations:
            state = domain.held(state, one.reservation_id)
        return state

    with _put(propose_match, "MatchState", made):
        yield


@contextmanager
def two_regions(folder: Path) -> Iterator[Databases]:
    """Roster and matching of two regions on a PostgreSQL of their own. Not to be entered in a running loop."""
    postgres = Postgres(folder / "postgres", port(0, "PostgreSQL of two regions"))
    postgres.start()
    found: Databases = {name: {} for name in PAIRS}
    try:
        for name, services in found.items():
            for service in ("roster", "matching"):
                own, owner = asyncio.run(provision(postgres.url, f"acsg_{name}_{service}", folder))
                upgrade(service, owner)
                services[service] = own
        yield found
    finally:
        postgres.stop()


async def run(databases: Databases, seeds: Iterable[int], *, to_the_first_fault: bool = False) -> Verdict:
    """Runs each seed to its end, or until something is promised twice."""
    verdict = Verdict()
    for seed in seeds:
        async with AsyncExitStack() as open_:
            with _put(identifiers, "os", _Dice(seed)):
                await _one(databases, seed, open_, verdict)
        if to_the_first_fault and verdict.faults:
            break
    return verdict


async def _one(databases: Databases, seed: int, open_: AsyncExitStack, verdict: Verdict) -> None:
    going = await schedule(databases, seed, open_)
    await going.begin(requests=REQUESTS, offers=OFFERS)
    verdict.schedules += 1
    for step in range(STEPS):
        await going.step()
        if found := await broken(going):
            verdict.faults += [f"seed {seed}, step {step}: {fault}" for fault in found]
            return
    await going.last_look()
    verdict.faults += [f"seed {seed}, at the end: {one}" for one in await broken(going) + await differing(going)]
    verdict.done.update(going.counts)
