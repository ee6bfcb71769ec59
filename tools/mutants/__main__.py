"""``python -m tools.mutants [ROOM ...] [--sample N --seed S]``: small changes to pure code; ends with 1 when one goes unnoticed.

Rooms are folders or files (``services/intake/criteria``). What may go unnoticed stands with its reason in
``tools/mutants/survivors.toml``; one that stands there and is noticed is a fault too.
"""

import argparse
import hashlib
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pytest

from tools.mutants.change import KEPT, Change, changes
from tools.mutants.holding import Held
from tools.mutants.rooms import HELD, ROOT, chosen, files_of, held_by
from tools.mutants.survivors import faults, listed

LAST = KEPT / "noticed.jsonl"
"""Which test noticed which change, newest last: it is asked first the next time."""


def main(arguments: Sequence[str]) -> int:
    """Prints a table by room and every fault."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("rooms", nargs="*")
    parser.add_argument(
        "--sample", type=int, help="only so many changes, of one room; of those that are held, if none is named"
    )
    parser.add_argument(
        "--seed", help="which ones; it follows from the files, so that other files are tried another way"
    )
    asked = parser.parse_args(arguments)
    try:
        rooms = chosen(asked.rooms or (HELD if asked.sample else ()))
    except ValueError as fault:
        parser.error(str(fault))
    room_of = {path: room for room in rooms for path in files_of(room) if _wanted(path, asked.rooms)}
    seed = asked.seed or _seed(room_of)
    if asked.sample:
        room_of = _some(room_of, seed)
        print(f"{asked.sample} changes to {', '.join(sorted(set(room_of.values())))}: --seed {seed}", flush=True)
    made = changes(list(room_of))
    tried = made if not asked.sample else random.Random(seed).sample(made, min(asked.sample, len(made)))  # noqa: S311
    held = _held(tried, room_of)
    if held.failing:
        print("these fail without any change:", *held.failing, sep="\n  ")
        return 1
    found = faults(held.outcomes, listed(), [one.name for one in made], room_of)
    print(_table(tried, held.outcomes, room_of), *found, sep="\n")
    return 1 if found else 0


def _wanted(path: str, asked: Sequence[str]) -> bool:
    return not asked or any(path == one or path.startswith(one.rstrip("/") + "/") for one in asked)


def _seed(paths: Iterable[str]) -> str:
    return hashlib.sha256(b"".join((ROOT / path).read_bytes() for path in sorted(paths))).hexdigest()[:8]


def _some(room_of: Mapping[str, str], seed: str) -> dict[str, str]:
    """The files of one room: running the tests of all of them takes longer than a sample is worth."""
    room = random.Random(seed).choice(sorted(set(room_of.values())))  # noqa: S311
    return {path: of for path, of in room_of.items() if of == room}


def _held(tried: list[Change], room_of: Mapping[str, str]) -> Held:
    tests = {room: held_by(room) for room in set(room_of.values())}
    last: dict[str, str] = dict(map(json.loads, LAST.read_text("utf-8").splitlines())) if LAST.exists() else {}
    files = sorted({path for those in tests.values() for path in those})
    options = ["-q", "--capture=sys", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", "--no-summary"]
    with LAST.open("a", encoding="utf-8") as kept:

        def told(change: Change, noticed: str | None) -> None:
            if noticed is None:
                print(f"unnoticed: {change.name}", flush=True)
            elif noticed != last.get(change.name):
                kept.write(json.dumps([change.name, noticed]) + "\n")
                kept.flush()

        held = Held(tried, {path: frozenset(tests[room]) for path, room in room_of.items()}, last, told)
        pytest.main([*options, *files], plugins=[held])
    return held


def _table(tried: Sequence[Change], outcomes: Mapping[str, str | None], room_of: Mapping[str, str]) -> str:
    of: Counter[str] = Counter(room_of[one.path] for one in tried)
    noticed: Counter[str] = Counter(room_of[one.path] for one in tried if outcomes.get(one.name))
    rows = [f"{room}: {noticed[room]} of {of[room]} noticed, {noticed[room] / of[room]:.1%}" for room in sorted(of)]
    return "\n".join(
        [*rows, f"together: {noticed.total()} of {of.total()}, {noticed.total() / max(1, of.total()):.1%}"]
    )


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as fault:
        print(fault.stderr[-2000:], file=sys.stderr)
        sys.exit(2)
