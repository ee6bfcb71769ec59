"""``python -m services.notifications integrators lag [NAME] [--json]``: how far behind each integrator is (WM 3)."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from services.notifications.settings import NotificationsSettings
from shared.runtime.kafka.lag import integrator_lags


def integrators(settings: NotificationsSettings, arguments: Sequence[str]) -> int:
    """Prints one line per group and topic; exit status 1 where the one that was asked for has never read anything.

    Raises Retryable when the broker is away.
    """
    parser = argparse.ArgumentParser(prog="python -m services.notifications integrators")
    parser.add_argument("what", choices=["lag"])
    parser.add_argument("name", nargs="?", help="one integrator; all of them when not given")
    parser.add_argument("--json", action="store_true", help="as JSON")
    asked = parser.parse_args(arguments)
    lags = asyncio.run(integrator_lags(settings.bus, asked.name))
    never = asked.name is not None and not lags
    if asked.json:
        print(json.dumps([asdict(lag) for lag in lags], indent=1, default=str))
        return 1 if never else 0
    if never:
        print(
            f"{asked.name} has never confirmed a place on a public topic: it is in no group, and all of it waits",
            file=sys.stderr,
        )
    for lag in lags:
        since = f"since {lag.oldest_at:%Y-%m-%d %H:%M:%SZ}" if lag.oldest_at else "nothing waits"
        print(f"{lag.integrator:<16} {lag.group:<28} {lag.topic:<40} {lag.waiting:>8}  {since}")
    return 1 if never else 0
