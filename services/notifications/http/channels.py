"""The channels over HTTP: how each does, a test on demand, a mute that ends by itself (WM 6)."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.notifications import actions as does
from services.notifications.actions.channel import ChannelAnswer
from services.notifications.actions.receive_self_test import SignedCall
from services.notifications.actions.receive_self_test import receive_self_test as received
from services.notifications.channels.heartbeat import PATH
from services.notifications.queries import read_channels as query
from services.notifications.settings import NotificationsSettings
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import json, route
from shared.runtime.http.versions import NotHeld

ONE = "/channels/{channel}"
LAST_WORD = NotHeld("a channel's row changes with every self-test; an officer's last word holds, and each is audited")
TABLE = (
    At("PUT", ONE + "/mute", does.MUTE_CHANNEL, ChannelAnswer, "Hold a channel until a moment; what waits leaves after it",
       version=LAST_WORD, tagged=False),
    At("DELETE", ONE + "/mute", does.UNMUTE_CHANNEL, ChannelAnswer, "End a mute before its time", version=LAST_WORD,
       tagged=False),
    At("POST", ONE + "/test", does.TEST_CHANNEL, ChannelAnswer, "Let a channel test itself within seconds",
       version=LAST_WORD, tagged=False),
)  # fmt: skip


class ChannelsAnswer(BaseModel):
    """Every channel."""

    channels: list[ChannelAnswer]


class Taken(BaseModel):
    """The self-test came through."""

    received: bool = True


def channel_routes(runner: Runner[NotificationsSettings]) -> APIRouter:
    """Routes of channels."""
    router, database = APIRouter(tags=["channels"]), runner.database

    @route(router, "GET", "/channels", a.READ_CHANNEL, answer=ChannelsAnswer, summary="How each channel does")
    async def list_channels(request: Request) -> Response:
        found = await query.list_channels(database, runner.context, await actor_of(request))
        return json(ChannelsAnswer(channels=found))

    @route(router, "POST", PATH, a.RECEIVE_SELF_TEST, answer=Taken, key=False,
           summary="Takes the signed self-test of webhooks")  # fmt: skip
    async def receive_self_test(request: Request) -> Response:
        authorise(await actor_of(request), a.RECEIVE_SELF_TEST, ANYTHING)
        name, stamp, signatures = (
            request.headers.get(f"webhook-{one}", "") for one in ("id", "timestamp", "signature")
        )
        await received(database, SignedCall(name, stamp, signatures, await request.body()))
        return json(Taken())

    commands(router, runner, *TABLE)
    return router
