"""Identifiers that sort by time (UUID version 7, RFC 9562)."""

import os

from shared.runtime.clock import Clock


def new_id(clock: Clock) -> str:
    """A new identifier, lower-case text: 48 bits of milliseconds, then randomness."""
    milliseconds = int(clock.now().timestamp() * 1000) & (1 << 48) - 1
    # One call for all of the randomness: each is a system call, and a request makes several identifiers.
    chance = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80 | 7 << 76 | (chance >> 62 & 0xFFF) << 64 | 0b10 << 62 | chance & (1 << 62) - 1
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
