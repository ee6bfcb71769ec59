"""Identifiers that sort by time (UUID version 7, RFC 9562)."""

import os
import re
from uuid import UUID

from shared.runtime.clock import Clock


def new_id(clock: Clock) -> str:
    """A new identifier, lower-case text: 48 bits of milliseconds, then randomness."""
    milliseconds = int(clock.now().timestamp() * 1000) & (1 << 48) - 1
    # One call for all of the randomness: each is a system call, and a request makes several identifiers.
    chance = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80 | 7 << 76 | (chance >> 62 & 0xFFF) << 64 | 0b10 << 62 | chance & (1 << 62) - 1
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


_WRITTEN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def parsed(text: str) -> UUID | None:
    """The identifier that a text is, as ``new_id`` writes it; None for any other text, which names nothing of ours.

    Tables are asked by it and never by text, so that a look-up goes by their key.
    """
    return UUID(text) if _WRITTEN.fullmatch(text) else None
