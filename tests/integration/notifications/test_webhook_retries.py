"""What happens to an endpoint that fails: the schedule (W3), the circuit, throttling, disabling, replay (W5)."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from deploy.demo.client import Refused
from services.notifications.settings import NotificationsSettings
from tests.support.notifications_desk import NOON, NotificationsDesk
from tools.faults.receivers import Farm, answer

SCHEDULE = NotificationsSettings.model_fields["webhook_schedule_s"].default
OBSERVER = "integrator-observer"


async def due_at(notifications: NotificationsDesk) -> datetime | None:
    """When the next endpoint has something to do."""
    found = await notifications.rows("select min(next_due_at) as due from webhook_queue")
    return found[0]["due"]


async def until_given_up(notifications: NotificationsDesk) -> list[datetime]:
    """Lets time pass from attempt to attempt until nothing is left to try; the moments of the attempts."""
    queues = notifications.queues(seed=7)
    while (due := await due_at(notifications)) is not None:
        notifications.advance(seconds=max(0.0, (due - notifications.clock.now()).total_seconds()))
        assert await notifications.send(queues) >= 1
    rows = await notifications.rows("select at from delivery_attempt order by id")
    return [row["at"] for row in rows]


async def test_one_delivery_is_tried_by_the_schedule_and_then_given_up(
    notifications: NotificationsDesk, farm: Farm
) -> None:
    made = await notifications.endpoint(farm.url("/status/500/x"))
    event = await notifications.publish()
    moments = await until_given_up(notifications)
    assert len(moments) == len(SCHEDULE) == len(farm.calls)
    for wanted, before, after in zip(SCHEDULE[1:], moments, moments[1:], strict=False):
        assert 0.9 * wanted <= (after - before).total_seconds() <= 1.1 * wanted
    assert moments[-1] - moments[0] >= timedelta(hours=68)
    assert {call.headers["webhook-id"] for call in farm.calls} == {farm.calls[0].headers["webhook-id"]}
    assert [call.headers["acsg-attempt"] for call in farm.calls] == [str(n + 1) for n in range(len(SCHEDULE))]
    (row,) = await notifications.rows("select * from delivery")
    assert (row["state"], row["last_error"], row["attempts"], row["on_bus"]) == ("failed", "http_500", 10, True)
    told = await notifications.rows("select type, body from outbox order by id")
    assert [one["type"].rpartition(".")[2] for one in told] == ["delivery-state-changed", "webhook-state-changed"]
    assert json.loads(told[0]["body"])["delivery"]["event_id"] == event.envelope.id
    failing = json.loads(told[1]["body"])
    assert (failing["party"], failing["state"], failing["reason"]) == ("org:observer", "failing", "given_up")
    again = await notifications.call("wca-officer", "POST", f"/deliveries/{row['delivery_id']}/retry", {})
    assert (again["state"], again["attempts"]) == ("queued", 0)
    farm.planted["/status/500/x"] = lambda _: answer(200)
    await notifications.send(notifications.queues())
    kept = await notifications.call(OBSERVER, "GET", f"/webhooks/{made['webhook_id']}")
    assert kept["deliveries"] == {"delivered": 1}
    # What the bus once knew of it, it hears to the end.
    told = await notifications.rows("select body from outbox where type like '%delivery-state%' order by id")
    assert [json.loads(one["body"])["delivery"]["state"] for one in told] == ["failed", "queued", "delivered"]


async def test_retry_after_is_kept_and_holds_the_whole_endpoint(notifications: NotificationsDesk, farm: Farm) -> None:
    made = await notifications.endpoint(farm.url("/ok/1"))
    farm.planted["/ok/1"] = lambda _: answer(503, "retry-after: 900")
    queues = notifications.queues()
    await notifications.publish()
    await notifications.send(queues)
    await notifications.publish()
    notifications.advance(seconds=899)
    assert await notifications.send(queues) == 0
    shown = await notifications.call(OBSERVER, "GET", f"/webhooks/{made['webhook_id']}")
    assert (shown["state"], shown["last_code"]) == ("throttled", "http_503")
    assert datetime.fromisoformat(shown["state_until"]) == NOON + timedelta(seconds=900)
    farm.planted.clear()
    notifications.advance(seconds=2)
    await notifications.send(queues)
    assert len(farm.calls) == 3


async def test_gone_disables_at_once(notifications: NotificationsDesk, farm: Farm) -> None:
    made = await notifications.endpoint(farm.url("/status/410/x"), fifo=True)
    for _ in range(3):
        await notifications.publish()
    await notifications.send(notifications.queues())
    shown = await notifications.call(OBSERVER, "GET", f"/webhooks/{made['webhook_id']}")
    assert (shown["state"], shown["disabled_reason"], shown["deliveries"]) == ("disabled", "gone", {"failed": 3})
    assert len(farm.calls) == 1
    (told,) = await notifications.rows("select body from outbox where type like '%webhook-state%'")
    assert json.loads(told["body"])["state"] == "disabled"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_a_failure_and_is_not_followed(
    notifications: NotificationsDesk, farm: Farm, status: int
) -> None:
    await notifications.endpoint(farm.url("/from"))
    farm.planted["/from"] = lambda _: answer(status, f"location: {farm.url('/ok/elsewhere')}")
    await notifications.publish()
    await notifications.send(notifications.queues())
    assert [call.path for call in farm.calls] == ["/from"]
    (row,) = await notifications.rows("select state, last_error from delivery")
    assert tuple(row) == ("retrying", f"redirect_{status}")


async def test_an_open_circuit_asks_with_one_call_and_closes_with_it(
    notifications: NotificationsDesk, farm: Farm
) -> None:
    made = await notifications.endpoint(farm.url("/ok/1"))
    farm.planted["/ok/1"] = lambda _: answer(500)
    queues = notifications.queues(webhook_per_endpoint=5)
    for _ in range(12):
        await notifications.publish()
    await notifications.send(queues)
    assert len(farm.calls) == 5
    shown = await notifications.call(OBSERVER, "GET", f"/webhooks/{made['webhook_id']}")
    assert (shown["state"], shown["failures"]) == ("circuit_open", 5)
    notifications.advance(seconds=31)
    await notifications.send(queues)
    assert len(farm.calls) == 6
    farm.planted.clear()
    notifications.advance(seconds=61)
    await notifications.send(queues)
    notifications.advance(seconds=400)
    await notifications.send(queues)
    shown = await notifications.call(OBSERVER, "GET", f"/webhooks/{made['webhook_id']}")
    assert (shown["state"], shown["deliveries"]) == ("active", {"delivered": 12})


async def test_five_days_of_failure_disable_and_what_was_missed_comes_in_order(
    notifications: NotificationsDesk, farm: Farm
) -> None:
    """W5."""
    made = await notifications.endpoint(farm.url("/ok/1"), fifo=True)
    one = f"/webhooks/{made['webhook_id']}"
    farm.planted["/ok/1"] = lambda _: answer(500)
    queues, published = notifications.queues(), []
    for _ in range(160):
        if await notifications.rows("select from webhook where disabled_at is not null"):
            break
        published.append((await notifications.publish()).envelope.id)
        notifications.advance(hours=1)
        await notifications.send(queues)
    shown = await notifications.call(OBSERVER, "GET", one)
    assert (shown["state"], shown["disabled_reason"]) == ("disabled", "failing")
    assert 120 <= (notifications.clock.now() - NOON).total_seconds() / 3600 <= 150
    tried = len(farm.calls)
    published += [(await notifications.publish()).envelope.id for _ in range(5)]
    await notifications.send(queues)
    assert len(farm.calls) == tried
    with pytest.raises(Refused) as refused:
        await notifications.call(OBSERVER, "POST", f"{one}/replay", {})
    assert refused.value.problem["code"] == "webhook_disabled"
    farm.planted.clear()
    farm.calls.clear()
    await notifications.call(OBSERVER, "POST", f"{one}/enable", {})
    published.append((await notifications.publish()).envelope.id)
    await notifications.send(queues)
    assert [json.loads(call.body)["id"] for call in farm.calls] == published
    sequence = [int(call.headers["acsg-sequence"]) for call in farm.calls]
    assert sequence == list(range(1, len(published) + 1))


async def test_replay_by_id_by_time_by_sequence_and_of_everything(notifications: NotificationsDesk, farm: Farm) -> None:
    early = (await notifications.publish()).envelope.id
    made = await notifications.endpoint(farm.url("/ok/1"))
    events = []
    for _ in range(4):
        notifications.advance(hours=1)
        events.append(await notifications.publish())
    queues, ids = notifications.queues(), [one.envelope.id for one in events]
    await notifications.send(queues)
    first = {json.loads(call.body)["id"]: call.headers["webhook-id"] for call in farm.calls}
    assert sorted(first) == sorted(ids)

    async def replayed(**wanted: Any) -> list[str]:
        farm.calls.clear()
        body = {"delivered": True} | wanted
        done = await notifications.call(OBSERVER, "POST", f"/webhooks/{made['webhook_id']}/replay", body)
        await notifications.send(queues)
        assert done["queued"] == len(farm.calls)
        seen = sorted(farm.calls, key=lambda call: int(call.headers["acsg-sequence"]))
        assert all(
            first.get(json.loads(c.body)["id"], c.headers["webhook-id"]) == c.headers["webhook-id"] for c in seen
        )
        return [json.loads(call.body)["id"] for call in seen]

    assert await replayed(ids=[ids[2], first[ids[0]]]) == [ids[0], ids[2]]
    hour = {"since": events[1].envelope.time.isoformat(), "until": events[3].envelope.time.isoformat()}
    assert await replayed(**hour) == ids[1:3]
    assert await replayed(from_sequence=2, to_sequence=3) == ids[1:3]
    assert await replayed(delivered=False, from_sequence=1) == []
    # The event before the endpoint was registered was never queued: it comes last, with a sequence of its own.
    assert await replayed() == [*ids, early]


async def test_a_pause_ends_by_itself(notifications: NotificationsDesk, farm: Farm) -> None:
    made = await notifications.endpoint(farm.url("/ok/1"))
    one, queues = f"/webhooks/{made['webhook_id']}", notifications.queues()
    until = NOON + timedelta(hours=2)
    shown = await notifications.call(OBSERVER, "POST", f"{one}/pause", {"until": until.isoformat()})
    assert (shown["state"], datetime.fromisoformat(shown["state_until"])) == ("paused", until)
    await notifications.publish()
    assert await notifications.send(queues) == 0
    notifications.advance(hours=2)
    assert await notifications.send(queues) == 1
    for wrong in (
        "2026-05-01T15:00:00",
        (NOON + timedelta(days=30)).isoformat(),
        (NOON - timedelta(days=1)).isoformat(),
    ):
        with pytest.raises(Refused) as refused:
            await notifications.call(OBSERVER, "POST", f"{one}/pause", {"until": wrong})
        assert refused.value.status == 422
