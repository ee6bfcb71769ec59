"""Keeps the latest public event of each item; an older one that comes late changes nothing (WM 17)."""

from collections.abc import Mapping, Sequence

import orjson
import sqlalchemy as sa

from services.gateway.kinds import KINDS
from shared.contracts.catalogue import events
from shared.contracts.event import Event
from shared.contracts.topic import Tier
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.records import Decoded

PUBLIC: Sequence[type[Event]] = tuple(event for event in events() if event.topic.tier is Tier.PUBLIC)
KIND_OF: Mapping[str, str] = {kind.published: kind.name for kind in KINDS if kind.published is not None}
"""What a public topic is about -> the kind of item in the read model."""

_KEEP = sa.text("""
insert into published (region, kind, id, epoch, version, event_id, source, type, schema, at, fields)
select region, kind, id, epoch, version, event_id, source, type, schema, at, nullif(fields, 'null')
from jsonb_to_recordset(cast(:rows as jsonb)) as g(region text, kind text, id text, epoch int, version int,
    event_id text, source text, type text, schema text, at timestamptz, fields jsonb)
order by region, kind, id
on conflict (region, kind, id) do update set epoch = excluded.epoch, version = excluded.version,
    event_id = excluded.event_id, source = excluded.source, type = excluded.type, schema = excluded.schema,
    at = excluded.at, fields = excluded.fields
where (excluded.epoch, excluded.version) > (published.epoch, published.version)""")


async def keep_published(batch: Sequence[Decoded], uow: UnitOfWork) -> None:
    """Takes the public events of a poll, in any order."""
    newest: dict[tuple[str, str, str], dict[str, object]] = {}
    for one in sorted(batch, key=lambda found: (found.envelope.epoch, found.envelope.aggregate_version)):
        envelope, kind = one.envelope, KIND_OF[one.event.topic.aggregate]
        newest[envelope.region, kind, envelope.subject] = {
            "region": envelope.region, "kind": kind, "id": envelope.subject, "epoch": envelope.epoch,
            "version": envelope.aggregate_version, "event_id": envelope.id, "source": envelope.source,
            "type": envelope.type, "schema": one.event.schema_id(), "at": envelope.time,
            "fields": getattr(one.event, "fields", None),
        }  # fmt: skip
    await uow.connection.execute(_KEEP, {"rows": orjson.dumps(list(newest.values()), default=str).decode()})
