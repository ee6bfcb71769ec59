"""Gives a broker the users of our own software: passwords from files, rules as they are declared, and no others."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from confluent_kafka.admin import AclBindingFilter, UserScramCredentialDeletion

from deploy.access.broker import EVERY_RULE, SCRAM, SECONDS, all_done, password_of
from deploy.access.own import OwnUser
from deploy.access.rules import NotAllowed
from shared.runtime.kafka.administrator import administrator
from shared.runtime.kafka.clients import ADMIN, OWN, BrokerDoor

LEAST = 24
"""Characters of a password."""


def passwords(folder: Path, users: Iterable[str]) -> dict[str, str]:
    """Password of each user, from the file of its name. Raises NotAllowed naming every one that is missing or weak."""
    found, faults = dict[str, str](), []
    for user in users:
        file = folder / user
        said = file.read_text("utf-8").strip() if file.is_file() else ""
        if len(said) < LEAST:
            faults.append(f"{file}: a password of {LEAST} characters or more is needed")
        elif said in found.values():
            faults.append(f"{file}: the password of another")
        found[user] = said
    if faults:
        raise NotAllowed("; ".join(faults))
    return found


def provision(door: BrokerDoor, users: list[OwnUser], folder: Path) -> tuple[int, int]:
    """Makes the broker's own users what they are to be; how many rules came and how many went. Integrators stay as
    they are. To do it again does no harm. Raises NotAllowed, KafkaException.
    """
    known, admin = passwords(folder, [user.name for user in users]), administrator(door)
    given: list[Any] = [password_of(name, said) for name, said in known.items()]
    there = admin.describe_user_scram_credentials(request_timeout=SECONDS).result(SECONDS)
    gone = [name for name in there if name.startswith(OWN) and name not in known]
    given += [UserScramCredentialDeletion(name, SCRAM) for name in gone]
    wanted = frozenset().union(*(user.rules for user in users))
    present = {rule for rule in admin.describe_acls(EVERY_RULE, request_timeout=SECONDS).result(SECONDS)
               if rule.principal.startswith(f"User:{OWN}") or rule.principal in {"User:*", "User:ANONYMOUS"}}  # fmt: skip
    come, leave = list(wanted - present), list(present - wanted)
    # Rules that are missing come first, so that who works on is not refused meanwhile.
    all_done(admin.create_acls(come, request_timeout=SECONDS) if come else {})
    filters = [
        AclBindingFilter(
            rule.restype, rule.name, rule.resource_pattern_type, rule.principal, rule.host, rule.operation,
            rule.permission_type,
        ) for rule in leave
    ]  # fmt: skip
    all_done(admin.delete_acls(filters, request_timeout=SECONDS) if filters else {})
    all_done(admin.alter_user_scram_credentials(given, request_timeout=SECONDS))
    return len(come), len(leave)


def inner_door(bootstrap: str, password: Path) -> BrokerDoor:
    """The administrator's door: on the broker's own loopback, where nobody else reaches it."""
    return BrokerDoor(bootstrap, ADMIN, password, protocol="SASL_PLAINTEXT", mechanism="PLAIN")
