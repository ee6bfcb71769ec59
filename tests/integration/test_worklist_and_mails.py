"""A request through its life on real processes: mails, deadlines and the gateway's worklist agree on who must act."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
import pytest_asyncio

from deploy.demo.client import Client
from deploy.local.stack import Stack
from services.gateway.projections.rows import row_of
from shared.contracts.catalogue import events, topics_of
from shared.contracts.intake import SUPPORT_REQUEST, SupportRequestEvent
from shared.runtime.http import asking as kept
from shared.runtime.kafka.records import Decoded, decode
from shared.runtime.kafka.topics import ensure_topics
from shared.runtime.settings import RuntimeSettings
from tests.support.bodies import request_body
from tests.support.plain_worklist import worklist
from tests.support.poll import until
from tests.support.topics import everything

TCD, BUREAU, OFFICE = "iso3166:TCD", "unhcr-bureau:wca", "unhcr-office:TCD"
EVERY = ("support-request-submitted", "feedback-shared", "support-request-revised", "request-found-not-in-line",
         "request-found-in-line", "consent-to-solicit-given", "consent-to-solicit-withdrawn",
         "support-request-withdrawn")  # fmt: skip


class Part(Stack):
    """A deployment of which only some services run; the topics of the others are there, and empty."""

    def _prepare(self) -> None:
        super()._prepare()
        topics = [topic for owner in ("roster", "matching") for topic in topics_of(owner)]
        settings = RuntimeSettings(service="test", database_url="-", kafka_bootstrap=self.addresses["kafka"])
        asyncio.run(ensure_topics(settings, topics))


@pytest.fixture(scope="module")
def part(containers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Intake and notifications alone."""
    with Part("wca", services=("intake", "notifications"), root=tmp_path_factory.mktemp("part")) as running:
        yield running


@pytest_asyncio.fixture
async def asking(part: Stack) -> AsyncIterator[Client]:
    """Speaks to the two as any actor."""
    async with kept.asking(30) as http:
        yield Client(part.addresses, http)


async def addresses(client: Client) -> None:
    """Everyone has a mailbox, each in a language of its own."""
    for actor, party, language in (
        ("tcd-authority", TCD, "fr"),
        ("wca-officer", BUREAU, "en"),
        ("tcd-office", OFFICE, "ar"),
    ):
        body = {"email": f"{actor}@example.org", "language": language, "time_zone": "Africa/Ndjamena"}
        await client.call(actor, "PUT", "notifications", f"/directory/{party}", body)


async def told(client: Client, request_id: str, events: int) -> list[dict[str, Any]] | None:
    """Every notice about a request, once so many events were told."""
    found = await client.call("wca-officer", "GET", "notifications", f"/notices?item_id={request_id}")
    notices: list[dict[str, Any]] = found["notices"]
    return notices if len({one["event_id"] for one in notices}) == events else None


async def live(client: Client) -> str:
    """Every step a request can take, and back."""
    made = await client.call("tcd-authority", "POST", "intake", "/support-requests", request_body())
    one = f"/support-requests/{made['request_id']}"
    feedback = {"items": [{"paragraph": "15.iii", "comment": "How will it last?"}]}
    consent = {"fields": ["title"], "audiences": ["offerers"]}
    steps = (
        ("wca-officer", "POST", "/feedback", feedback),
        ("tcd-authority", "PUT", "/content", request_body(summary="Another one")),
        ("wca-officer", "POST", "/decision", {"in_line": False, "reason": "Not yet"}),
        ("tcd-authority", "PUT", "/content", request_body(summary="A third one")),
        ("wca-officer", "POST", "/decision", {"in_line": True, "reason": "Complete"}),
        ("tcd-authority", "PUT", "/consent", consent),
        ("tcd-authority", "DELETE", "/consent", None),
        ("tcd-authority", "PUT", "/consent", consent),
        ("tcd-authority", "POST", "/withdrawal", {}),
    )
    # One after the other: who is asked for a step after it was taken only hears of it.
    await until(lambda: told(client, made["request_id"], 1), "the notices of the submission")
    for n, (actor, method, path, body) in enumerate(steps, 2):
        await client.call(actor, method, "intake", one + path, body)
        await until(partial(told, client, made["request_id"], n), f"the notices of {method} {path}")
    return str(made["request_id"])


