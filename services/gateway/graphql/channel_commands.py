"""Channels held, heard again and tested by officers (WM 6). Notifications decides on each."""

from datetime import datetime

import strawberry

from services.gateway.graphql.commands import Asked, segment, send
from services.gateway.graphql.types import CommandResult

OWNER = "notifications"


def _of(channel: str, what: str) -> str:
    return f"/channels/{segment(channel)}/{what}"


@strawberry.type
class ChannelMutations:
    """A channel is named by its word: email, webhook."""

    @strawberry.mutation(description="Hold a channel until a moment; what waits leaves after it (WM 6)")
    async def mute_channel(self, info: Asked, channel: str, until: datetime, reason: str, key: str) -> CommandResult:
        body = {"until": until.isoformat(), "reason": reason}
        return await send(info, OWNER, "PUT", _of(channel, "mute"), body, key)

    @strawberry.mutation(description="End the hold of a channel before its time")
    async def unmute_channel(self, info: Asked, channel: str, key: str) -> CommandResult:
        return await send(info, OWNER, "DELETE", _of(channel, "mute"), None, key)

    @strawberry.mutation(description="Let a channel test itself within seconds")
    async def test_channel(self, info: Asked, channel: str, key: str) -> CommandResult:
        return await send(info, OWNER, "POST", _of(channel, "test"), None, key)
