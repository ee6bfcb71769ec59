"""``python -m services.gateway signals``: signals of early warning out of a file of monthly figures, or of a deployment's own
records (WM 12). Nothing is stored or told, unless an officer keeps them.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from services.gateway.domain.months import MONTH
from services.gateway.watch.asking import NotAnswered, as_said, may_be_kept, own_signals_of
from services.gateway.watch.figures_file import Figures, UnreadableFigures, read
from services.gateway.watch.keeping import KeptSignal, keep, keep_all
from services.gateway.watch.rule import Threshold
from services.gateway.watch.signals import WatchSignal, signals

SOME_ROWS = 3
"""Exit status where the file was read but for rows that are reported."""
NOT_ALL_KEPT = 4
"""Exit status where a signal was not kept; which, and why, is reported."""


def signals_command(arguments: Sequence[str]) -> int:
    """The command."""
    usual, parser = Threshold(), argparse.ArgumentParser(prog="python -m services.gateway signals")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--figures", type=Path, help="a file of docs/early-warning.md")
    source.add_argument("--own", metavar="ADDRESS", help="own records: the address of the deployment's gateway")
    parser.add_argument(
        "--month", type=_month, help="YYYY-MM; without it the last of the file, or the last that is over"
    )
    parser.add_argument(
        "--months", type=_count, default=12, help="how many months before it are compared with, at most"
    )
    parser.add_argument("--least", type=_count, default=usual.least, help="applications in the month, at least")
    parser.add_argument("--ratio", type=_ratio, default=usual.ratio, help="times the mean before, at least")
    parser.add_argument("--alpha", type=_alpha, default=usual.alpha, help="chance of any false signal, at most")
    parser.add_argument(
        "--keep", metavar="ADDRESS", help="keep each signal as a warning: the address of the deployment's gateway"
    )
    parser.add_argument("--token-file", type=Path, help="where an officer's token stands, for --own and --keep")
    parser.add_argument("--json", action="store_true", help="the whole answer as JSON instead of a line each")
    asked = parser.parse_args(arguments)
    return _of_own(asked) if asked.own is not None else _of_file(asked)


def _of_own(asked: argparse.Namespace) -> int:
    """By the rule's own threshold: what a page of the console shows is what this says."""
    if (token := _token(asked.token_file)) is None:
        return NOT_ALL_KEPT
    try:
        answer = asyncio.run(own_signals_of(asked.own, token, asked.month))
    except NotAnswered as fault:
        print(f"{asked.own}: {fault}", file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps(answer, indent=1, ensure_ascii=False))
    else:
        for one in answer["signals"]:
            print(f"{one['key']}: {one['after']}, a month before {one['meanBefore']:.1f}, chance {one['chance']:.2g}")
        print("" if answer["signals"] else "no signal\n", end="")
    if asked.keep is None:
        return 0
    said = [(one["key"], as_said(one)) for one in answer["signals"] if may_be_kept(one)]
    return 0 if _kept(asyncio.run(keep_all(asked.keep, token, said))) else NOT_ALL_KEPT


def _of_file(asked: argparse.Namespace) -> int:
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
    token = _token(token_file)
    return token is not None and _kept(asyncio.run(keep(address, token, found)))


def _kept(kept: Sequence[KeptSignal]) -> bool:
    for one in kept:
        print(f"{one.key}: {one.words}", file=sys.stderr)
    return all(one.stands for one in kept)


def _token(file: Path | None) -> str | None:
    """What stands in the file; none without one; None, with the fault said, where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8").strip() if file is not None else ""
    except (OSError, UnicodeDecodeError) as fault:
        print(f"{file}: {fault}", file=sys.stderr)
        return None


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
