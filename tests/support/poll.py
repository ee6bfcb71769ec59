"""Waits for a condition with a deadline; the only place where a test sleeps."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

Found = TypeVar("Found")
LOOK_S, SLOWEST_S = 0.03, 0.3
"""How soon one looks again at first, and at most: who looks thirty times a second for a minute takes from what it waits for."""


async def until(ask: Callable[[], Awaitable[Found | None]], what: str, seconds: float = 120) -> Found:
    """The first answer that says something: neither None nor False, nor empty. Raises TimeoutError naming what did not come."""
    end, pause = time.monotonic() + seconds, LOOK_S
    while True:
        found = await ask()
        if found:  # an empty list of rows is no answer either
            return found
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come within {seconds:.0f} s")
        await asyncio.sleep(pause)
        pause = min(pause * 1.1, SLOWEST_S)
