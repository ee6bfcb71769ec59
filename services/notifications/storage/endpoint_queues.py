"""The queues of endpoints in PostgreSQL: a sender leases an endpoint, not a delivery, and so keeps its order and its health.

``next_due_at`` says when an endpoint has something to do, so that finding work never wades through the backlog of one that
fails. The lease carries a fence: a sender that slept past it changes nothing of the endpoint any more.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.domain.announcement import Announcement
from services.notifications.domain.endpoint_health import Circuit, Health, asked
from services.notifications.domain.turn import Attempted, Turn, TurnEnded, WaitingDelivery
from shared.contracts.classification import Classification
from shared.runtime.clock import Clock

_READY = """q.next_due_at <= :now and (q.lease_until is null or q.lease_until < :now)
    and (q.blocked_until is null or q.blocked_until <= :now)
    and w.active and w.disabled_at is null and (w.paused_until is null or w.paused_until <= :now)
    and not exists (select from channel_health h where h.channel = 'webhook' and h.muted_until > :now)"""

# Endpoints that failed last get at most their share of a round: those that do well never wait for those that hang.
_CLAIM = sa.text(f"""
with fine as materialized (
    select q.webhook_id from webhook_queue q join webhook w using (webhook_id)
    where {_READY} and q.failures = 0 order by q.next_due_at limit :fine for update of q skip locked
), failing as materialized (
    select q.webhook_id from webhook_queue q join webhook w using (webhook_id)
    where {_READY} and q.failures > 0 order by q.next_due_at limit :failing for update of q skip locked
)
update webhook_queue q set owner = :owner, fence = q.fence + 1, lease_until = :lease_until
from webhook w where w.webhook_id = q.webhook_id
    and q.webhook_id in (select webhook_id from fine union all select webhook_id from failing)
returning q.webhook_id, q.fence, q.failures, q.failing_since, q.circuit, q.opened, q.blocked_until, q.blocked_why,
    q.told_failing_at, w.party, w.name, w.url, w.fifo, w.full_body,
    array(select s.secret from webhook_secret s where s.webhook_id = w.webhook_id
          and (s.valid_until is null or s.valid_until > :now) order by s.created_at desc, s.secret_id desc) as secrets
""")  # noqa: S608 - constants of this file

_DELIVERIES = sa.text("""
select e.webhook_id, d.delivery_id, d.sequence, d.attempts, d.version, d.next_attempt_at,
    a.position, a.event_id, a.source, a.type, a.subject, a.region, a.time, a.epoch, a.aggregate_version, a.classification,
    a.paragraph, a.data_schema,
    case when e.full_body then a.data
         when a.data->'fields' ? 'reference' then
            jsonb_build_object('fields', jsonb_build_object('reference', a.data->'fields'->'reference'))
    end as data
from jsonb_to_recordset(cast(:endpoints as jsonb)) as e(webhook_id text, fifo boolean, full_body boolean, most integer)
cross join lateral (
    (select * from delivery where not e.fifo and recipient = 'webhook:' || e.webhook_id and channel = 'webhook'
        and state in ('queued', 'retrying') and next_attempt_at <= :now order by next_attempt_at, sequence limit e.most)
    union all
    (select * from delivery where e.fifo and recipient = 'webhook:' || e.webhook_id and channel = 'webhook'
        and state in ('queued', 'retrying') order by sequence limit e.most)
) d join announcement a on a.event_id = d.event_id
order by e.webhook_id, d.sequence""")

# Taken first by whoever changes an endpoint's deliveries, so that two never wait for each other; and by itself, so that
# the next statement sees what a fan-out committed while this one waited.
_LOCK = sa.text("select webhook_id from webhook_queue where webhook_id = any(:ids) order by webhook_id for update")

_SETTLE = sa.text("""
with done as (
    select * from jsonb_to_recordset(cast(:rows as jsonb)) as r(delivery_id text, version integer, number integer, at timestamptz,
        duration_ms integer, code text, status smallint, state text, next_at timestamptz)
), noted as (
    insert into delivery_attempt (delivery_id, channel, number, at, duration_ms, code, status, next_attempt_at)
    select delivery_id, 'webhook', number, at, duration_ms, code, status, next_at from done
)
update delivery d set state = done.state, attempts = done.number, next_attempt_at = done.next_at, version = d.version + 1,
    last_error = nullif(done.code, 'ok'), on_bus = d.on_bus or done.state = 'failed'
