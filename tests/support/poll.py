"""Waits for a condition with a deadline; the only place where a test sleeps."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

Found = TypeVar("Found")
LOOK_S = 0.03


async def until(ask: Callable[[], Awaitable[Found | None]], what: str, seconds: float = 120) -> Found:
    """The first answer that says something: neither None nor False, nor empty. Raises TimeoutError naming what did not come."""
    end = time.monotonic() + seconds
    while True:
        found = await ask()
        if found:  # an empty list of rows is no answer either
            return found
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come within {seconds:.0f} s")
        await asyncio.sleep(LOOK_S)
