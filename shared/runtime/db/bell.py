"""Says in a process that something was committed to its database, so that no loop has to ask again and again.

Every transaction rings, except one that says it only looks: to forget that costs statements, never time. Another process
is heard by the notification that wakes the relay. What is lost with a process that dies in between is found by the slow
look that every loop keeps (``REST_S``).
"""

import asyncio

REST_S = 10.0
"""Between two looks while nothing is heard: for what nobody could tell any more."""


class Bell:
    """One per process and database."""

    def __init__(self) -> None:
        self._ears: list[asyncio.Event] = []

    def ear(self) -> asyncio.Event:
        """For one loop, which clears it before it looks; set when something was committed since."""
        made = asyncio.Event()
        self._ears.append(made)
        return made

    def ring(self) -> None:
        """Something was committed."""
        for ear in self._ears:
            ear.set()
