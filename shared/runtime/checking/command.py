"""``python -m services.<name> check``: what is missing or wrong, on one screen, before anything starts."""

import argparse
import contextlib
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from shared.runtime.checking.asked import PURPOSES, CheckAsked
from shared.runtime.checking.finding import CheckFinding, fault
from shared.runtime.checking.table import PROBES, Probe, look
from shared.runtime.checking.told import NOWHERE, Told, kind_of, tell

if TYPE_CHECKING:
    from shared.runtime.entry import Service

MOST_S = 12.0
"""Whatever has not answered by then is told as silent: nothing hangs."""


def check(name: str, build: "Callable[..., Service]", arguments: Sequence[str]) -> int:
    """Exit status 0 when nothing is wrong, 1 when something is."""
    parser = argparse.ArgumentParser(prog=f"python -m services.{name} check")
    parser.add_argument("--for", dest="purpose", choices=PURPOSES, default=PURPOSES[0], help="what is to be started")
    parser.add_argument("--json", action="store_true", help="for a program")
    asked = parser.parse_args(arguments)
    # Clients of the bus tell each attempt by themselves; what came of it is told here.
    logging.disable(logging.CRITICAL)
    told = tell(kind_of(name))
    found = [*told.findings, *looked(CheckAsked(name, told, _composed(told, build), asked.purpose))]
    found = [one.without(told.secrets) for one in found]
    print(as_json(name, found) if asked.json else as_text(name, found), flush=True)
    return 0 if all(one.ok for one in found) else 1


def _composed(told: Told, build: "Callable[..., Service]") -> "Service | None":
    # An address that cannot be read is told by its own probe; topics and tables are known without it.
    for settings in (told.settings, told.settings.model_copy(update={"database_url": NOWHERE})):
        with contextlib.suppress(Exception):
            return build(settings)
    return None


def looked(asked: CheckAsked, probes: Sequence[Probe] = PROBES, most_s: float = MOST_S) -> list[CheckFinding]:
    """What all probes of a service find, side by side, within this time."""
    mine = [probe for probe in probes if probe.is_of(asked)]
    answers: dict[str, list[CheckFinding]] = {}

    def one(probe: Probe) -> None:
        answers[probe.name] = look(probe, asked)

    # Threads that nobody waits for: a name server that is silent cannot be called back.
    threads = [threading.Thread(target=one, args=(probe,), daemon=True) for probe in mine]
    for thread in threads:
        thread.start()
    end = time.monotonic() + most_s
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    silent = f"no answer within {most_s:g} s"
    return [
        finding
        for probe in mine
        for finding in answers.get(probe.name) or [fault(probe.name, silent, "is the way to it open?")]
    ]


def as_text(name: str, found: Sequence[CheckFinding]) -> str:
    """One line each: what, whether it is in order, what was found; below it what to do."""
    wide = max(len(one.what) for one in found)
    lines = []
    for one in found:
        lines.append(f"{'ok   ' if one.ok else 'FAULT'}  {one.what:<{wide}}  {one.said}")
        lines += [f"{'':<{wide + 9}}-> {one.do}"] if one.do else []
    count = sum(not one.ok for one in found)
    end = f"{name} can start" if not count else f"{count} fault{'s' if count > 1 else ''}: {name} is not ready to start"
    return os.linesep.join([*lines, end])


def as_json(name: str, found: Sequence[CheckFinding]) -> str:
    """The same for a program."""
    said = [{"what": one.what, "ok": one.ok, "said": one.said, "do": one.do} for one in found]
    return json.dumps({"service": name, "ok": all(one.ok for one in found), "findings": said}, ensure_ascii=False)
