"""A party silences one of its addresses and follows its dates in a calendar, on pages, on real processes (WM 6)."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from deploy.demo.client import Client
from tests.support.person import People

pytestmark = pytest.mark.paragraph("6")
ALL = "/account/mailboxes"


async def test_an_address_is_silenced_and_its_dates_are_followed(people: People, client: Client) -> None:
    cameroon, other = people("cmr-authority", "ar"), people("ner-authority")
    email = f"greffe-{uuid4().hex[:8]}@example.org"
    new = cameroon.fill(cameroon.see(f"{ALL}/new"), "email", {"email": email}, "do=send")
    assert (new.path, email in new.text) == (ALL, True)
    boxes = (await client.graphql("cmr-authority", "{ mailboxes }"))["mailboxes"]
    at = f"{ALL}/{next(one['mailbox_id'] for one in boxes if one['email'] == email)}"
    for tail in ("", "/mute", "/mute/end", "/calendars"):
        assert other.see(at + tail).status == 404
    # Silent until a day, said on its page; a day out of reach, or none, stands beside its field.
    assert cameroon.see(f"{at}/mute/end").status == 409
    day = datetime.now(UTC).date() + timedelta(days=3)
    until = {"until-d": str(day.day), "until-m": str(day.month), "until-y": str(day.year)}
    for wrong in ({**until, "until-y": "2090"}, {**until, "until-m": "13"}):
        refused = cameroon.fill(cameroon.see(f"{at}/mute"), "send_key", wrong, "do=send")
        assert (refused.status, 'href="#until"' in refused.text) == (422, True), refused.text[-2000:]
    muted = cameroon.fill(cameroon.see(f"{at}/mute"), "send_key", until, "do=send")
    assert (muted.path, f"{at}/mute/end" in muted.text) == (ALL, True)
    page = cameroon.see(f"{at}/mute/end")
    which = re.search(r'<option [^>]*value="([0-9a-f-]{36})"', page.text)
    assert which is not None
    ended = cameroon.fill(page, "send_key", {"mute": which.group(1)}, "do=send")
    assert (ended.path, f"{at}/mute/end" in ended.text) == (ALL, False)
    # A calendar's address is shown once; it leads to the dates until it is ended.
    made = cameroon.fill(cameroon.see(f"{at}/calendars"), "covers", {"name": "تقويم", "covers": "own"}, "do=make")
    address = re.search(r"https?://[^<\s]+\.ics", made.text)
    assert address is not None, made.text[-2000:]
    assert address.group() not in cameroon.see(f"{at}/calendars").text
    feed = client.addresses["notifications"].rstrip("/") + urlsplit(address.group()).path
    answer = await client.http.get(feed)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/calendar")
    over = cameroon.fill(cameroon.see(f"{at}/calendars"), "calendar", {}, "do=end")
    assert (over.path, "تقويم</bdi>" in over.text) == (f"{at}/calendars", False)
    assert (await client.http.get(feed)).status_code == 404
