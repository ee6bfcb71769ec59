"""What ``make status`` says: of each piece whether it runs, is being started again, or is dead, seen now and not as written."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from deploy.local.processes import PATIENCE_S, Child, tail
from deploy.local.record import ProcessRecord, owner_of
from shared.runtime.roles import HTTP_ROLES


def lines(content: dict[str, Any], processes: Sequence[ProcessRecord]) -> Iterator[str]:
    """One line for each piece; first a line on the program that keeps them, when it is gone."""
    owner = owner_of(content)
    kept = owner is not None and owner.alive()
    if processes and not kept:
        yield "the program that keeps these running is gone: nothing is started again (`make down`, then start anew)"
    found = {(p.service, p.role): p for p in processes}
    pieces = {tuple(piece["key"]): piece for piece in content.get("pieces", ())}
    for key in pieces | found:
        piece = pieces.get(key, {})
        process = found.get(key)
        runs = process is not None and process.alive()
        yield f"{key[0]:<14} {key[1]:<8} {_number(process, piece):>8} {_words(content, piece, process if runs else None, kept)}"


def _number(process: ProcessRecord | None, piece: dict[str, Any]) -> str:
    return str(process.pid if process is not None else piece.get("pid", ""))


def _words(content: dict[str, Any], piece: dict[str, Any], process: ProcessRecord | None, kept: bool) -> str:
    if process is not None:
        wrong = _not_ready(content, process)
        often = f", started again {piece['failures']} time(s) of late" if piece.get("failures") else ""
        return f"running{often}" + (f", not ready: {wrong}" if wrong else "")
    if kept and piece.get("is_kept"):
        code = piece.get("code")
        ended = "" if code is None else f" (ended with {code}, {piece.get('failures', 0)} time(s) in a row)"
        return f"restarting{ended}"
    return "dead"


def _not_ready(content: dict[str, Any], process: ProcessRecord) -> str:
    """What a service says that it lacks; empty when all is well, or when it has no such word to say."""
    speaks = process.role in HTTP_ROLES
    address = process.metrics or (content.get("addresses", {}).get(process.service) if speaks else None)
    if address is None:
        return ""
    try:
        with urllib.request.urlopen(f"{address}/health/ready", timeout=2) as _:  # noqa: S310 - a loopback address of ours
            return ""
    except urllib.error.HTTPError as answer:
        try:
            checks = json.loads(answer.read()).get("checks", {})
        except ValueError:
            checks = {}
        return ", ".join(f"{name} {state}" for name, state in checks.items() if state != "ready") or str(answer.code)
    except OSError:
        return "does not answer"


def answering(url: str) -> bool:
    """Whether an address of ours answers with 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - a loopback address of ours
            return bool(answer.status == 200)
    except OSError:
        return False


def await_answer(url: str, process: Child, name: str, log: Path, seconds: float = PATIENCE_S) -> None:
    """Waits until a process of ours answers. Raises RuntimeError with the end of its log."""
    end = time.monotonic() + seconds
    while not answering(url):
        if process.poll() is not None:
            raise RuntimeError(f"{name} ended at its start:\n{tail(log)}")
        if time.monotonic() > end:
            raise RuntimeError(f"{name} was not ready in time:\n{tail(log)}")
        time.sleep(0.05)
