"""The secrets of a guarded broker on this machine: an authority, the broker's certificate, a password for each user."""

import secrets as made_up
from datetime import datetime
from pathlib import Path

from deploy.access.own import Place, own_users
from deploy.certificates import authority, authority_file, server_file, write_secret
from shared.runtime.kafka.clients import ADMIN

DAYS = 825


def make_secrets(
    folder: Path, users: list[str], now: datetime, names: tuple[str, ...], deployment: str = "acsg"
) -> list[str]:
    """Makes what is missing in the folder, and says what it made: ``ca.pem``, ``broker.pem``, and one file for each
    user. What is there stays, so it can be run again when a user is added. The authority's key is kept nowhere: it signs
    one certificate, and a new one comes with an authority of its own."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = []
    if not (folder / "broker.pem").exists():
        signer, key = authority(now, f"Brokers of {deployment}", DAYS)
        authority_file(folder, "ca.pem", signer)
        server_file(folder, signer, key, now, names, DAYS)
        made += ["ca.pem", "broker.pem"]
    for user in users:
        if not (folder / user).exists():
            write_secret(folder / user, made_up.token_urlsafe(32).encode())
            made.append(user)
    return made


def users_of(place: Place) -> list[str]:
    """Names of all who have a password at a broker, the administrator first."""
    return [ADMIN, *(user.name for user in own_users(place))]