from done where d.delivery_id = done.delivery_id and d.version = done.version and d.state in ('queued', 'retrying')
returning d.delivery_id, d.on_bus""")

_END = sa.text("""
update webhook_queue q set
    lease_until = null, failures = e.failures, failing_since = e.failing_since, circuit = e.circuit, opened = e.opened,
    blocked_until = e.blocked_until, blocked_why = e.blocked_why,
    told_failing_at = case when e.failures = 0 then null else coalesce(q.told_failing_at, e.told_failing_at) end,
    last_success_at = coalesce(e.last_success_at, q.last_success_at),
    last_failure_at = coalesce(e.last_failure_at, q.last_failure_at), last_code = coalesce(e.last_code, q.last_code),
    next_due_at = (
        select case when m.due < e.blocked_until then e.blocked_until else m.due end from (
            select case when w.fifo then (
                select d.next_attempt_at from delivery d where d.recipient = 'webhook:' || q.webhook_id
                    and d.channel = 'webhook' and d.state in ('queued', 'retrying') order by d.sequence limit 1)
            else (
                select min(d.next_attempt_at) from delivery d where d.recipient = 'webhook:' || q.webhook_id
                    and d.channel = 'webhook' and d.state in ('queued', 'retrying')) end as due
            from webhook w where w.webhook_id = q.webhook_id) m)
from jsonb_to_recordset(cast(:rows as jsonb)) as e(webhook_id text, fence bigint, failures integer, failing_since timestamptz,
    circuit text, opened integer, blocked_until timestamptz, blocked_why text, told_failing_at timestamptz,
    last_success_at timestamptz, last_failure_at timestamptz, last_code text)
where q.webhook_id = e.webhook_id and q.fence = e.fence
returning q.webhook_id""")

_TAKE_OVER = sa.text("update webhook_queue set lease_until = null where owner = :owner and lease_until is not null")

# What should never be needed: deliveries that wait while nobody looks after their endpoint.
_REPAIR = sa.text("""
update webhook_queue q set next_due_at = least(coalesce(q.next_due_at, d.due), d.due)
from (select substr(recipient, 9) as webhook_id, min(next_attempt_at) as due from delivery
      where channel = 'webhook' and state in ('queued', 'retrying') group by recipient) d
