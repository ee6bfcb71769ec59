"""Creates, rotates, revokes and lists integrators on a real broker. The broker is the only record of them."""

import secrets
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from confluent_kafka import ConsumerGroupState, KafkaError, KafkaException
from confluent_kafka.admin import (
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialDeletion,
    UserScramCredentialUpsertion,
)

from deploy.access.rules import Grant, NotAllowed, read_back
from shared.runtime.kafka.administrator import administrator
from shared.runtime.kafka.clients import OWN, BrokerDoor

ITERATIONS = 8192
SECONDS = 20
SCRAM = ScramMechanism.SCRAM_SHA_512
EVERY_RULE = AclBindingFilter(
    ResourceType.ANY, None, ResourcePatternType.ANY, None, None, AclOperation.ANY, AclPermissionType.ANY
)


class Unknown(LookupError):
    """No integrator has this name."""


class AccessBroker:
    """Speaks to a broker as its administrator; raises KafkaException when the broker refuses or is away."""

    def __init__(self, door: BrokerDoor) -> None:
        self._admin = administrator(door)

    def reach(self) -> None:
        """Raises KafkaException soon when nobody answers."""
        self._admin.list_topics(timeout=5)

    def grants(self) -> list[Grant]:
        """Every integrator with its rules."""
        return read_back(self._admin.describe_acls(EVERY_RULE, request_timeout=SECONDS).result(SECONDS))

    def users(self) -> frozenset[str]:
        """Integrators that have a password."""
        found = self._admin.describe_user_scram_credentials(request_timeout=SECONDS).result(SECONDS)
        return frozenset(name for name in found if not name.startswith(OWN))

    def create(self, wanted: Grant) -> str:
        """Gives an integrator its rules, then its password, which is answered once. Raises NotAllowed when it is there."""
        if wanted.name in self.users():
            raise NotAllowed(f"'{wanted.name}' is there already: rotate it, or revoke it first")
        self._forget_rules(wanted.name)
        all_done(self._admin.create_acls(wanted.bindings(), request_timeout=SECONDS))
        return self._new_password(wanted.name)

    def rotate(self, name: str) -> str:
        """A new password. The old one opens no connection from now on. Raises Unknown."""
        self._known(name)
        return self._new_password(name)

    def revoke(self, name: str) -> list[str]:
        """Takes the rules, which ends running connections at their next request, then the password, then the groups.

        Answers groups that still have members; they are forgotten by another call. Raises Unknown.
        """
        prefixes = [grant.groups_prefix for grant in self.grants() if grant.name == name]
        if not prefixes:
            self._known(name)
        self._forget_rules(name)
        if name in self.users():
            gone = UserScramCredentialDeletion(name, SCRAM)
            all_done(self._admin.alter_user_scram_credentials([gone], request_timeout=SECONDS))
        return [left for prefix in prefixes for left in self._forget_groups(prefix)]

    def _known(self, name: str) -> None:
        if name not in self.users():
            raise Unknown(f"There is no integrator '{name}'")

    def _new_password(self, name: str) -> str:
        password = secrets.token_urlsafe(32)
        all_done(self._admin.alter_user_scram_credentials([password_of(name, password)], request_timeout=SECONDS))
        return password

    def _forget_rules(self, name: str) -> None:
        mine = AclBindingFilter(
            ResourceType.ANY, None, ResourcePatternType.ANY, f"User:{name}", None, AclOperation.ANY,
            AclPermissionType.ANY,
        )  # fmt: skip
        all_done(self._admin.delete_acls([mine], request_timeout=SECONDS))

    def _forget_groups(self, prefix: str) -> list[str]:
        listed = self._admin.list_consumer_groups(request_timeout=SECONDS).result(SECONDS).valid
        mine = [group for group in listed if group.group_id.startswith(prefix)]
        empty = [group.group_id for group in mine if group.state is ConsumerGroupState.EMPTY]
        left = [group.group_id for group in mine if group.state is not ConsumerGroupState.EMPTY]
        for group, future in (
            self._admin.delete_consumer_groups(empty, request_timeout=SECONDS).items() if empty else ()
        ):
            try:
                future.result(SECONDS)
            except KafkaException as refused:
                if refused.args[0].code() != KafkaError.NON_EMPTY_GROUP:
                    raise
                left.append(group)
        return sorted(left)


def password_of(name: str, password: str) -> UserScramCredentialUpsertion:
    """A user's password as the broker is given it: it keeps what proves it, not the password."""
    return UserScramCredentialUpsertion(name, ScramCredentialInfo(SCRAM, ITERATIONS), password.encode())


def all_done(futures: Mapping[Any, "Future[Any]"]) -> None:
    """Waits for every answer. Raises the first refusal."""
    for future in futures.values():
        future.result(SECONDS)
