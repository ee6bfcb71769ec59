"""Topics follow the deployment's settings; one that the broker has yet to hear of was made with them."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.errors import TopicAuthorizationFailedError, UnknownTopicOrPartitionError

from shared.contracts.catalogue import topics_of
from shared.runtime.kafka import clients
from shared.runtime.kafka.topics import follow_settings
from shared.runtime.settings import RuntimeSettings

TOPICS = topics_of("intake")
SETTINGS = RuntimeSettings(service="intake", database_url="-")


class Admin:
    """A broker that answers every question with one code."""

    def __init__(self, code: int) -> None:
        self._code = code

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def describe_configs(self, asked: Sequence[Any]) -> list[Any]:
        return [SimpleNamespace(resources=[(self._code, "", 2, one.name, []) for one in asked])]

    async def alter_configs(self, asked: Sequence[Any]) -> list[Any]:
        return [SimpleNamespace(resources=[(self._code, "said so", 2, one.name) for one in asked])]


async def test_one_that_the_broker_has_yet_to_hear_of_is_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "admin", lambda _: Admin(UnknownTopicOrPartitionError.errno))
    assert await follow_settings(SETTINGS, TOPICS) is not None


@pytest.mark.control
async def test_any_other_refusal_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clients, "admin", lambda _: Admin(TopicAuthorizationFailedError.errno))
    with pytest.raises(TopicAuthorizationFailedError):
        await follow_settings(SETTINGS, TOPICS)