where q.webhook_id = d.webhook_id and q.lease_until is null and q.next_due_at is null""")


_NEXT = sa.text("""
select min(greatest(q.next_due_at, q.lease_until, q.blocked_until, w.paused_until))
from webhook_queue q join webhook w using (webhook_id)
where q.next_due_at is not null and w.active and w.disabled_at is null""")


class ClaimedRow(Protocol):
    """An endpoint that a sender leased, with its queue and the secrets that sign."""

    webhook_id: str
    fence: int
    failures: int
    failing_since: datetime | None
    circuit: Circuit
    opened: int
    blocked_until: datetime | None
    blocked_why: str | None
    told_failing_at: datetime | None
    party: str
    name: str
    url: str
    fifo: bool
    full_body: bool
    secrets: list[str]


class WaitingRow(Protocol):
    """A call that waits, with what it announces; ``data`` is None for a body without it."""

    webhook_id: str
    delivery_id: str
    sequence: int
    attempts: int
    version: int
    next_attempt_at: datetime
    position: int
    event_id: str
    source: str
    type: str
    subject: str
    region: str
    time: datetime
    epoch: int
    aggregate_version: int
    classification: str
    paragraph: str
    data_schema: str
    data: Any | None


class EndpointQueueRepository:
    """Leases, turns and their ends, on one connection."""

    def __init__(self, connection: AsyncConnection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    async def take_over(self, owner: str) -> int:
        """Frees what an earlier process of the same name held: at its start, a worker knows that it is gone."""
        return int((await self._connection.execute(_TAKE_OVER, {"owner": owner})).rowcount)

    async def claim(self, owner: str, fine: int, failing: int, per_endpoint: int, lease_s: float) -> list[Turn]:
        """Leases endpoints that have something due, those that do well and those that fail apart."""
        now = self._clock.now()
        given = {"owner": owner, "fine": fine, "failing": failing, "now": now}
        given["lease_until"] = now + timedelta(seconds=lease_s)
        rows: list[ClaimedRow] = list(await self._connection.execute(_CLAIM, given))
        if not rows:
            return []
        health = {row.webhook_id: asked(_health(row), now) for row in rows}
        endpoints = [
            {"webhook_id": row.webhook_id, "fifo": row.fifo, "full_body": row.full_body,
             "most": 1 if health[row.webhook_id].failures else per_endpoint}
            for row in rows
        ]  # fmt: skip
        asked_for = {"endpoints": orjson.dumps(endpoints).decode(), "now": now}
        found: dict[str, list[WaitingRow]] = defaultdict(list)
        for one in await self._connection.execute(_DELIVERIES, asked_for):
            found[one.webhook_id].append(one)
        return [_turn(row, health[row.webhook_id], _due(found[row.webhook_id], row.fifo, now)) for row in rows]

    async def next_due(self) -> datetime | None:
        """When the first endpoint has something to do, or had where something else holds it up."""
        found: datetime | None = (await self._connection.execute(_NEXT)).scalar_one()
        return found

    async def lock(self, webhook_ids: Sequence[str]) -> None:
        """Holds queues until the transaction ends."""
        await self._connection.execute(_LOCK, {"ids": list(webhook_ids)})

    async def settle(self, attempts: Sequence[Attempted]) -> dict[str, bool]:
        """Stores attempts; answers the deliveries whose state was still ours to change, and whether the bus hears of it."""
        if not attempts:
            return {}
        rows = [
            {"delivery_id": a.delivery.delivery_id, "version": a.delivery.version, "number": a.delivery.attempts + 1,
             "at": a.at, "duration_ms": a.outcome.duration_ms, "code": a.outcome.code, "status": a.outcome.status,
             "state": a.state, "next_at": a.next_at}
            for a in attempts
        ]  # fmt: skip
        written = await self._connection.execute(_SETTLE, {"rows": orjson.dumps(rows).decode()})
        return {row.delivery_id: row.on_bus for row in written}

    async def end(self, turns: Sequence[TurnEnded], told_failing: Sequence[str]) -> set[str]:
        """Gives endpoints back with their health; answers those that were still ours."""
        if not turns:
            return set()
        now, told = self._clock.now(), set(told_failing)
        rows = [_end_row(one, now, told) for one in turns]
        return set((await self._connection.execute(_END, {"rows": orjson.dumps(rows).decode()})).scalars())

    async def repair(self) -> int:
        """Wakes endpoints with waiting deliveries that nobody would look after; how many there were (should be none)."""
        return int((await self._connection.execute(_REPAIR)).rowcount)


def _end_row(one: TurnEnded, now: datetime, told: set[str]) -> dict[str, object]:
    health, last, name = one.health, one.last, one.turn.webhook_id
    return {
        "webhook_id": name, "fence": one.turn.fence, "failures": health.failures, "failing_since": health.failing_since,
        "circuit": health.circuit, "opened": health.opened, "blocked_until": health.blocked_until,
        "blocked_why": health.blocked_why, "told_failing_at": now if name in told else None,
        "last_success_at": now if last is not None and last.delivered else None,
        "last_failure_at": now if last is not None and not last.delivered else None,
        "last_code": last.code if last is not None else None,
    }  # fmt: skip


def _health(row: ClaimedRow) -> Health:
    return Health(row.failures, row.failing_since, row.circuit, row.opened, row.blocked_until, row.blocked_why)


def _due(rows: Sequence[WaitingRow], fifo: bool, now: datetime) -> list[WaitingRow]:
    """In order, a delivery that is not due yet holds back those behind it."""
    if not fifo:
        return list(rows)
    waits = next((n for n, row in enumerate(rows) if row.next_attempt_at > now), len(rows))
    return list(rows[:waits])


def _turn(row: ClaimedRow, health: Health, deliveries: Sequence[WaitingRow]) -> Turn:
    waiting = [
        WaitingDelivery(
            d.delivery_id, d.sequence, d.attempts, d.version,
            Announcement(d.position, d.event_id, d.source, d.type, d.subject, d.region, d.time, d.epoch,
                         d.aggregate_version, Classification(d.classification), d.paragraph, (), d.data_schema, d.data),
        )
        for d in deliveries
    ]  # fmt: skip
    return Turn(
        row.webhook_id, row.party, row.name, row.url, row.fifo, row.full_body, row.fence, row.secrets, health,
        row.told_failing_at is not None, waiting,
    )  # fmt: skip
