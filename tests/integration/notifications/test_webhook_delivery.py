"""Webhooks from an event to an endpoint: once each, thin, signed, in the endpoint's own sequence (WM 3, 17)."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook

from deploy.demo.client import Refused
from services.notifications.domain.announcement import MOST_BYTES
from shared.runtime.clock import SystemClock
from tests.support.notifications_desk import PUBLISHED, NotificationsDesk, desk
from tools.faults.receivers import Farm, Received, answer


async def test_an_event_reaches_each_endpoint_that_asked_once(notifications: NotificationsDesk, farm: Farm) -> None:
    first = await notifications.endpoint(farm.url("/ok/1"))
    await notifications.endpoint(farm.url("/ok/2"), regions=["ap"])
    event = await notifications.publish(summary="Not in a thin body")
    await notifications.handle(event)
    assert await notifications.send(notifications.queues()) == 1
    (call,) = farm.calls
    body = json.loads(call.body)
    assert call.path == "/ok/1"
    assert (body["id"], body["type"], body["subject"]) == (event.envelope.id, PUBLISHED, event.envelope.subject)
    assert body["data"] == {
        "reference": "ACSG-2026-TCD-001",
        "url": f"https://notifications.example.org/announcements/{event.envelope.id}",
    }
    assert call.headers["acsg-sequence"] == "1"
    found = await notifications.call("integrator-observer", "GET", f"/webhooks/{first['webhook_id']}")
    assert found["deliveries"] == {"delivered": 1}
    assert found["secret"] is None


async def test_a_full_body_carries_the_data_unless_it_is_too_large(
    notifications: NotificationsDesk, farm: Farm
) -> None:
    await notifications.endpoint(farm.url("/ok/full"), full_body=True)
    await notifications.publish(summary="short", national_plan={"title": "Plan"})
    await notifications.publish(summary="x" * MOST_BYTES)
    await notifications.send(notifications.queues())
    small, large = sorted((json.loads(call.body) for call in farm.calls), key=lambda body: int(body["position"]))
    assert small["data"]["fields"]["summary"] == "short"
    assert set(large["data"]) == {"reference", "url"}
    assert all(len(call.body) <= MOST_BYTES for call in farm.calls)


async def test_both_secrets_sign_during_a_rotation_and_then_the_old_one_ends(
    administrator: str, tmp_path: Any, farm: Farm
) -> None:
    async with desk(administrator, tmp_path, SystemClock()) as notifications:
        made = await notifications.endpoint(farm.url("/ok/1"))
        one = f"/webhooks/{made['webhook_id']}"
        queues, observer = notifications.queues(), "integrator-observer"

        async def sent() -> Received:
            await notifications.publish()
            await notifications.send(queues)
            return farm.calls[-1]

        call = await sent()
        Webhook(made["secret"]).verify(call.body, call.headers)
        rotated = await notifications.call(observer, "POST", f"{one}/rotate", {"overlap_h": 1})
        assert [s["valid_until"] is None for s in rotated["secrets"]] == [True, False]
        call = await sent()
        Webhook(made["secret"]).verify(call.body, call.headers)
        Webhook(rotated["secret"]).verify(call.body, call.headers)
        paired = await notifications.call(observer, "POST", f"{one}/rotate", {"overlap_h": 0, "signing": "v1a"})
        assert paired["secret"].startswith("whpk_")
        assert [s["signing"] for s in paired["secrets"]] == ["v1a"]
        call = await sent()
        assert [s.partition(",")[0] for s in call.headers["webhook-signature"].split(" ")] == ["v1a"]
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(paired["secret"].removeprefix("whpk_")))
        signed = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode() + call.body
        public.verify(base64.b64decode(call.headers["webhook-signature"].removeprefix("v1a,")), signed)


async def test_the_old_secret_ends_by_itself(notifications: NotificationsDesk, farm: Farm) -> None:
    made = await notifications.endpoint(farm.url("/ok/1"))
    await notifications.call("integrator-observer", "POST", f"/webhooks/{made['webhook_id']}/rotate", {})
    queues = notifications.queues()
    counts = []
    for hours in (0, 23, 2):
        notifications.advance(hours=hours)
        await notifications.publish()
        await notifications.send(queues)
        counts.append(len(farm.calls[-1].headers["webhook-signature"].split(" ")))
    assert counts == [2, 2, 1]


async def test_a_test_call_shows_its_result_and_moves_no_queue(notifications: NotificationsDesk, farm: Farm) -> None:
    made = await notifications.endpoint(farm.url("/status/503/x"))
    one = f"/webhooks/{made['webhook_id']}"
    result = await notifications.call("integrator-observer", "POST", f"{one}/test", {})
    assert (result["delivered"], result["code"], result["status"]) == (False, "http_503", 503)
    assert json.loads(farm.calls[0].body)["type"] == "acsg.notifications.webhook-test"
    after = await notifications.call("integrator-observer", "GET", one)
    assert (after["state"], after["failures"], after["deliveries"], after["last_sequence"]) == ("active", 0, {}, 0)
    farm.planted["/status/503/x"] = lambda _: answer(204)
    assert (await notifications.call("integrator-observer", "POST", f"{one}/test", {}))["delivered"]


async def test_an_endpoint_belongs_to_its_party_alone(notifications: NotificationsDesk, farm: Farm) -> None:
    made = await notifications.endpoint(farm.url("/ok/1"))
    one = f"/webhooks/{made['webhook_id']}"
    for method, path in (
        ("GET", one),
        ("DELETE", one),
        ("POST", f"{one}/rotate"),
        ("POST", f"{one}/replay"),
        ("POST", f"{one}/test"),
    ):
        with pytest.raises(Refused) as refused:
            await notifications.call("integrator-other", method, path, None if method == "GET" else {})
        assert refused.value.status == 404
    assert (await notifications.call("integrator-other", "GET", "/webhooks"))["webhooks"] == []
    seen = await notifications.call("wca-officer", "GET", "/webhooks")
    assert [w["webhook_id"] for w in seen["webhooks"]] == [made["webhook_id"]]
    with pytest.raises(Refused) as refused:
        await notifications.call("wca-officer", "POST", f"{one}/rotate", {})
    assert refused.value.status == 403


async def test_every_fault_of_an_endpoint_is_named_and_nothing_is_kept(administrator: str, tmp_path: Any) -> None:
    async with desk(administrator, tmp_path, webhook_private_addresses=False) as notifications:
        kinds = [PUBLISHED, "acsg.intake.support-request-submitted", "acsg.notifications.channel-state-changed"]
        body = {"url": "https://169.254.169.254/latest", "event_types": kinds}
        with pytest.raises(Refused) as refused:
            await notifications.call("integrator-observer", "POST", "/webhooks", body)
        found = {(e["pointer"], e["code"]) for e in refused.value.problem["errors"]}
        assert found == {
            ("/event_types/1", "unknown_event_type"),
            ("/event_types/2", "unknown_event_type"),
            ("/url", "address_not_allowed"),
        }
        assert await notifications.rows("select from webhook") == []
        officer = body | {"url": "https://hooks.example.org/x", "event_types": kinds[2:]}
        await notifications.call("wca-officer", "POST", "/webhooks", officer)


async def test_an_ended_endpoint_gets_nothing_and_keeps_no_secret(notifications: NotificationsDesk, farm: Farm) -> None:
    made = await notifications.endpoint(farm.url("/ok/1"))
    await notifications.publish()
    await notifications.call("integrator-observer", "DELETE", f"/webhooks/{made['webhook_id']}")
    await notifications.publish()
    await notifications.send(notifications.queues())
    assert farm.calls == []
    assert await notifications.rows("select from webhook_secret") == []
    assert [tuple(row) for row in await notifications.rows("select state, last_error from delivery")] == [
        ("failed", "webhook_ended")
    ]
