"""Keeping things secret: AES-256-GCM with keys of the settings; the first encrypts, all decrypt, so that keys can change."""

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class UnreadableSecret(ValueError):
    """What was kept opens with none of the keys, or for another purpose."""


class Keyring:
    """Seals and opens bytes. ``purpose`` is bound in: what was sealed for one thing does not open as another."""

    def __init__(self, keys: list[bytes]) -> None:
        """Without keys one of the process's own, for development: what it sealed ends with it."""
        self._keys = [AESGCM(key) for key in keys] or [AESGCM(secrets.token_bytes(32))]

    def seal(self, plain: bytes, purpose: bytes) -> bytes:
        """Nonce and ciphertext."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._keys[0].encrypt(nonce, plain, purpose)

    def open(self, sealed: bytes, purpose: bytes) -> bytes:
        """The plain bytes. Raises Unreadable."""
        for key in self._keys:
            try:
                return key.decrypt(sealed[:NONCE], sealed[NONCE:], purpose)
            except InvalidTag:
                continue
        raise UnreadableSecret("no key opens it")


def hashed(secret: str) -> bytes:
    """What is kept of a random secret of 256 bits: a plain hash keeps it as well as a slow one would."""
    return hashlib.sha256(secret.encode()).digest()
