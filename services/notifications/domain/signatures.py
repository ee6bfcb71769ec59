"""Signatures after Standard Webhooks: v1 (HMAC-SHA256) and v1a (ed25519) over ``id.timestamp.body``.

Several secrets may sign one call, so that a receiver can change over without a gap: it takes a call that any secret it
knows has signed.
"""

import base64
import hmac
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.notifications.domain.endpoint import Signing

SECRET, PRIVATE, PUBLIC = "whsec_", "whsk_", "whpk_"
RandomBytes = Callable[[int], bytes]


def new_secret(signing: Signing, random_bytes: RandomBytes) -> str:
    """A new secret of 32 bytes with its prefix: ``whsec_`` is shared with the receiver, ``whsk_`` never leaves us."""
    prefix = SECRET if signing == "v1" else PRIVATE
    return prefix + base64.b64encode(random_bytes(32)).decode()


def told_to_receiver(secret: str) -> str:
    """What the receiver verifies with: the shared secret itself, or the public key (``whpk_``) of a private one."""
    if secret.startswith(SECRET):
        return secret
    return PUBLIC + base64.b64encode(_key(secret).public_key().public_bytes_raw()).decode()


def public_key(secret: str) -> str | None:
    """The public key of an ed25519 secret; None for a shared secret, of which nothing may be shown again."""
    return told_to_receiver(secret) if secret.startswith(PRIVATE) else None


def signatures(secrets: Sequence[str], webhook_id: str, timestamp: int, body: bytes) -> str:
    """The value of ``webhook-signature``: one signature per secret, in their order, separated by spaces."""
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    return " ".join(_sign(secret, signed) for secret in secrets)


def _sign(secret: str, signed: bytes) -> str:
    if secret.startswith(PRIVATE):
        return "v1a," + base64.b64encode(_key(secret).sign(signed)).decode()
    key = base64.b64decode(secret.removeprefix(SECRET))
    return "v1," + base64.b64encode(hmac.digest(key, signed, sha256)).decode()


@lru_cache(maxsize=2048)
def _key(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(secret.removeprefix(PRIVATE)))
