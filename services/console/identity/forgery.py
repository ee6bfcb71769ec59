"""Who sent a form: our own page, or somebody else's. A token of the session stands in where a browser does not say."""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Mapping

BYTES = 32


def _mark(handle: str) -> bytes:
    return hashlib.sha256(b"form:" + handle.encode()).digest()


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def form_token(handle: str) -> str:
    """A token for a page, masked anew each time: pages are pressed, and an equal text could be guessed by its length."""
    mask = secrets.token_bytes(BYTES)
    return base64.urlsafe_b64encode(mask + _mixed(mask, _mark(handle))).decode().rstrip("=")


def is_token_of(token: str, handle: str) -> bool:
    """Whether a token was made for this session."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return False
    return len(raw) == 2 * BYTES and secrets.compare_digest(_mixed(raw[:BYTES], raw[BYTES:]), _mark(handle))


def is_ours(headers: Mapping[str, str], origin: str, token: str, handle: str | None) -> bool:
    """Whether a form came from a page of ours. ``null`` is what a browser says that tells nobody where it comes from."""
    said = headers.get("sec-fetch-site")
    if said is not None:
        return said == "same-origin"
    came = headers.get("origin", "null")
    if came != "null":
        return came == origin
    return handle is not None and is_token_of(token, handle)
