"""From an event to a mail in the reader's language and a signed webhook, once each (WM 6)."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from deploy.demo.client import Client, Refused
from tests.support.bodies import request_body
from tests.support.journey import listed
from tests.support.poll import until

BUREAU = "unhcr-bureau:wca"


async def put_address(client: Client, actor: str, party: str, language: str) -> str:
    email = f"{actor}@example.org"
    await client.call(actor, "PUT", "notifications", f"/directory/{party}", {"email": email, "language": language})
    return email


async def deliveries(client: Client, item: str, count: int) -> list[dict]:
    """Deliveries about an item, once there are as many and none is under way."""

    async def ask() -> list[dict] | None:
        found = (await client.call("wca-officer", "GET", "notifications", f"/deliveries?item_id={item}"))["deliveries"]
        done = [d for d in found if d["state"] in {"delivered", "failed"}]
        return found if len(done) == len(found) >= count else None

    return await until(ask, "the deliveries")


@pytest.mark.paragraph("8")
async def test_state_and_bureau_get_one_mail_each_and_a_missing_address_stays_visible(client: Client) -> None:
    to_state = await put_address(client, "tcd-authority", "iso3166:TCD", "fr")
    await put_address(client, "wca-officer", BUREAU, "en")
    made = await client.call("tcd-authority", "POST", "intake", "/support-requests", request_body())
    found = await deliveries(client, made["request_id"], 3)
    assert {(d["recipient"], d["must_act"], d["state"], d["last_error"]) for d in found} == {
        (BUREAU, True, "delivered", None),
        ("iso3166:TCD", False, "delivered", None),
        ("unhcr-office:TCD", False, "failed", "no_address"),
    }
    mails = (await client.http.get(client.addresses["mailbox"], params={"to": to_state, "format": "json"})).json()
    mine = [m for m in mails if made["reference"] in m["subject"]]
    assert len(mine) == 1
    assert "Demande d’appui présentée" in mine[0]["subject"]
    lost = next(d for d in found if d["state"] == "failed")
    email = {"email": "office@example.org", "language": "fr"}
    await client.call("tcd-office", "PUT", "notifications", "/directory/unhcr-office:TCD", email)
    await client.call("wca-officer", "POST", "notifications", f"/deliveries/{lost['delivery_id']}/retry", {})
    assert {d["state"] for d in await deliveries(client, made["request_id"], 3)} == {"delivered"}


async def test_a_party_sees_its_own_deliveries_alone(client: Client) -> None:
    found = await client.call("fra-authority", "GET", "notifications", "/deliveries?party=iso3166:TCD")
    assert all(d["recipient"] == "iso3166:FRA" for d in found["deliveries"])
    with pytest.raises(Refused) as refused:
        await client.call("fra-authority", "GET", "notifications", "/directory/iso3166:TCD")
    assert refused.value.status == 403


@asynccontextmanager
async def endpoint(answers: list[int]) -> AsyncIterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """An integrator's endpoint on loopback that gives the answers in turn, the last one for ever."""
    received: list[tuple[dict[str, str], bytes]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in head[1:] if line)}
        received.append((headers, await reader.readexactly(int(headers["content-length"]))))
        status = answers.pop(0) if len(answers) > 1 else answers[0]
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook", received


@pytest.mark.paragraph("17")
async def test_a_webhook_is_signed_tried_again_and_carries_public_events_alone(client: Client) -> None:
    async with endpoint([500, 204]) as (url, received):
        body = {"url": url, "event_types": ["acsg.public.support-offer-published"]}
        hook = await client.call("integrator-observer", "POST", "notifications", "/webhooks", body)
        try:
            await listed(client, title="CANARY of the mechanism alone")
            shown = await listed(client, title="Public offer", visibility="public")

            async def came_twice() -> bool:
                return len(received) >= 2

            await until(came_twice, "the second attempt")
            (headers, content), (again, _) = received[:2]
            assert headers["webhook-id"] == again["webhook-id"]
            event = Webhook(hook["secret"]).verify(content, headers)
            assert event["subject"] == shown["offer_id"]
            assert event["data"]["url"].endswith(f"/announcements/{event['id']}")
            assert all(b"CANARY" not in body for _, body in received)
            with pytest.raises(WebhookVerificationError):
                Webhook(hook["secret"]).verify(content.replace(b"published", b"retracted"), headers)
            assert json.loads(content)["specversion"] == "1.0"
        finally:
            await client.call("integrator-observer", "DELETE", "notifications", f"/webhooks/{hook['webhook_id']}")


async def test_a_webhook_for_an_internal_event_is_refused(client: Client) -> None:
    body = {"url": "https://example.org/x", "event_types": ["acsg.intake.support-request-submitted"]}
    with pytest.raises(Refused) as refused:
        await client.call("integrator-observer", "POST", "notifications", "/webhooks", body)
    assert refused.value.problem["errors"][0]["pointer"] == "/event_types/0"
