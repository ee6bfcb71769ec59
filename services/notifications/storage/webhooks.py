"""Endpoints in PostgreSQL: what they asked for, their secrets, their state, and which of their deliveries go out again."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.domain.endpoint import RECIPIENT, Signing
from services.notifications.storage.announcements import HEARD, ID_OF_DELIVERY
from services.notifications.storage.table_rows import DeliveryRow, WebhookRow
from services.notifications.storage.tables import delivery, webhook
from services.notifications.storage.webhook_table_rows import WebhookQueueRow, WebhookSecretRow
from services.notifications.storage.webhook_tables import webhook_queue, webhook_secret
from shared.contracts.classification import Classification
from shared.runtime.clock import Clock
from shared.runtime.identifiers import new_id

_WAITING = ("queued", "retrying")
_WANTED = f"""{HEARD}
    and (cast(:ids as text[]) is null or a.event_id = any(:ids) or {ID_OF_DELIVERY} = any(:ids))
    and (cast(:since as timestamptz) is null or a.time >= :since)
    and (cast(:until as timestamptz) is null or a.time < :until)"""

# Deliveries that stand keep their place; events that were never queued here get the next ones, in the order of the events.
_AGAIN = sa.text("""
with again as (
    select d.delivery_id from delivery d where d.recipient = 'webhook:' || :webhook_id and d.channel = 'webhook'
        and d.state = any(:states)
        and (cast(:ids as text[]) is null or d.event_id = any(:ids) or d.delivery_id = any(:ids))
        and (cast(:from_sequence as bigint) is null or d.sequence >= :from_sequence)
        and (cast(:to_sequence as bigint) is null or d.sequence <= :to_sequence)
        and exists (select from announcement a where a.event_id = d.event_id
            and (cast(:since as timestamptz) is null or a.time >= :since)
            and (cast(:until as timestamptz) is null or a.time < :until))
)
update delivery d set state = 'queued', attempts = 0, next_attempt_at = :now, last_error = null, version = d.version + 1
from again where again.delivery_id = d.delivery_id returning d.*""")
_MISSED = sa.text(f"""
with missed as materialized (
    select w.webhook_id, w.party, {ID_OF_DELIVERY} as delivery_id, a.event_id, a.type, a.subject, a.paragraph,
        row_number() over (order by a.position) as place
    from announcement a join webhook w on {_WANTED}
    where w.webhook_id = :webhook_id and not exists (
        select from delivery d where d.event_id = a.event_id and d.recipient = 'webhook:' || w.webhook_id)
), bumped as (
    update webhook_queue set last_sequence = last_sequence + (select count(*) from missed) where webhook_id = :webhook_id
    returning last_sequence - (select count(*) from missed) as before
)
insert into delivery (delivery_id, event_id, event_type, item_id, recipient, party, channel, must_act, paragraph, content,
    state, next_attempt_at, sequence, created_at)
