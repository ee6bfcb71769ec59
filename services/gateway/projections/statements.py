"""The projector's statements: each takes all rows of a batch as one JSON document, so it is prepared once for any size."""

import sqlalchemy as sa

CHANGED = "acsg_changed"
"""Notification channel of the read model: JSON of region, kind, id, version, status, type."""

ITEMS = sa.text("""
insert into item (region, kind, id, version, reference, status, areas, parties, shown_to, begun_at, changed_at, state)
select * from jsonb_to_recordset(cast(:rows as jsonb)) as r(
    region text, kind text, id text, version int, reference text, status text, areas text[], parties text[],
    shown_to text[], begun_at timestamptz, changed_at timestamptz, state jsonb)
on conflict (region, kind, id) do update set
    version = excluded.version, reference = excluded.reference, status = excluded.status, areas = excluded.areas,
    parties = excluded.parties, shown_to = excluded.shown_to, changed_at = excluded.changed_at, state = excluded.state
where item.version < excluded.version""")

VERSIONS = sa.text("""
insert into request_version (region, request_id, number, content, findings, submitted_at)
select * from jsonb_to_recordset(cast(:rows as jsonb)) as r(
    region text, request_id text, number int, content jsonb, findings jsonb, submitted_at timestamptz)
on conflict (region, request_id, number) do update set findings = excluded.findings""")

HISTORY = sa.text("""
insert into history (event_id, source, region, item_id, version, type, paragraph, at)
select * from jsonb_to_recordset(cast(:rows as jsonb)) as r(
    event_id text, source text, region text, item_id text, version int, type text, paragraph text, at timestamptz)
on conflict do nothing""")

# What a batch jumped over: between the last number kept and its first, and inside it.
CURSORS = sa.text("""
insert into stream_cursor as kept (region, source, epoch, stream, last_sequence, missing, last_event_at, applied_at)
select region, source, epoch, stream, last, first - 1 + inside, last_event_at, :now
from jsonb_to_recordset(cast(:rows as jsonb)) as r(
    region text, source text, epoch int, stream text, first bigint, last bigint, inside bigint,
    last_event_at timestamptz)
on conflict (region, source, epoch, stream) do update set
    missing = kept.missing + greatest(excluded.missing - kept.last_sequence, 0),
    last_sequence = greatest(kept.last_sequence, excluded.last_sequence),
    last_event_at = greatest(kept.last_event_at, excluded.last_event_at),
    applied_at = excluded.applied_at""")

TELL = sa.text(
    f"select pg_notify('{CHANGED}', told) from unnest(cast(:told as text[])) as told"  # noqa: S608 - a constant
)
