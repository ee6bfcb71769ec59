"""A meeting on real processes: convened over HTTP, heard by mail and GraphQL over the bus, answered at the gateway (WM 4, 5)."""

import asyncio
import email
import email.policy
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from icalendar import Calendar

from deploy.demo.client import Client
from deploy.local.stack import Stack
from shared.contracts.catalogue import topics_of
from shared.runtime.http import asking as kept
from shared.runtime.kafka.topics import ensure_topics
from shared.runtime.settings import RuntimeSettings
from tests.support.meetings import LINK, meeting_body
from tests.support.poll import until

TCD, FRA, BUREAU = "iso3166:TCD", "iso3166:FRA", "unhcr-bureau:wca"
LIST = "{ meetings { nodes { itemId status state freshness { ageSeconds } } } }"
ANSWER = """mutation($m: String!, $p: String!) { answerInvitation(meetingId: $m, expectedVersion: 1, party: $p, answer: "registered",
  delegates: 2, key: "answer-of-chad") { state problem { status code } } }"""


class Part(Stack):
    """A deployment of which only some services run; the topics of the others are there, and empty."""

    def _prepare(self) -> None:
        super()._prepare()
        topics = [topic for owner in ("intake", "roster", "matching") for topic in topics_of(owner)]
        settings = RuntimeSettings(service="test", database_url="-", kafka_bootstrap=self.addresses["kafka"])
        asyncio.run(ensure_topics(settings, topics))


@pytest.fixture(scope="module")
def part(containers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Dialogue, notifications and the gateway."""
    services = ("dialogue", "notifications", "gateway")
    with Part("wca", services=services, root=tmp_path_factory.mktemp("heard")) as running:
        yield running


@pytest_asyncio.fixture
async def asking(part: Stack) -> AsyncIterator[Client]:
    """Speaks to them as any actor."""
    async with kept.asking(30) as http:
        yield Client(part.addresses, http)


async def mails(part: Stack, asking: Client, to: str) -> list[Any]:
    """Whole mails to an actor."""
    found = (await asking.http.get(part.addresses["mailbox"], params={"format": "json"})).json()
    mine = [one["number"] for one in found if one["to"].startswith(to)]
    raw = [(await asking.http.get(f"{part.addresses['mailbox']}/{number}")).text for number in mine]
    return [email.message_from_string(one, policy=email.policy.default) for one in raw]


@pytest.mark.paragraph("4")
@pytest.mark.paragraph("5")
async def test_a_meeting_is_heard_read_and_answered(part: Stack, asking: Client) -> None:
    for actor, party in (("tcd-authority", TCD), ("fra-authority", FRA), ("wca-officer", BUREAU)):
        body = {"email": f"{actor}@example.org", "language": "en", "time_zone": "Africa/Ndjamena"}
        await asking.call("wca-officer", "PUT", "notifications", f"/directory/{party}", body)
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
    meeting = meeting_body(starts_at=starts.isoformat(), ends_at=(starts + timedelta(hours=2)).isoformat(),
                           registration_closes_at=None)  # fmt: skip
    made = await asking.call("wca-officer", "POST", "dialogue", "/meetings", meeting)
    one = made["meeting_id"]

    async def state(actor: str, answered: int) -> dict[str, Any] | None:
        nodes = (await asking.graphql(actor, LIST))["meetings"]["nodes"]
        mine = [node["state"] for node in nodes if node["itemId"] == one]
        said = sum(invited["answer"] != "pending" for state in mine for invited in state["invitations"])
        return mine[0] if mine and said == answered else None

    seen = await until(lambda: state("tcd-authority", 0), "the meeting at the gateway")
    assert seen["content"]["join_link"] is None
    done = (await asking.graphql("tcd-authority", ANSWER, {"m": one, "p": TCD}))["answerInvitation"]
    assert done["problem"] is None
    assert (await until(lambda: state("tcd-authority", 1), "the answer"))["content"]["join_link"] == LINK
    other = await until(lambda: state("fra-authority", 1), "the answer, as another party sees it")
    assert other["content"]["join_link"] is None
    assert (await asking.graphql("sen-authority", LIST))["meetings"]["nodes"] == []

    async def invited() -> list[Any] | None:
        return await mails(part, asking, "fra-authority") or None

    (mail,) = await until(invited, "the invitation by mail")
    assert f"[{made['reference']}] Invitation to a meeting" in mail["Subject"]
    (part_,) = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
    (event,) = Calendar.from_ical(part_.get_content()).walk("VEVENT")
    assert event["DTSTART"].dt.astimezone(UTC) == starts
    assert all(LINK not in part.get_content() for part in mail.walk() if not part.is_multipart())

    async def steps() -> set[tuple[str, str]] | None:
        found = (await asking.call("wca-officer", "GET", "notifications", "/deadlines"))["deadlines"]
        said = {(d["owed"], d["party"]) for d in found}
        return said if ("meeting", TCD) in said else None

    assert await until(steps, "the deadlines") == {
        ("meeting", TCD), ("invitation", FRA), ("moderators", BUREAU), ("record", BUREAU),
    }  # fmt: skip
    await asking.call("wca-officer", "POST", "dialogue", f"/meetings/{one}/cancellation", {"reason": "No room"})

    async def cancelled() -> list[Any] | None:
        found = [mail for mail in await mails(part, asking, "tcd-authority") if "cancelled" in mail["Subject"]]
        return found or None

    (last,) = await until(cancelled, "the cancellation by mail")
    assert "No room" in last.get_body(("plain",)).get_content()