select m.delivery_id, m.event_id, m.type, m.subject, 'webhook:' || m.webhook_id, m.party, 'webhook', false, m.paragraph,
    '{{}}', 'queued', :now, b.before + m.place, :now from missed m cross join bumped b""")  # noqa: S608 - constants


@dataclass(frozen=True)
class Range:
    """Which deliveries of an endpoint go out again; without a limit, all that the announcements still reach.

    ``ids`` are of events or deliveries; ``since`` <= time of the event < ``until``; sequences are the endpoint's own, and
    with one of them events that were never queued are not looked for. ``delivered`` takes those that came through too.
    """

    ids: Sequence[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    from_sequence: int | None = None
    to_sequence: int | None = None
    delivered: bool = False


class EndpointRow(WebhookRow, WebhookQueueRow, Protocol):
    """An endpoint with its queue."""


@dataclass(frozen=True)
class Wishes:
    """What is asked of an endpoint; None, where it is changed, for what stays."""

    url: str | None = None
    event_types: Sequence[str] | None = None
    name: str | None = None
    full_body: bool | None = None
    fifo: bool | None = None
    regions: Sequence[str] | None = None
    functional_areas: Sequence[str] | None = None

    def columns(self) -> dict[str, object]:
        """What is said, as a row keeps it."""
        said = {name: value for name, value in vars(self).items() if value is not None}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}


def _joined() -> sa.Select[Any]:
    more = [column for column in webhook_queue.c if column.name != "webhook_id"]
    return sa.select(webhook, *more).join(webhook_queue, webhook_queue.c.webhook_id == webhook.c.webhook_id)


async def find_webhook(connection: AsyncConnection, webhook_id: str, *, lock: bool = False) -> EndpointRow | None:
    """An endpoint that is in use, with its queue; None when there is none."""
    query = _joined().where(webhook.c.webhook_id == webhook_id, webhook.c.active)
    # The queue is what every change locks first, so that no two wait for each other.
    query = query.with_for_update(of=webhook_queue) if lock else query
    row: EndpointRow | None = (await connection.execute(query)).one_or_none()
    return row


class WebhookRepository:
    """Endpoints on one connection."""

    def __init__(self, connection: AsyncConnection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    async def add(
        self, party: str | None, clearance: Classification, wishes: Wishes, signing: Signing, secret: str
    ) -> str:
        """Keeps an endpoint with its first secret and an empty queue; answers its id."""
        webhook_id = new_id(self._clock)
        row: dict[str, object] = {
            "webhook_id": webhook_id,
            "party": party,
            "clearance": clearance.value,
            "signing": signing,
        }
        row |= {"created_at": self._clock.now(), **wishes.columns()}
        await self._connection.execute(sa.insert(webhook).values(row))
        await self._connection.execute(sa.insert(webhook_queue).values(webhook_id=webhook_id))
        await self.add_secret(webhook_id, signing, secret)
        return webhook_id

    async def add_secret(self, webhook_id: str, signing: Signing, secret: str) -> str:
        """Keeps one more secret; answers its id."""
        row = {"secret_id": new_id(self._clock), "webhook_id": webhook_id, "signing": signing, "secret": secret}
        await self._connection.execute(sa.insert(webhook_secret).values(row | {"created_at": self._clock.now()}))
        return row["secret_id"]

    async def rotate(self, webhook_id: str, signing: Signing, secret: str, overlap: timedelta) -> datetime:
        """A new secret signs from now on; those before it sign as well until the moment answered."""
        until, table = self._clock.now() + overlap, webhook_secret
        still = sa.or_(table.c.valid_until.is_(None), table.c.valid_until > until)
        await self._connection.execute(
            sa.update(table).where(table.c.webhook_id == webhook_id, still).values(valid_until=until)
        )
        await self.add_secret(webhook_id, signing, secret)
        await self._change(webhook_id, signing=signing)
        return until

    async def find(self, webhook_id: str, *, lock: bool = False) -> EndpointRow | None:
        """An endpoint that is in use, with its queue; None when there is none."""
        return await find_webhook(self._connection, webhook_id, lock=lock)

    async def of_party(self, party: str | None) -> Sequence[EndpointRow]:
        """Endpoints in use, of one party or of all, oldest first; at most 500."""
        query = _joined().where(webhook.c.active).order_by(webhook.c.created_at, webhook.c.webhook_id).limit(500)
        query = query.where(webhook.c.party == party) if party is not None else query
        return list(await self._connection.execute(query))

    async def secrets(self, webhook_id: str) -> Sequence[WebhookSecretRow]:
        """Secrets that sign now, newest first."""
        return (await self.secrets_of([webhook_id]))[webhook_id]

    async def secrets_of(self, webhook_ids: Collection[str]) -> Mapping[str, Sequence[WebhookSecretRow]]:
        """The same of several endpoints, in one statement."""
        table, found = webhook_secret, defaultdict[str, list[WebhookSecretRow]](list)
        valid = sa.or_(table.c.valid_until.is_(None), table.c.valid_until > self._clock.now())
        query = sa.select(table).where(table.c.webhook_id.in_(list(webhook_ids)), valid)
        for row in await self._connection.execute(query.order_by(table.c.created_at.desc(), table.c.secret_id.desc())):
            found[row.webhook_id].append(row)
        return found

    async def counts_of(self, webhook_ids: Collection[str]) -> Mapping[str, dict[str, int]]:
        """How many deliveries of endpoints stand in each state."""
        table, found = delivery, defaultdict[str, dict[str, int]](dict)
        mine = (table.c.recipient.in_([RECIPIENT + one for one in webhook_ids]), table.c.channel == "webhook")
        queued = table.c.sequence.is_not(None)  # a test call is none of them
        query = sa.select(table.c.recipient, table.c.state, sa.func.count().label("many")).where(*mine, queued)
        for row in await self._connection.execute(query.group_by(table.c.recipient, table.c.state)):
            found[row.recipient.removeprefix(RECIPIENT)][row.state] = row.many
        return found

    async def note_test(self, row: EndpointRow, delivery_id: str, event_id: str, event_type: str, code: str) -> None:
        """Keeps a test call in the ledger; it has no place in the queue."""
        values = {
            "delivery_id": delivery_id, "event_id": event_id, "event_type": event_type, "item_id": row.webhook_id,
            "recipient": RECIPIENT + row.webhook_id, "party": row.party, "channel": "webhook", "must_act": False,
            "paragraph": "3", "content": {}, "state": "delivered" if code == "ok" else "failed", "attempts": 1,
            "last_error": None if code == "ok" else code, "created_at": self._clock.now(),
        }  # fmt: skip
        await self._connection.execute(sa.insert(delivery).values(values))

    async def change(self, webhook_id: str, wishes: Wishes) -> int:
        """Changes what an endpoint asks for; answers its version."""
        return await self._change(webhook_id, **wishes.columns())

    async def pause(self, webhook_id: str, until: datetime | None) -> int:
        """Holds an endpoint until a moment, or no more; answers its version."""
        return await self._change(webhook_id, paused_until=until)

    async def next_version(self, webhook_id: str) -> int:
        """Counts a change that is told on the bus."""
        return await self._change(webhook_id)

    async def disable(self, webhook_id: str, reason: str) -> "MovedDeliveries":
        """Stops an endpoint; what waited is given up and can be sent again later."""
        await self._change(webhook_id, disabled_at=self._clock.now(), disabled_reason=reason)
        return await self._give_up(webhook_id, "webhook_disabled")

    async def enable(self, webhook_id: str) -> int:
        """Starts an endpoint again, with its health forgotten; answers its version."""
        fresh: dict[str, Any] = {
            "failures": 0, "failing_since": None, "circuit": "closed", "opened": 0, "blocked_until": None,
            "blocked_why": None, "told_failing_at": None,
        }  # fmt: skip
        await self._connection.execute(
            sa.update(webhook_queue).where(webhook_queue.c.webhook_id == webhook_id).values(fresh)
        )
        return await self._change(webhook_id, disabled_at=None, disabled_reason=None)

    async def end(self, webhook_id: str) -> "MovedDeliveries":
        """Ends an endpoint for good: its secrets are erased, what waited is given up."""
        await self._change(webhook_id, active=False)
        await self._connection.execute(sa.delete(webhook_secret).where(webhook_secret.c.webhook_id == webhook_id))
        return await self._give_up(webhook_id, "webhook_ended")

    async def replay(self, webhook_id: str, wanted: Range) -> "MovedDeliveries":
        """Queues deliveries again, and events that were missed, in the order of sequence."""
        states = ["failed", "delivered"] if wanted.delivered else ["failed"]
        given: dict[str, Any] = {
            "webhook_id": webhook_id, "ids": list(wanted.ids) if wanted.ids is not None else None, "since": wanted.since,
            "until": wanted.until, "now": self._clock.now(),
        }  # fmt: skip
        sequences = {"from_sequence": wanted.from_sequence, "to_sequence": wanted.to_sequence}
        asked = given | sequences | {"states": states}
        again: list[DeliveryRow] = list(await self._connection.execute(_AGAIN, asked))
        count = len(again)
        if wanted.from_sequence is None and wanted.to_sequence is None:
            count += (await self._connection.execute(_MISSED, given)).rowcount
        if count:
            # Whoever asks for it wants it now: an open circuit is asked with one call, a throttled endpoint stays held.
            open_circuit = webhook_queue.c.blocked_why == "circuit"
            until = sa.case((open_circuit, sa.null()), else_=webhook_queue.c.blocked_until)
            due = sa.update(webhook_queue).where(webhook_queue.c.webhook_id == webhook_id)
            await self._connection.execute(due.values(next_due_at=self._clock.now(), blocked_until=until))
        return MovedDeliveries(count, [row for row in again if row.on_bus])

    async def _change(self, webhook_id: str, **columns: object) -> int:
        changed = sa.update(webhook).where(webhook.c.webhook_id == webhook_id)
        changed = changed.values(**columns, version=webhook.c.version + 1).returning(webhook.c.version)
        return int((await self._connection.execute(changed)).scalar_one())

    async def _give_up(self, webhook_id: str, why: str) -> "MovedDeliveries":
        mine = (*self._mine(webhook_id), delivery.c.state.in_(_WAITING))
        values = {"state": "failed", "last_error": why, "next_attempt_at": None, "version": delivery.c.version + 1}
        given_up = sa.update(delivery).where(*mine).values(values).returning(delivery)
        rows: list[DeliveryRow] = list(await self._connection.execute(given_up))
        return MovedDeliveries(len(rows), [row for row in rows if row.on_bus])

    @staticmethod
    def _mine(webhook_id: str) -> tuple[sa.ColumnElement[bool], ...]:
        return delivery.c.recipient == RECIPIENT + webhook_id, delivery.c.channel == "webhook"


@dataclass(frozen=True)
class MovedDeliveries:
    """How many deliveries changed together; ``told`` are the rows whose state the bus knows, and must hear of again."""

    count: int
    told: Sequence[DeliveryRow]
