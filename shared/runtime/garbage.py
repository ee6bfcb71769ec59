"""How often Python looks for garbage: seldom, since what services make is freed by itself as soon as it is let go."""

import gc


def collect_seldom() -> None:
    """Call once, when everything is imported. Cycles are still found, only later.

    By default a full collection comes every few dozen requests and walks everything the process holds: with 5,000 offers
    known to the ranking that is a pause of 50 ms, more than the ranking itself takes.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
