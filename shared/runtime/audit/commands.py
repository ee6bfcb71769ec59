"""The commands of an operator who looks after the audit; they load the bare driver and nothing of the service."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from shared.runtime.audit.heads import Witnessed, lines, of_source, read
from shared.runtime.audit.verification import check, connected, head
from shared.runtime.settings import RuntimeSettings


def verify_audit(settings: RuntimeSettings, arguments: Sequence[str]) -> int:
    """Holds the chain against its hashes and its witnesses. 1 where it is broken, 2 where a witness cannot be had."""
    parser = argparse.ArgumentParser(prog="verify-audit")
    parser.add_argument("--witness", type=Path, help="a file of heads that somebody else keeps: lines of audit-head")
    parser.add_argument("--hub", action="store_true", help="also against the heads that Geneva keeps: asks it")
    asked = parser.parse_args(arguments)
    heads: list[Witnessed] = []
    try:
        if asked.witness:
            heads += read(asked.witness)
        if asked.hub:
            heads += _of_hub(settings)
        known = of_source(heads, settings.source, settings.epoch) if asked.witness or asked.hub else {}
    except (OSError, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 2
    return asyncio.run(_verified(settings, known))


async def _verified(settings: RuntimeSettings, known: Mapping[int, bytes]) -> int:
    connection = await connected(settings.database_url)
    try:
        broken = await check(connection, known)
    finally:
        await connection.close()
    if not known:
        print("no witness was given: a tail that was cut off does not show", file=sys.stderr)
    print("the audit chain holds" if broken is None else f"broken at {broken.sealed}: {broken.fault}")
    return 0 if broken is None else 1


def _of_hub(settings: RuntimeSettings) -> list[Witnessed]:
    # Asking over HTTP is loaded for those alone who ask.
    from shared.runtime.audit.hub import kept_by_hub

    return asyncio.run(kept_by_hub(settings))


def audit_head(settings: RuntimeSettings, _: Sequence[str]) -> int:
    """Prints the last sealed row as a line for somebody else to keep."""
    return asyncio.run(_said(settings))


async def _said(settings: RuntimeSettings) -> int:
    connection = await connected(settings.database_url)
    try:
        sealed, link = await head(connection)
    finally:
        await connection.close()
    if sealed:
        seen = Witnessed(
            region=settings.deployment, source=settings.source, epoch=settings.epoch, sealed=sealed, hash=link.hex()
        )
        print(lines([seen]))
    return 0


COMMANDS: Mapping[str, Callable[[RuntimeSettings, Sequence[str]], int]] = {
    "verify-audit": verify_audit,
    "audit-head": audit_head,
}
