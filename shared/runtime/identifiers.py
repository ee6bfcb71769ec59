"""Identifiers that sort by time (UUID version 7, RFC 9562)."""

import secrets
import uuid

from shared.runtime.clock import Clock


def new_id(clock: Clock) -> str:
    """A new identifier, lower-case text: 48 bits of milliseconds, then randomness."""
    milliseconds = int(clock.now().timestamp() * 1000)
    value = (milliseconds & (1 << 48) - 1) << 80 | 7 << 76 | secrets.randbits(12) << 64
    return str(uuid.UUID(int=value | 0b10 << 62 | secrets.randbits(62)))
