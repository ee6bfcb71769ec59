"""What a newcomer reads while the demo runs: who did what, which paragraph, which event; and the table of steps."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from deploy.demo.tail import Seen


@dataclass
class Step:
    """One step with its time and result."""

    name: str
    seconds: float
    result: str


@dataclass
class Story:
    """Prints as it goes and remembers each step."""

    steps: list[Step] = field(default_factory=list)
    _said: str = ""

    @asynccontextmanager
    async def step(self, name: str) -> AsyncIterator[None]:
        """Times a step; an error is its result and is raised."""
        print(f"\n== {name}", flush=True)
        began, self._said = time.monotonic(), ""
        try:
            yield
        except BaseException as fault:
            self.steps.append(Step(name, time.monotonic() - began, f"FAILED: {type(fault).__name__}: {fault}"[:160]))
            raise
        self.steps.append(Step(name, time.monotonic() - began, self._said or "done"))

    def tell(self, who: str, what: str, paragraph: str | None = None) -> None:
        """A person did something."""
        self._said = what
        print(f"   {who}: {what}" + (f"  (WM {paragraph})" if paragraph else ""), flush=True)

    def event(self, seen: Seen) -> None:
        """An event stood on its topic."""
        one = seen.envelope
        print(f"      -> {one.type}  on {seen.topic}  sequence {one.sequence}", flush=True)

    def check(self, holds: bool, words: str) -> None:
        """A fact the demo relies on. Raises AssertionError."""
        if not holds:
            raise AssertionError(f"not so: {words}")
        print(f"      ok {words}", flush=True)

    def table(self) -> str:
        """Step, time, result."""
        width = max((len(step.name) for step in self.steps), default=4)
        lines = [f"{'step':<{width}}  {'seconds':>7}  result"]
        lines += [f"{s.name:<{width}}  {s.seconds:>7.1f}  {s.result}" for s in self.steps]
        return "\n".join(lines)
