"""Named places where a test can end the process as a crash would, or raise, to prove that nothing is lost or doubled.

``ACSG_FAILPOINT=after_commit`` ends the process at its first visit, ``after_commit:3`` at the third,
``after_commit=raise`` raises instead. Settings refuse it in production mode.
"""

import os

NAMES = (
    "before_commit", "after_commit", "relay_after_claim", "relay_after_publish", "relay_after_mark",
    "consumer_before_effect", "consumer_after_effect", "consumer_after_commit", "consumer_after_offset",
    "delivery_before_send", "delivery_after_send", "delivery_after_mark", "audit_after_append", "consumer_wedged", "handover_sealed", "handover_taken",
    "import_after_batch",
)  # fmt: skip


class FailpointReached(Exception):
    """A failpoint in raise mode was visited."""


class _Armed:
    def __init__(self, name: str, visits: int, raises: bool) -> None:
        self.name, self.visits, self.raises = name, visits, raises


_armed: list[_Armed] = []


def arm(expression: str) -> None:
    """Arms a failpoint from its expression; an empty one disarms. Raises ValueError for an unknown name."""
    _armed.clear()
    if not expression:
        return
    place, _, mode = expression.partition("=")
    name, _, nth = place.partition(":")
    if name not in NAMES or mode not in {"", "raise"}:
        raise ValueError(f"unknown failpoint '{expression}'; known: {', '.join(NAMES)}")
    _armed.append(_Armed(name, int(nth or 1), mode == "raise"))


def hit(name: str) -> None:
    """Visits a failpoint: nothing happens unless it is armed."""
    if not _armed or _armed[0].name != name:
        return
    _armed[0].visits -= 1
    if _armed[0].visits == 0:
        if _armed[0].raises:
            raise FailpointReached(name)
        os._exit(137)


def is_armed(name: str) -> bool:
    """Whether a failpoint that is a condition rather than a crash is set."""
    return bool(_armed) and _armed[0].name == name
