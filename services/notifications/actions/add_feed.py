"""A party makes a calendar of its dates with a private address (WM 6, 17).

The secret in the address is all that a program needs, so it shows no more than the dates of one party as that party may
see them now, and is shown once.
"""

import secrets
from typing import Literal

from pydantic import Field

from services.notifications.actions.calendar_feed import FeedAnswer
from services.notifications.actions.mailbox import MAILBOX, Held, Notifying
from services.notifications.storage.calendars import Calendars, hash_of
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import Label
from shared.modalities.access import actions as a
from shared.modalities.errors import Conflict

MOST = 10
"""Feeds of a mailbox: one for each program that reads it."""


class FeedBody(Strict):
    """A feed, with a name for the list of calendars."""

    name: Label = Field("", max_length=100)
    covers: Literal["own", "all"] = Field(
        "own", description="What the party itself owes; all: also what others owe in its requests and matches"
    )


async def add_feed(doing: Notifying, mailbox: Held, said: FeedBody) -> Done[FeedAnswer]:
    """Raises Conflict when the mailbox has as many as it may."""
    calendars, mailbox_id = Calendars(doing.uow.connection), mailbox.state.mailbox_id
    if len(await calendars.of_mailbox(mailbox_id)) >= MOST:
        raise Conflict("too_many_calendars", f"A mailbox has at most {MOST}; revoke one first")
    secret, feed_id = secrets.token_urlsafe(32), doing.new_id()
    await calendars.add(
        {"feed_id": feed_id, "mailbox_id": mailbox_id, "name": said.name, "covers": said.covers,
         "secret_hash": hash_of(secret), "created_at": doing.now}
    )  # fmt: skip
    address = f"{doing.context.base_url}/calendars/{secret}.ics"
    answer = FeedAnswer(feed_id=feed_id, mailbox_id=mailbox_id, name=said.name, covers=said.covers, created_at=doing.now,
                        last_used_at=None, address=address)  # fmt: skip
    return Done(answer, 1, feed_id, detail={"what": "add_calendar"})


ADD_FEED = Change(MAILBOX, a.KEEP_PREFERENCES, FeedBody, add_feed, shown_once="address")
