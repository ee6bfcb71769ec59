"""What is remembered of an answer: for a repeat, without its secret, and no longer than that serves."""

from datetime import timedelta

import httpx
import sqlalchemy as sa

from services.notifications.storage.tables import runtime
from shared.runtime.db.cause import ByClock
from shared.runtime.db.idempotency import forget_old
from shared.runtime.http.command import REPLAYED
from tests.support.mail_room import MailRoom

TCD = "iso3166:TCD"


async def repeated(room: MailRoom, path: str, body: dict[str, str]) -> httpx.Response:
    """The last call once more, with the same key."""
    room.keys -= 1
    return await room.call("tcd-authority", "POST", path, body)


async def test_a_repeat_answers_as_before_but_for_the_secret(room: MailRoom) -> None:
    box = await room.mailbox("tcd-authority", TCD)
    feeds, body = f"/mailboxes/{box['mailbox_id']}/calendars", {"name": "Phone"}
    first = await room.call("tcd-authority", "POST", feeds, body)
    again = await repeated(room, feeds, body)
    assert (again.status_code, again.headers[REPLAYED]) == (201, "true")
    assert again.json() == first.json() | {"address": None}
    assert first.json()["address"]


async def test_answers_are_forgotten_after_their_time_and_a_key_may_be_used_anew(room: MailRoom) -> None:
    box = await room.mailbox("tcd-authority", TCD)
    feeds, body, table = f"/mailboxes/{box['mailbox_id']}/calendars", {"name": "Phone"}, runtime.idempotency
    first = (await room.call("tcd-authority", "POST", feeds, body)).json()["feed_id"]
    now, kept = room.clock.now(), timedelta(days=30)
    async with room.database.unit_of_work(ByClock("test")) as uow:
        await uow.connection.execute(sa.update(table).values(created_at=now - kept + timedelta(minutes=1)))
        assert await forget_old(uow, kept) == 0
    assert (await repeated(room, feeds, body)).json()["feed_id"] == first
    async with room.database.unit_of_work(ByClock("test")) as uow:
        await uow.connection.execute(sa.update(table).values(created_at=now - kept - timedelta(minutes=1)))
        assert await forget_old(uow, kept) == 2
    assert (await repeated(room, feeds, body)).json()["feed_id"] != first
