"""What a person does on a page is one trace, as far as the mail and the call that come of it (ADR 26); no word of theirs is in it."""

import asyncio
import os
from collections.abc import Sequence

from deploy.demo.client import Client
from tests.integration.test_notifications import endpoint
from tests.support.bodies import offer_body, request_body
from tests.support.person import People
from tests.support.poll import until
from tests.support.span_receiver import Received, Receiver

CANARY = "Jacaranda-quarantaine"
SERVER, CLIENT, PRODUCER = 2, 3, 4


def new_trace() -> str:
    """The number of a trace of ours."""
    return os.urandom(16).hex()


async def seen(spans: Receiver, trace: str, *names: str) -> list[Received]:
    """The spans of a trace, once there is one of each of these names."""

    async def ask() -> list[Received] | None:
        found = spans.of(trace)
        return found if set(names) <= {one.name for one in found} else None

    return await until(ask, f"{names} of {trace}: {sorted({one.name for one in spans.of(trace)})}", 60)


def above(one: Received, found: Sequence[Received]) -> list[str]:
    """A span and those that it is part of, as service and name, up to the first."""
    by_id = {other.id: other for other in found}
    chain = []
    while True:
        chain.append(f"{one.service.removeprefix('acsg-')}: {one.name}")
        if one.parent not in by_id:
            return chain
        one = by_id[one.parent]


async def test_from_a_page_to_the_mail(client: Client, people: People, spans: Receiver) -> None:
    body = request_body(title=f"Trace {CANARY}")
    made = await client.call("tcd-authority", "POST", "intake", "/support-requests", body)
    officer, page = people("wca-officer", "en"), f"/requests/{made['request_id']}"
    trace, form = new_trace(), await asyncio.to_thread(officer.until, page + "/decision", 'name="reason"')
    to, fields = officer.filled(form, "reason", {"in_line": "yes", "reason": f"Complete, {CANARY}"})
    sent = "&".join(f"{name}={value}" for name, value in fields).replace(" ", "+")
    headers = {
        "traceparent": f"00-{trace}-{os.urandom(8).hex()}-00",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    done = await asyncio.to_thread(officer.once, "POST", to, content=sent, headers=headers)
    assert done.status_code == 303, done.text[:2000]
    # Each process sends its spans when it has some: the page's may come after the mail's.
    page_act, graph, owner = (
        "POST /requests/{request_id}/decision",
        "POST /graphql",
        "POST /support-requests/{request_id}/decision",
    )
    event = "acsg.intake.request-found-in-line"
    await seen(spans, trace, "send mail", f"publish {event}", page_act, graph, owner)
    takers = {"acsg-notifications", "acsg-gateway", "acsg-matching"}

    async def taken() -> bool:
        return takers <= {one.service for one in spans.of(trace) if one.name == f"take {event}"}

    await until(taken, f"{event} taken by {takers}", 60)
    found = spans.of(trace)
    mails = [one for one in found if one.name == "send mail"]
    assert {one.kind for one in mails} == {CLIENT}
    assert above(mails[0], found) == [
        "notifications: send mail", f"intake: {owner}", "gateway: POST", f"gateway: {graph}", "console: POST", f"console: {page_act}",
    ]  # fmt: skip
    published = next(one for one in found if one.name == f"publish {event}")
    assert (published.kind, published.service) == (PRODUCER, "acsg-intake")
    # Some party of the demo has no mailbox; that is said of its mail, and nothing else failed.
    assert {one.attributes["error.type"] for one in found if one.failed} <= {"no_address"}
    assert not [raw for raw in list(spans.raw) if CANARY.encode() in raw]


async def test_from_an_offer_to_the_call_of_an_integrator(client: Client, spans: Receiver) -> None:
    async with endpoint([500, 204]) as (url, received):
        hook = {"url": url, "event_types": ["acsg.public.support-offer-published"]}
        made = await client.call("integrator-observer", "POST", "notifications", "/webhooks", hook)
        try:
            trace, token = new_trace(), await client.token("fra-authority")
            said = {
                "Authorization": f"Bearer {token}",
                "Idempotency-Key": trace,
                "traceparent": f"00-{trace}-{'1' * 16}-01",
            }
            body = offer_body(title=f"Public {CANARY}", visibility="public")
            address = client.addresses["roster"] + "/support-offers"
            listed = await client.http.post(address, json=body, headers=said)
            assert listed.status_code == 201, listed.text

            async def both() -> list[Received] | None:
                calls = [one for one in spans.of(trace) if one.name == "call webhook"]
                return calls if len(calls) >= 2 else None

            calls = await until(both, "the call that failed, and its repeat", 90)
            assert [one.failed for one in calls[:2]] == [True, False]
            assert calls[0].attributes["error.type"] == "http_500"
            await seen(spans, trace, "POST /support-offers")
            assert above(calls[0], spans.of(trace)) == ["notifications: call webhook", "roster: POST /support-offers"]
            # Whom we call is told nothing of our traces.
            assert all("traceparent" not in headers for headers, _ in received)
            assert not [raw for raw in list(spans.raw) if CANARY.encode() in raw or url.encode() in raw]
        finally:
            await client.call("integrator-observer", "DELETE", "notifications", f"/webhooks/{made['webhook_id']}")


async def test_no_query_and_no_variable_is_in_a_span(client: Client, spans: Receiver) -> None:
    trace, token = new_trace(), await client.token("wca-officer")
    said = {"Authorization": f"Bearer {token}", "traceparent": f"00-{trace}-{'2' * 16}-01"}
    query = {"query": "query($q: String!) { search(query: $q) { total } }", "variables": {"q": CANARY}}
    answer = await client.http.post(client.addresses["gateway"] + "/graphql", json=query, headers=said)
    assert answer.status_code < 500
    found = await seen(spans, trace, "POST /graphql")
    assert {one.kind for one in found if one.name == "POST /graphql"} == {SERVER}
    assert not [raw for raw in list(spans.raw) if CANARY.encode() in raw]


async def test_who_watches_begins_no_trace(client: Client, spans: Receiver) -> None:
    for path in ("/health/ready", "/health/live", "/metrics"):
        await client.http.get(client.addresses["roster"] + path)
    trace = new_trace()
    said = {"traceparent": f"00-{trace}-{'3' * 16}-01"}
    await client.http.get(client.addresses["roster"] + "/support-offers", headers=said)
    await seen(spans, trace, "GET /support-offers")
    assert not [one for one in list(spans.spans) if "/health/" in one.name or "/metrics" in one.name]
