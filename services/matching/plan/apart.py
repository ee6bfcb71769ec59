"""A plan is made in a process of its own, which is ended when time is up or nobody waits for it any more (WM 11, ADR 19)."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import orjson

from services.matching.fit.planner import no_planner
from services.matching.plan.reading import PlanFault

ROOT = Path(__file__).parents[3]
COMMAND = (sys.executable, "-m", "services.matching.plan.child")


class PlanAnswer(NamedTuple):
    """What the plan says of itself, its lines, and what a second plan is made from, packed."""

    said: dict[str, object]
    lines: bytes
    kept: bytes


class NoPlan(Exception):
    """There is no plan: why, as faults."""

    def __init__(self, *faults: PlanFault) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{one.pointer}: {one.code}" for one in faults))


async def made_apart(asked: bytes, most_s: float, command: tuple[str, ...] = COMMAND) -> PlanAnswer:
    """The answer to what is asked. Raises NoPlan. Cancelled, it leaves no process behind."""
    # It works on what it is given: no address of a database and no secret goes with it.
    env = {name: value for name, value in os.environ.items() if not name.startswith("ACSG_")}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, cwd=ROOT, env=env, start_new_session=True
    )
    try:
        async with asyncio.timeout(most_s):
            answer, _ = await process.communicate(asked)
    except TimeoutError:
        raise NoPlan(PlanFault("", "plan_took_too_long", f"No plan was made in {most_s:g} seconds")) from None
    finally:
        if process.returncode != 0:
            # Also what it began itself: it leads a group of its own.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    if process.returncode:
        raise NoPlan(PlanFault("", "plan_failed", f"The planner ended with {process.returncode}; it was logged"))
    return answer_in(_parts(answer))


def answer_in(parts: Sequence[bytes]) -> PlanAnswer:
    """What the planner said. Raises NoPlan."""
    said, lines, kept = parts
    found = orjson.loads(said)
    if "missing" in found:
        raise NoPlan(PlanFault("", "no_planner", no_planner([found["missing"]])))
    if "faults" in found:
        raise NoPlan(*(PlanFault(**one) for one in found["faults"]))
    return PlanAnswer(found["said"], lines, kept)


def _parts(raw: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(raw):
        size = int.from_bytes(raw[at : at + 8], "big")
        found.append(raw[at + 8 : at + 8 + size])
        at += 8 + size
    return found
