"""``python -m services.notifications integrators lag [NAME] [--json]``: how far behind each integrator is (WM 3)."""

import argparse
import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict

from services.notifications.settings import NotificationsSettings
from shared.runtime.kafka.lag import integrator_lags


def integrators(settings: NotificationsSettings, arguments: Sequence[str]) -> int:
    """Prints one line per group and topic. Raises Retryable when the broker is away."""
    parser = argparse.ArgumentParser(prog="python -m services.notifications integrators")
    parser.add_argument("what", choices=["lag"])
    parser.add_argument("name", nargs="?", help="one integrator; all of them when not given")
    parser.add_argument("--json", action="store_true", help="as JSON")
    asked = parser.parse_args(arguments)
    lags = asyncio.run(integrator_lags(settings.bus, asked.name))
    if asked.json:
        print(json.dumps([asdict(lag) for lag in lags], indent=1, default=str))
        return 0
    for lag in lags:
        since = f"since {lag.oldest_at:%Y-%m-%d %H:%M:%SZ}" if lag.oldest_at else "nothing waits"
        print(f"{lag.integrator:<16} {lag.group:<28} {lag.topic:<40} {lag.waiting:>8}  {since}")
    return 0