async def happened(part: Stack, request_id: str) -> list[Decoded] | None:
    """The events of a request as they stand on its topic, once the last one does."""
    kinds = {event.wire_type for event in events() if issubclass(event, SupportRequestEvent)}
    found = [decode(record, kinds) for record in await everything(part.addresses["kafka"], [SUPPORT_REQUEST])]
    # A record may stand there twice; it is one event (delivery is at least once).
    by_id = {one.envelope.id: one for one in found if isinstance(one, Decoded) and one.envelope.subject == request_id}
    mine = list(by_id.values())
    ended = any(one.envelope.type.endswith("support-request-withdrawn") for one in mine)
    return sorted(mine, key=lambda one: one.envelope.aggregate_version) if ended else None


def waiting(one: Decoded) -> set[str]:
    """Who is on the gateway's worklist after an event."""
    row: Any = row_of(one.event, one.envelope, one.record.body)
    if row["status"] == "withdrawn":
        return set()
    kept = {"state": orjson.loads(one.record.body)[row["field"]], "changed_at": row["at"]}
    found = worklist([SimpleNamespace(**(row | kept))], datetime.now(UTC), 30, 7, 14)
    return {who for step in found for who in step.who}


@pytest.mark.clause("6.3")
@pytest.mark.clause("6.4")
@pytest.mark.paragraph("8")
@pytest.mark.paragraph("17")
async def test_mails_and_worklist_agree_on_who_must_act(part: Stack, asking: Client) -> None:
    await addresses(asking)
    request_id = await live(asking)
    events = await until(lambda: happened(part, request_id), "the events")
    assert {one.envelope.type.rpartition(".")[2] for one in events} == set(EVERY)

    notices = await told(asking, request_id, len(events))
    assert notices is not None
    by_event = [
        (
            one.envelope.type.rpartition(".")[2],
            {n["party"] for n in notices if n["event_id"] == one.envelope.id and n["must_act"]},
            waiting(one),
        )
        for one in events
    ]
    assert [(kind, asked) for kind, asked, _ in by_event] == [(kind, owing) for kind, _, owing in by_event]
    assert [asked for _, asked, _ in by_event] == [
        {BUREAU}, {TCD}, {BUREAU}, {TCD}, {BUREAU}, {TCD}, {BUREAU}, {BUREAU}, {BUREAU}, set(),
    ]  # fmt: skip


async def test_the_mails_arrive_each_in_its_language_and_in_one_thread(part: Stack, asking: Client) -> None:
    await addresses(asking)
    made = await asking.call("tcd-authority", "POST", "intake", "/support-requests", request_body())
    feedback = {"items": [{"paragraph": "15.iii", "comment": "How will it last?"}]}
    one = f"/support-requests/{made['request_id']}/feedback"
    await asking.call("wca-officer", "POST", "intake", one, feedback)

    async def mails() -> list[dict[str, str]] | None:
        found = (await asking.http.get(part.addresses["mailbox"], params={"format": "json"})).json()
        mine = [mail for mail in found if made["reference"] in mail["subject"]]
        return mine if len(mine) == 5 else None

    found = await until(mails, "five mails")
    assert {(m["to"].partition("@")[0], m["subject"].partition("] ")[2].partition(":")[0].strip()) for m in found} == {
        ("tcd-authority", "Demande d’appui présentée"), ("tcd-authority", "Observations sur la demande d’appui"),
        ("wca-officer", "Support request submitted"), ("tcd-office", "تقديم طلب دعم"),
        ("tcd-office", "ملاحظات على طلب الدعم"),
    }  # fmt: skip
    mine = [m for m in found if m["to"].startswith("tcd-authority")]
    raw = [(await asking.http.get(f"{part.addresses['mailbox']}/{m['number']}")).text for m in mine]
    roots = {line for text in raw for line in text.splitlines() if line.startswith("References:")}
    assert len(roots) == 1


async def test_a_link_of_a_mail_works_without_a_login(part: Stack, asking: Client) -> None:
    await addresses(asking)
    made = await asking.call("tcd-authority", "POST", "intake", "/support-requests", request_body())

    async def mail() -> str | None:
        params = {"format": "json", "to": "tcd-authority"}
        found = (await asking.http.get(part.addresses["mailbox"], params=params)).json()
        texts = [m["text"] for m in found if made["reference"] in m["subject"]]
        return texts[0] if texts else None

    text = await until(mail, "the mail")
    link = next(line for line in text.splitlines() if line.startswith(part.addresses["notifications"]))
    assert "Demande d’appui présentée" in (await asking.http.get(link)).text
    assert "C’est fait." in (await asking.http.post(link)).text
    path = f"/directory/{TCD}/mailboxes"
    shown = (await asking.call("tcd-authority", "GET", "notifications", path))["mailboxes"][0]
    assert shown["preferences"]["without"] == ["acsg.intake.support-request-submitted"]
    await asking.call("tcd-authority", "DELETE", "notifications", f"/mailboxes/{shown['mailbox_id']}/preferences")
