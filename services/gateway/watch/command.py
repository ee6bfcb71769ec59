"""``python -m services.gateway signals``: signals of early warning out of a file of monthly figures (WM 12). Nothing is
stored or told, unless an officer keeps them.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from services.gateway.watch.figures_file import MONTH, Figures, UnreadableFigures, read
from services.gateway.watch.keeping import keep
from services.gateway.watch.rule import Threshold
from services.gateway.watch.signals import WatchSignal, signals

SOME_ROWS = 3
"""Exit status where the file was read but for rows that are reported."""
NOT_ALL_KEPT = 4
"""Exit status where a signal was not kept; which, and why, is reported."""


def signals_command(arguments: Sequence[str]) -> int:
    """The command."""
    usual, parser = Threshold(), argparse.ArgumentParser(prog="python -m services.gateway signals")
    parser.add_argument("--figures", type=Path, required=True, help="a file of docs/early-warning.md")
    parser.add_argument("--month", type=_month, help="YYYY-MM; without it the last month of the file")
    parser.add_argument(
        "--months", type=_count, default=12, help="how many months before it are compared with, at most"
    )
    parser.add_argument("--least", type=_count, default=usual.least, help="applications in the month, at least")
    parser.add_argument("--ratio", type=_ratio, default=usual.ratio, help="times the mean before, at least")
    parser.add_argument("--alpha", type=_alpha, default=usual.alpha, help="chance of any false signal, at most")
    parser.add_argument(
        "--keep", metavar="ADDRESS", help="keep each signal as a warning: the address of the deployment's gateway"
    )
    parser.add_argument("--token-file", type=Path, help="where an officer's token stands, for --keep")
    parser.add_argument("--json", action="store_true", help="the whole answer as JSON instead of a line each")
    asked = parser.parse_args(arguments)
    try:
        with asked.figures.open(encoding="utf-8-sig", newline="") as lines:
            figures = read(lines)
    except (OSError, UnicodeDecodeError, UnreadableFigures) as fault:
        print(f"{asked.figures}: {fault}", file=sys.stderr)
        return 2
    threshold = Threshold(asked.least, asked.ratio, asked.alpha)
    found = signals(figures.by_country, asked.month, asked.months, threshold)
    _told(found, figures, whole=asked.json)
    if asked.keep is not None and not _all_kept(asked.keep, asked.token_file, found):
        return NOT_ALL_KEPT
    return SOME_ROWS if figures.faults else 0


def _told(found: Sequence[WatchSignal], figures: Figures, *, whole: bool) -> None:
    for fault in figures.faults:
        print(f"row {fault.row}, {fault.column}: {fault.words} ({fault.code})", file=sys.stderr)
    if whole:
        answer = {"signals": [one.plain() for one in found], "faults": [asdict(one) for one in figures.faults]}
        print(json.dumps(answer, indent=1, ensure_ascii=False))
        return
    for one in found:
        print(f"{one.window} {one.country}: {one.after}, a month before {one.mean_before:.1f}, chance {one.chance:.2g}")
    if not found:
        print("no signal")


def _all_kept(address: str, token_file: Path | None, found: Sequence[WatchSignal]) -> bool:
    """Says of each signal whether it is kept now, or was; False where one is not."""
    try:
        token = token_file.read_text(encoding="utf-8").strip() if token_file is not None else ""
    except (OSError, UnicodeDecodeError) as fault:
        print(f"{token_file}: {fault}", file=sys.stderr)
        return False
    kept = asyncio.run(keep(address, token, found))
    for one in kept:
        print(f"{one.key}: {one.words}", file=sys.stderr)
    return all(one.stands for one in kept)


def _month(text: str) -> str:
    if not MONTH.fullmatch(text):
        raise argparse.ArgumentTypeError("a month: YYYY-MM")
    return text


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError("a number from 1")
    return int(text)


def _ratio(text: str) -> float:
    return _between(text, 1.0, 1000.0)


def _alpha(text: str) -> float:
    return _between(text, 1e-12, 0.5)


def _between(text: str, least: float, most: float) -> float:
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if not least <= found <= most:
        raise argparse.ArgumentTypeError(f"a number from {least:g} to {most:g}")
    return found
