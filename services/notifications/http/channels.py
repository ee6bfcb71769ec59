"""The channels over HTTP: how each does, a test on demand, a mute that ends by itself (WM 6)."""

import base64
import binascii
import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from services.notifications.channels.heartbeat import PATH, channel_event
from services.notifications.channels.signatures import SECRET
from services.notifications.http.schemas import NoBody
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.channels import ChannelRepository
from shared.contracts.incoming import Moment, Strict
from shared.contracts.shapes.values import PersonalText
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.modalities.errors import Fault, Invalid, NotFound, NotPermitted
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import command
from shared.runtime.http.routes import body_of, json, route
from shared.runtime.http.versions import NotHeld

TOLERANCE = timedelta(minutes=5)
LAST_WORD = NotHeld("a channel's row changes with every self-test; an officer's last word holds, and each is audited")


class ChannelAnswer(BaseModel):
    """How a channel does. ``quiet_since``: no sign of life since; ``overdue``: nobody tests it, so nobody knows."""

    model_config = ConfigDict(from_attributes=True)

    channel: str
    last_test_at: datetime | None
    last_passed_at: datetime | None
    last_code: str | None
    failures: int
    next_test_at: datetime
    overdue: bool
    quiet_since: datetime | None
    muted_until: datetime | None
    muted_by: str | None
    mute_reason: str | None


class ChannelsAnswer(BaseModel):
    """Every channel."""

    channels: list[ChannelAnswer]


class MuteBody(Strict):
    """Until when nothing leaves by this channel, and why. What waits leaves after it."""

    until: Moment
    reason: PersonalText = Field(min_length=3, max_length=500)


class Taken(BaseModel):
    """The self-test came through."""

    received: bool = True


def channel_routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """Routes of channels."""
    router = APIRouter(tags=["channels"])
    clock, here = database.clock, resources.of_deployment(settings.deployment)

    def shown(row: Any) -> ChannelAnswer:
        values = {name: getattr(row, name) for name in ChannelAnswer.model_fields if name != "overdue"}
        return ChannelAnswer(**values, overdue=row.next_test_at < clock.now() - timedelta(minutes=15))

    async def held(request: Request, uow: UnitOfWork) -> tuple[ChannelRepository, Any]:
        assert uow.cause.actor is not None
        authorise(uow.cause.actor, a.MUTE_CHANNEL, here)
        channels = ChannelRepository(uow.connection, clock)
        row = await channels.one(request.path_params["channel"], lock=True)
        if row is None:
            raise NotFound("not_found", "There is no such channel, or no worker has looked after it yet")
        return channels, row

    def changed(uow: UnitOfWork, row: Any, what: str) -> Response:
        uow.audit(a.MUTE_CHANNEL.name, a.MUTE_CHANNEL.paragraph, row.channel, row.version, what=what)
        return json(shown(row))

    @route(router, "GET", "/channels", a.READ_CHANNEL, answer=ChannelsAnswer, summary="How each channel does")
    async def list_channels(request: Request) -> Response:
        authorise(await actor_of(request), a.READ_CHANNEL, here)
        async with database.reading() as connection:
            rows = await ChannelRepository(connection, clock).all()
        return json(ChannelsAnswer(channels=[shown(row) for row in rows]))

    @route(router, "PUT", "/channels/{channel}/mute", a.MUTE_CHANNEL, answer=ChannelAnswer, body=MuteBody,
           summary="Hold a channel until a moment; what waits leaves after it", version=LAST_WORD)  # fmt: skip
    async def mute_channel(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            channels, row = await held(request, uow)
            body, now = await body_of(request, MuteBody), clock.now()
            most = timedelta(hours=settings.channel_mute_most_h)
            if body.until.tzinfo is None or not now < body.until <= now + most:
                words = f"must be a moment with its offset within the next {settings.channel_mute_most_h:g} hours"
                raise Invalid((Fault("/until", words, "mute_out_of_bounds"),))
            assert uow.cause.actor is not None
            values = {"muted_until": body.until, "muted_by": uow.cause.actor.subject, "mute_reason": body.reason}
            row = await channels.change(row.channel, values)
            uow.record(channel_event(row, "muted", body.reason))
            return changed(uow, row, "mute")

        return await command(request, database, work)

    @route(router, "DELETE", "/channels/{channel}/mute", a.MUTE_CHANNEL, answer=ChannelAnswer, body=NoBody,
           summary="End a mute before its time", version=LAST_WORD)  # fmt: skip
    async def unmute_channel(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            channels, row = await held(request, uow)
            if row.muted_until is not None:
                row = await channels.unmute(row.channel)
                uow.record(channel_event(row, "unmuted", "an officer ended it"))
            return changed(uow, row, "unmute")

        return await command(request, database, work)

    @route(router, "POST", "/channels/{channel}/test", a.MUTE_CHANNEL, answer=ChannelAnswer, body=NoBody,
           summary="Let a channel test itself within seconds", version=LAST_WORD)  # fmt: skip
    async def test_channel(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            channels, row = await held(request, uow)
            return changed(uow, await channels.change(row.channel, {"next_test_at": clock.now()}), "test")

        return await command(request, database, work)

    @route(router, "POST", PATH, a.RECEIVE_SELF_TEST, answer=Taken, key=False,
           summary="Takes the signed self-test of webhooks")  # fmt: skip
    async def receive_self_test(request: Request) -> Response:
        authorise(await actor_of(request), a.RECEIVE_SELF_TEST, ANYTHING)
        body = await request.body()
        async with database.reading() as connection:
            row = await ChannelRepository(connection, clock).one("webhook")
        if row is None or not is_ours(request, body, row.secret, clock.now()):
            raise NotPermitted("not_signed", "This takes our own signed calls alone")
        async with database.unit_of_work(ByClock("self-test")) as uow:
            await ChannelRepository(uow.connection, clock).received()
        return json(Taken())

    return router


def is_ours(request: Request, body: bytes, secret: str, now: datetime) -> bool:
    """Verifies a call as docs/webhooks.md tells receivers to: signature, id and time."""
    name, stamp = (request.headers.get(f"webhook-{one}", "") for one in ("id", "timestamp"))
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12):
        return False
    if abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        return False
    key = base64.b64decode(secret.removeprefix(SECRET))
    wanted = hmac.digest(key, f"{name}.{stamp}.".encode() + body, sha256)
    for one in request.headers.get("webhook-signature", "").split(" "):
        version, _, value = one.partition(",")
        try:
            if version == "v1" and hmac.compare_digest(base64.b64decode(value, validate=True), wanted):
                return True
        except binascii.Error:
            continue
    return False
