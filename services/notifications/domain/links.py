"""Links in mails that work without a login: what one may do is in the link, signed by us (RFC 8058).

A link can do one small thing to one mailbox: stop a kind of message for information, end a subscription, or mute an item
for a set time. Keys can be changed without breaking mails that are out: the first signs, all are accepted.
"""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from hashlib import sha256
from typing import Literal

LONGEST = 600
_PURPOSE = b"acsg-mail-link-1:"


@dataclass(frozen=True)
class Link:
    """``what`` is an event type to stop, a subscription's id to end, or an item's id to mute."""

    act: Literal["stop", "end", "mute"]
    mailbox_id: str
    what: str


class BadLink(ValueError):
    """It was not made by us, or not like this."""


def token(link: Link, keys: Sequence[str]) -> str:
    """The part of an address that carries a link."""
    body = json.dumps(astuple(link), separators=(",", ":")).encode()
    return f"{_text(body)}.{_text(_signature(body, keys[0]))}"


def link_of(text: str, keys: Sequence[str]) -> Link:
    """Reads a link. Raises BadLink."""
    if len(text) > LONGEST or not text.isascii():
        raise BadLink
    head, _, tail = text.partition(".")
    try:
        body, signature = _bytes(head), _bytes(tail)
    except ValueError as fault:
        raise BadLink from fault
    # Every key is tried, so that the time taken does not tell which one signed.
    if not sum(hmac.compare_digest(_signature(body, key), signature) for key in keys):
        raise BadLink
    act, mailbox_id, what = json.loads(body)
    return Link(act, mailbox_id, what)


def _signature(body: bytes, key: str) -> bytes:
    return hmac.digest(key.encode(), _PURPOSE + body, sha256)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _text(raw) != text:
        raise ValueError("not as we write it")
    return raw
