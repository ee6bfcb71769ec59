"""Channels that go quiet raise an alarm over the other one; a mute ends by itself and is shown (WM 6; complaint 1)."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from deploy.demo.client import Refused
from deploy.local.desk import Mailbox
from deploy.local.processes import port
from services.notifications.channels.heartbeat import QUIET, Heartbeat
from services.notifications.channels.sender import Sender
from services.notifications.main import caller_of
from shared.contracts.operations import ChannelStateChanged
from tests.support.notifications_desk import NOON, NotificationsDesk, desk
from tests.support.served import served
from tools.faults.receivers import Farm

OFFICER = "wca-officer"


class Post:
    """A mail server that can be away."""

    def __init__(self, folder: Path) -> None:
        self.port, self.mailbox = port(0, "the mail server"), Mailbox(folder / "mailbox")
        self._server: Controller | None = None

    def open(self) -> None:
        self._server = Controller(self.mailbox, hostname="127.0.0.1", port=self.port)
        self._server.start()

    def close(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None


@asynccontextmanager
async def watched(
    administrator: str, folder: Path, **settings: Any
) -> AsyncIterator[tuple[NotificationsDesk, Heartbeat, Post]]:
    """A desk with a mail server, whose interface is served at its public address."""
    http, post = port(0, "the interface"), Post(folder)
    post.open()
    given = {"mail_link_url": f"http://127.0.0.1:{http}", "smtp_url": f"smtp://127.0.0.1:{post.port}"}
    given |= {"heartbeat_mailbox": "self-test@example.org"} | settings
    try:
        async with desk(administrator, folder, **given) as one, served(one.service.app(), http):
            caller = caller_of(one.settings, one.clock)
            yield one, Heartbeat(one.database, one.settings, caller), post
            await caller.close()
    finally:
        post.close()


async def channel(notifications: NotificationsDesk, name: str) -> dict[str, Any]:
    found = (await notifications.call(OFFICER, "GET", "/channels"))["channels"]
    return next(one for one in found if one["channel"] == name)


async def told(notifications: NotificationsDesk) -> list[tuple[str, str, str]]:
    rows = await notifications.rows("select body from outbox where type like '%channel-state%' order by id")
    return [(b["channel"], b["state"], b["reason"]) for b in (json.loads(row["body"]) for row in rows)]


async def test_both_channels_prove_themselves_once_a_day(administrator: str, tmp_path: Path) -> None:
    async with watched(administrator, tmp_path) as (notifications, heartbeat, post):
        await heartbeat.look()
        for name in ("email", "webhook"):
            shown = await channel(notifications, name)
            assert (shown["last_code"], shown["failures"], shown["quiet_since"]) == ("ok", 0, None), name
            assert datetime.fromisoformat(shown["next_test_at"]) == NOON + timedelta(hours=24)
        assert [m["to"] for m in post.mailbox.messages()] == ["self-test@example.org"]
        notifications.advance(hours=23)
        await heartbeat.look()
        assert len(post.mailbox.messages()) == 1
        notifications.advance(hours=1)
        await heartbeat.look()
        assert len(post.mailbox.messages()) == 2
        await notifications.call(OFFICER, "POST", "/channels/email/test", {})
        await heartbeat.look()
        assert len(post.mailbox.messages()) == 3
        assert await told(notifications) == []


async def test_a_mail_server_that_is_away_is_told_by_webhook_and_its_return_too(
    administrator: str, tmp_path: Path, farm: Farm
) -> None:
    async with watched(administrator, tmp_path) as (notifications, heartbeat, post):
        kinds = [ChannelStateChanged.wire_type]
        await notifications.call(
            OFFICER, "POST", "/webhooks", {"url": farm.url("/ok/1"), "event_types": kinds, "full_body": True}
        )
        await heartbeat.look()
        post.close()
        notifications.advance(hours=24)
        for _ in range(3):
            await heartbeat.look()
            notifications.advance(minutes=5)
        assert await told(notifications) == [("email", "quiet", "self_test_fails")]
        assert QUIET.labels("email")._value.get() == 1
        shown = await channel(notifications, "email")
        assert (shown["last_code"], shown["failures"]) == ("smtp_away", 3)
        assert datetime.fromisoformat(shown["quiet_since"]) == NOON
        await heartbeat.look()
        assert len(await told(notifications)) == 1
        await handed_on(notifications)
        await notifications.send(notifications.queues())
        (call,) = farm.calls
        assert json.loads(call.body)["data"]["state"] == "quiet"
        post.open()
        notifications.advance(minutes=5)
        await heartbeat.look()
        assert (await told(notifications))[1:] == [("email", "recovered", "it gives signs of life")]
        assert QUIET.labels("email")._value.get() == 0


async def test_webhooks_that_do_not_come_through_are_told_by_mail(administrator: str, tmp_path: Path) -> None:
    dead = f"http://127.0.0.1:{port(0, 'nothing')}"
    async with watched(administrator, tmp_path, mail_link_url=dead) as (notifications, heartbeat, post):
        mailbox = {"email": "wca@example.org", "language": "fr"}
        await notifications.call(OFFICER, "PUT", "/directory/unhcr-bureau:wca", mailbox)
        for _ in range(3):
            await heartbeat.look()
            notifications.advance(minutes=5)
        assert await told(notifications) == [("webhook", "quiet", "self_test_fails")]
        assert (await channel(notifications, "webhook"))["last_code"] == "connect_failed"
        await handed_on(notifications)
        await Sender(notifications.database, notifications.settings).round()
        mail = next(m for m in post.mailbox.messages() if m["to"] == "wca@example.org")
        assert mail["subject"].startswith("Notifications par webhooks : ne répond plus")


async def test_messages_that_do_not_leave_raise_the_alarm_though_the_self_test_passes(
    administrator: str, tmp_path: Path, farm: Farm
) -> None:
    async with watched(administrator, tmp_path) as (notifications, heartbeat, _):
        await notifications.endpoint(farm.url("/ok/1"))
        await heartbeat.look()
        await notifications.publish()
        notifications.advance(minutes=16)
        await heartbeat.look()
        assert await told(notifications) == [("webhook", "quiet", "messages_do_not_leave")]
        await notifications.send(notifications.queues())
        await heartbeat.look()
        assert (await told(notifications))[1][1] == "recovered"


async def test_an_endpoint_that_fails_is_no_silence_of_the_channel(
    administrator: str, tmp_path: Path, farm: Farm
) -> None:
    async with watched(administrator, tmp_path) as (notifications, heartbeat, _):
        await notifications.endpoint(farm.url("/status/500/x"))
        await heartbeat.look()
        await notifications.publish()
        await notifications.send(notifications.queues())
        for _ in range(10):
            notifications.advance(minutes=20)
            await notifications.send(notifications.queues())
            await heartbeat.look()
        assert await told(notifications) == []


async def test_a_mute_holds_everything_is_shown_and_ends_by_itself(
    administrator: str, tmp_path: Path, farm: Farm
) -> None:
    async with watched(administrator, tmp_path) as (notifications, heartbeat, post):
        await notifications.call(OFFICER, "PUT", "/directory/unhcr-bureau:wca", {"email": "wca@example.org"})
        await notifications.endpoint(farm.url("/ok/1"))
        await heartbeat.look()
        until = NOON + timedelta(hours=48)
        for name in ("email", "webhook"):
            body = {"until": until.isoformat(), "reason": "Load of old data"}
            await notifications.call(OFFICER, "PUT", f"/channels/{name}/mute", body)
        shown = await channel(notifications, "email")
        assert (shown["muted_by"], shown["mute_reason"]) == (OFFICER, "Load of old data")
        assert [one[:2] for one in await told(notifications)] == [("email", "muted"), ("webhook", "muted")]
        await handed_on(notifications)
        await notifications.publish()
        sender, queues = Sender(notifications.database, notifications.settings), notifications.queues()
        notifications.advance(hours=47)
        await heartbeat.look()
        assert (bool(await sender.round()), await notifications.send(queues)) == (False, 0)
        notifications.advance(hours=1)
        await heartbeat.look()
        assert [one[1] for one in await told(notifications)][2:] == ["unmuted", "unmuted"]
        assert (await channel(notifications, "email"))["muted_until"] is None
        assert (await sender.round(), await notifications.send(queues)) == (2, 1)
        assert {m["to"] for m in post.mailbox.messages()} >= {"wca@example.org"}


@pytest.mark.parametrize(
    ("until", "status"),
    [
        (NOON + timedelta(hours=73), 422),
        (NOON - timedelta(hours=1), 422),
        ("2026-05-01T15:00:00", 422),
        (NOON + timedelta(hours=1), 200),
    ],
)
async def test_a_mute_has_an_end_in_sight(notifications: NotificationsDesk, until: Any, status: int) -> None:
    await Heartbeat(
        notifications.database, notifications.settings, caller_of(notifications.settings, notifications.clock)
    ).look()
    body = {"until": until if isinstance(until, str) else until.isoformat(), "reason": "Load of old data"}
    answer = await notifications.raw(OFFICER, "PUT", "/channels/email/mute", body)
    assert answer.status_code == status, answer.text
    for who, expected in (("tcd-authority", 403), ("integrator-observer", 403), (None, 401)):
        assert (await notifications.raw(who, "PUT", "/channels/email/mute", body)).status_code == expected
        assert (await notifications.raw(who, "GET", "/channels")).status_code == expected


@pytest.mark.control
async def test_a_self_test_that_is_not_ours_is_refused(notifications: NotificationsDesk) -> None:
    await Heartbeat(
        notifications.database, notifications.settings, caller_of(notifications.settings, notifications.clock)
    ).look()
    stamp = str(int(NOON.timestamp()))
    for signature in ("", "v1,", "v1,AAAA", "v1a,AAAA", "v1,%%%", f"v1,{'A' * 44}"):
        headers = {"webhook-id": "x", "webhook-timestamp": stamp, "webhook-signature": signature}
        with pytest.raises(Refused) as refused:
            await notifications.call(None, "POST", "/channels/webhook/self-test", {}, **headers)
        assert refused.value.problem["code"] == "not_signed"
    rows = await notifications.rows("select received_at from channel_health where channel = 'webhook'")
    assert rows[0]["received_at"] is None


async def handed_on(notifications: NotificationsDesk) -> None:
    """Our own events of operations come in as any event does."""
    rows = await notifications.rows("select body from outbox where type like '%channel-state%' order by id")
    for row in rows:
        await notifications.handle(notifications.decoded(ChannelStateChanged.model_validate_json(row["body"])))
