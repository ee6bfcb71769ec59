"""The form of tokens that are made here: recognised by scanners of secrets, and refused by its checksum before any look-up.

``acsg_``, then an identifier (22 characters), a secret of 256 bits (43) and a checksum (6), each of letters and digits:
``acsg_[0-9A-Za-z]{71}``.
"""

import re
import string
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID
from zlib import crc32

PREFIX = "acsg_"
PATTERN = re.compile(r"acsg_[0-9A-Za-z]{71}")
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_ID, _SECRET, _SUM = 22, 43, 6


class Parts(NamedTuple):
    """The identifier, and what is kept of the secret."""

    token_id: str
    secret_hash: bytes


def _written(number: int, width: int) -> str:
    found = ""
    for _ in range(width):
        number, digit = divmod(number, 62)
        found = _DIGITS[digit] + found
    return found


def _read(text: str) -> int:
    number = 0
    for character in text:
        number = number * 62 + _DIGITS.index(character)
    return number


def _sum(text: str) -> str:
    return _written(crc32(text.encode()), _SUM)


def written(token_id: str, secret: bytes) -> str:
    """A token of an identifier (UUID) and 32 random bytes."""
    text = PREFIX + _written(UUID(token_id).int, _ID) + _written(int.from_bytes(secret), _SECRET)
    return text + _sum(text)


def parts(token: str) -> Parts | None:
    """What a token is made of; None when it is none of ours, or was mistyped."""
    if not PATTERN.fullmatch(token) or _sum(token[:-_SUM]) != token[-_SUM:]:
        return None
    number = _read(token[len(PREFIX) :][:_ID])
    if number >> 128:
        return None
    # The secret is random throughout, so that a plain hash keeps it as well as a slow one would.
    return Parts(str(UUID(int=number)), sha256(token.encode()).digest())
