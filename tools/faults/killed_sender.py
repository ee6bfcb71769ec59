"""W2 and W9: the sender of webhooks killed again and again. Nothing lost, few doubles, each with its webhook-id, in order."""

import asyncio
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.faults.notifications_alone import Alone, Worker, alone
from tools.faults.receivers import NO_CONTENT, Farm, Received, answer

REACH = 10
"""Endpoints that each event goes to."""


@dataclass(frozen=True)
class Size:
    """How much of it. ``flaky``: share of calls that endpoints refuse once."""

    endpoints: int
    events: int
    kills: int
    flaky: float = 0.02


CI, FULL = Size(50, 1000, 5), Size(1000, 20_000, 50)


@dataclass(frozen=True)
class Verdict:
    """What the receivers' log says, held against what was published."""

    wanted: int
    received: int
    lost: int
    uncalled_for: int
    doubles: int
    other_ids: int
    inversions: int
    inversions_unordered: int
    seconds: float

    @property
    def double_share(self) -> float:
        """Doubles per delivery."""
        return self.doubles / self.wanted


def verdict(wanted: Mapping[str, set[str]], calls: Iterable[Received], fifo: set[str], seconds: float) -> Verdict:
    """Compares: ``wanted`` says for each path the events it must have; ``calls`` are those that were accepted."""
    got: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for one in calls:
        sequence = int(one.headers["acsg-sequence"])
        got[one.path].append((json.loads(one.body)["id"], one.headers["webhook-id"], sequence))
    lost = sum(len(events - {e for e, _, _ in got[path]}) for path, events in wanted.items())
    more = sum(len({e for e, _, _ in found} - wanted.get(path, set())) for path, found in got.items())
    counts = Counter((path, event) for path, found in got.items() for event, _, _ in found)
    ids: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path, found in got.items():
        for event, name, _ in found:
            ids[path, event].add(name)
    ordered = {path: inversions([s for _, _, s in found]) for path, found in got.items()}
    return Verdict(
        wanted=sum(map(len, wanted.values())),
        received=sum(map(len, got.values())),
        lost=lost,
        uncalled_for=more,
        doubles=sum(n - 1 for n in counts.values()),
        other_ids=sum(len(names) - 1 for names in ids.values()),
        inversions=sum(n for path, n in ordered.items() if path in fifo),
        inversions_unordered=sum(n for path, n in ordered.items() if path not in fifo),
        seconds=seconds,
    )


def inversions(sequence: Sequence[int]) -> int:
    """How often something new came after something later; a repeat of what was there before is none."""
    seen: set[int] = set()
    highest, found = 0, 0
    for one in sequence:
        found += one < highest and one not in seen
        seen.add(one)
        highest = max(highest, one)
    return found


async def run(administrator: str, folder: Path, size: Size, seed: int = 1) -> Verdict:
    """Publishes, kills and starts the sender again, waits until all is there, and compares."""
    chance = random.Random(seed)  # noqa: S311 - a seeded fault
    accepted: list[Received] = []
    refused: set[tuple[str, str]] = set()
    kept: asyncio.Event = asyncio.Event()

    def take(one: Received) -> bytes:
        key = (one.path, one.headers["webhook-id"])
        if chance.random() < size.flaky and key not in refused:
            refused.add(key)
            return answer(500)
        accepted.append(one)
        kept.set()
        return NO_CONTENT

    farm = await Farm(keep=False).open()
    regions = [f"r{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(size.endpoints // REACH)]
    paths = [f"/e/{n}" for n in range(size.endpoints)]
    farm.planted = dict.fromkeys(paths, take)
    fifo = set(paths[::5])
    wanted: dict[str, set[str]] = {path: set() for path in paths}
    async with alone(administrator, folder) as system:
        rows = [
            {"url": farm.url(path), "regions": [regions[n % len(regions)]], "fifo": path in fifo}
            for n, path in enumerate(paths)
        ]
        await system.endpoints(rows)
        worker = Worker(system, folder / "worker.log", ACSG_WEBHOOK_SCHEDULE_S="[0,0.2,1,1,1,1,1,1]")
        worker.start()
        began = time.monotonic()
        try:
            loading = asyncio.create_task(_publish(system, size, regions, paths, wanted, chance))
            total = size.events * REACH
            for n in range(1, size.kills + 1):
                mark = int(total * (n - 0.3 - 0.5 * chance.random()) / (size.kills + 0.5))
                await _until(accepted, mark, kept)
                worker.kill()
                worker.launch()
            await loading
            await _all(accepted, wanted, kept)
            seconds = time.monotonic() - began
            # What is sent once more by mistake would come now.
            await asyncio.sleep(3)
        finally:
            worker.stop()
            await farm.close()
    return verdict(wanted, accepted, fifo, seconds)


async def _publish(
    system: Alone,
    size: Size,
    regions: Sequence[str],
    paths: Sequence[str],
    wanted: dict[str, set[str]],
    chance: random.Random,
) -> None:
    left = size.events
    while left:
        region, count = chance.randrange(len(regions)), min(left, chance.randint(1, 10))
        for envelope in await system.publish(count, regions[region]):
            for path in paths[region :: len(regions)]:
                wanted[path].add(envelope.id)
        left -= count
        await asyncio.sleep(0)


async def _until(accepted: Sequence[Received], count: int, kept: asyncio.Event, seconds: float = 300) -> None:
    async with asyncio.timeout(seconds):
        while len(accepted) < count:
            kept.clear()
            await kept.wait()


async def _all(
    accepted: Sequence[Received], wanted: Mapping[str, set[str]], kept: asyncio.Event, seconds: float = 300
) -> None:
    """Until nothing is missing; gives up in the end, and then the verdict says what is."""
    total = sum(map(len, wanted.values()))
    try:
        async with asyncio.timeout(seconds):
            while len({(one.path, one.headers["webhook-id"]) for one in accepted}) < total:
                kept.clear()
                await kept.wait()
    except TimeoutError:
        return
