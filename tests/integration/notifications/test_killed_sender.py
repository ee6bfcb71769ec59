"""The sender killed in the middle of its work (W2, W9), in a size for every run; `make faults` runs the full one."""

import asyncio
from pathlib import Path

import pytest

from services.notifications.storage.endpoint_queues import EndpointQueueRepository
from shared.runtime.db.cause import ByClock
from tests.support.notifications_desk import NotificationsDesk
from tools.faults.killed_sender import CI, inversions, run, verdict
from tools.faults.receivers import Farm, Received, answer

pytestmark = pytest.mark.long

WINDOW, UNDER_WAY = 8, 8
"""Quick calls not yet stored, by the setting; calls that were answered while the sender was being killed, at most."""


async def test_nothing_is_lost_doubles_are_few_and_order_holds(administrator: str, tmp_path: Path) -> None:
    found = await run(administrator, tmp_path, CI)
    assert (found.lost, found.uncalled_for, found.other_ids, found.inversions) == (0, 0, 0, 0)
    assert found.wanted == CI.events * 10
    # Five kills fall on few deliveries here, so what each may repeat is counted; the share is held by the full size.
    assert found.doubles <= CI.kills * (WINDOW + UNDER_WAY), found
    # The control of the order: endpoints that did not ask for it get calls side by side.
    assert found.inversions_unordered > 0


def call(path: str, event: str, name: str, sequence: int) -> Received:
    headers = {"webhook-id": name, "acsg-sequence": str(sequence)}
    return Received(path, headers, b'{"id": "%s"}' % event.encode(), 0.0)


@pytest.mark.control
def test_the_verdict_sees_what_is_lost_doubled_renamed_or_turned_round() -> None:
    wanted = {"/a": {"e1", "e2", "e3"}}
    good = [call("/a", "e1", "m1", 1), call("/a", "e2", "m2", 2), call("/a", "e3", "m3", 3)]
    assert verdict(wanted, good, {"/a"}, 1).lost == 0
    assert verdict(wanted, good[:2], {"/a"}, 1).lost == 1
    assert verdict(wanted, [*good, good[0]], {"/a"}, 1).doubles == 1
    assert verdict(wanted, [*good, call("/a", "e1", "other", 1)], {"/a"}, 1).other_ids == 1
    assert verdict(wanted, [*good, call("/b", "e1", "m9", 1)], {"/a"}, 1).uncalled_for == 1
    assert verdict(wanted, good[::-1], {"/a"}, 1).inversions == 2
    assert inversions([1, 2, 1, 2, 3]) == 0


async def test_a_sender_that_slept_past_its_lease_changes_nothing(notifications: NotificationsDesk, farm: Farm) -> None:
    """R3 for webhooks: the zombie's marks and the end of its turn are fenced off."""
    await notifications.endpoint(farm.url("/ok/1"))
    await notifications.publish()
    zombie, successor = notifications.queues(), notifications.queues(webhook_at_once=2)
    async with notifications.database.unit_of_work(ByClock("test")) as uow:
        (turn,) = await EndpointQueueRepository(uow.connection, uow.clock).claim("zombie", 9, 9, 9, 60)
    notifications.advance(seconds=61)
    farm.planted["/ok/1"] = lambda _: answer(500)
    await notifications.send(successor)
    before = await notifications.rows("select state, attempts, version, next_attempt_at from delivery")
    queue = await notifications.rows("select fence, failures, next_due_at from webhook_queue")
    assert (before[0]["state"], queue[0]["failures"]) == ("retrying", 1)
    farm.planted.clear()
    await zombie.take_turn(turn)
    await zombie.settled()
    assert len(farm.calls) == 2
    assert await notifications.rows("select state, attempts, version, next_attempt_at from delivery") == before
    assert await notifications.rows("select fence, failures, next_due_at from webhook_queue") == queue


async def test_two_senders_share_the_work_and_never_serve_an_endpoint_at_once(
    notifications: NotificationsDesk, farm: Farm
) -> None:
    for n in range(6):
        await notifications.endpoint(farm.url(f"/ok/{n}"), fifo=True)
    for _ in range(10):
        await notifications.publish()
    senders = [notifications.queues(seed=n, webhook_at_once=2) for n in range(2)]
    await asyncio.gather(*(notifications.send(one) for one in senders))
    while await notifications.send(senders[0]):
        pass
    assert len(farm.calls) == 60
    for n in range(6):
        assert [int(one.headers["acsg-sequence"]) for one in farm.of(f"/ok/{n}")] == list(range(1, 11))


async def test_an_event_that_comes_while_a_turn_ends_is_not_forgotten(
    notifications: NotificationsDesk, farm: Farm
) -> None:
    """The end of a turn says when the endpoint is due next; a fan-out that commits just then must not be overlooked."""
    await notifications.endpoint(farm.url("/ok/1"))
    queues = notifications.queues()
    for _ in range(30):
        await notifications.publish()
        await asyncio.gather(notifications.publish(), notifications.send(queues))
        await notifications.send(queues)
        waiting = await notifications.rows("select from delivery where state <> 'delivered'")
        assert waiting == []
    assert len(farm.calls) == 60
    async with notifications.database.unit_of_work(ByClock("test")) as uow:
        assert await EndpointQueueRepository(uow.connection, uow.clock).repair() == 0
        await notifications.publish()
        await uow.connection.exec_driver_sql("update webhook_queue set next_due_at = null")
        assert await EndpointQueueRepository(uow.connection, uow.clock).repair() == 1
