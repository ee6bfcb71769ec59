"""What a forked child finds itself to be, said as one line of JSON; then it stays, or ends as it was told."""

import json
import os
import random
import signal
import sys
import threading
import time
from pathlib import Path

from prometheus_client import REGISTRY

from shared.runtime.forking.guard import opened, threads
from shared.runtime.observability.metrics import CONSUMER_HANDLED, RELAY_PUBLISHED
from tests.support import planted_chance


def said() -> dict[str, object]:
    """Everything that must not have come from the parent."""
    RELAY_PUBLISHED.inc()
    CONSUMER_HANDLED.labels("forked").inc()
    dispositions = {name: str(signal.getsignal(getattr(signal, name))) for name in ("SIGTERM", "SIGINT", "SIGCHLD")}
    return {
        "pid": os.getpid(), "group": os.getpgid(0), "parent": os.getppid(), "chances": [planted_chance.CHANCE.random(), random.random()],
        "settings": {name: value for name, value in os.environ.items() if name.startswith("ACSG_")},
        "open": sorted(opened().values()), "threads": threads() + [t.name for t in threading.enumerate()][1:],
        "signals": dispositions, "blocked": [int(one) for one in signal.pthread_sigmask(signal.SIG_BLOCK, [])],
        "published": REGISTRY.get_sample_value("acsg_relay_published_total"),
        "created": REGISTRY.get_sample_value("acsg_relay_published_created"), "began": time.time(),
        "name": Path("/proc/self/comm").read_text().strip(), "words": sys.argv[1:],
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(said()), flush=True)
    what = sys.argv[1]
    if what == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print("deaf", flush=True)
    if what == "words":
        sys.exit("ended with words")
    if what.isdigit():
        sys.exit(int(what))
    time.sleep(600)
