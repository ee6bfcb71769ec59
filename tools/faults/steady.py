"""W8: one sender process at a steady load for minutes; how many deliveries a second, and whether its memory grows."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from tools.faults.notifications_alone import Worker, alone
from tools.faults.receivers import Farm

AHEAD = 2000
"""Deliveries that wait at most, so that the database is as it would be in daily work."""


@dataclass(frozen=True)
class Steady:
    """What was seen."""

    endpoints: int
    deliveries: int
    seconds: float
    rss_before_mb: float
    rss_after_mb: float
    cpu_s: float

    @property
    def cpu_ms(self) -> float:
        """CPU of the sender process for one delivery, which says the same on a busy machine as on a calm one."""
        return self.cpu_s / self.deliveries * 1000

    @property
    def per_second(self) -> float:
        """Deliveries per second."""
        return self.deliveries / self.seconds


async def steady(administrator: str, folder: Path, seconds: float, endpoints: int = 100) -> Steady:
    """Keeps the queues filled for so long; counts what arrives after a warm-up of a twentieth of it."""
    came = 0

    def count(_: object) -> None:
        nonlocal came
        came += 1

    farm = await Farm(keep=False, on_call=count).open()
    async with alone(administrator, folder) as system:
        await system.endpoints([{"url": farm.url(f"/ok/{n}")} for n in range(endpoints)])
        worker = Worker(system, folder / "steady.log")
        worker.start()
        assert worker.process is not None
        process, published = psutil.Process(worker.process.pid), 0
        try:
            began = warm = time.monotonic()
            end, at_warm, before, spent = began + seconds * 1.05, 0, 0, 0.0
            while time.monotonic() < end:
                if published * endpoints - came < AHEAD:
                    await system.publish(10)
                    published += 10
                await asyncio.sleep(0.01)
                if not before and time.monotonic() - began > seconds / 20:
                    warm, at_warm, before = time.monotonic(), came, process.memory_info().rss
                    spent = sum(process.cpu_times()[:2])
            found = Steady(
                endpoints, came - at_warm, time.monotonic() - warm, before / 1e6, process.memory_info().rss / 1e6,
                sum(process.cpu_times()[:2]) - spent,
            )  # fmt: skip
        finally:
            worker.stop()
            await farm.close()
    return found
