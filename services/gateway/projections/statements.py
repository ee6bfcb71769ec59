"""The projector's statements: each takes all rows of a batch as one JSON document, so it is prepared once for any size."""

import sqlalchemy as sa

CHANGED = "acsg_changed"
"""Notification channel of the read model: JSON of region, kind, id, version, status, type."""

SEAL = """md5(concat_ws('|', {0}.epoch, {0}.version, {0}.reference, {0}.status, array_to_string({0}.areas, ','),
    array_to_string({0}.parties, ','), array_to_string({0}.roles, ','), array_to_string({0}.shown_to, ','),
    array_to_string({0}.serving, ','), {0}.figures))"""
"""Over the columns beside the state, of a row named {0}."""

# One writer per region at a time: what is read in the transaction then holds until it commits, so that sums and gaps
# are exact. Taken in one order, so that two writers never wait for each other in a ring.
LOCK = sa.text("""
select pg_advisory_xact_lock(hashtextextended('read model of ' || region, 0))
from (select region from unnest(cast(:regions as text[])) as r(region) order by region offset 0) as sorted""")

_FIGURES = """(
    select {0}.region, {1} as sign, f ->> 0 as figure, f ->> 1 as area, f ->> 2 as unit, f ->> 3 as label,
           (f ->> 4)::numeric as amount, (f ->> 5)::int as items
    from {0}, jsonb_array_elements({0}.figures) as f)"""

COUNT = """
    insert into rollup as kept (region, figure, area, unit, label, amount, items)
    select region, figure, area, unit, label, sum(sign * amount), sum(sign * items)
    from {moved} as moved group by 1, 2, 3, 4, 5
    having sum(sign * amount) <> 0 or sum(sign * items) <> 0 order by 1, 2, 3, 4, 5
    on conflict (region, figure, area, unit, label) do update set
        amount = kept.amount + excluded.amount, items = kept.items + excluded.items"""

# States and, of each item, its newest one. A state older than the one kept goes to the versions alone; what vanished at
# its owner comes back only under a newer epoch. Answers the fields that an owner says less of than before.
PROJECT = sa.text(f"""
with given as materialized (
    select g.*, case when g.field is null then g.body else g.body -> g.field end as state
    from jsonb_to_recordset(cast(:rows as jsonb)) as g(
        region text, kind text, id text, epoch int, version int, reference text, status text, areas text[],
        parties text[], roles text[], shown_to text[], serving text[], begun_at timestamptz, at timestamptz, figures jsonb, withheld text[],
        newest boolean, words text[], shown_words text[], field text, body jsonb)
    where :force or not exists (
        select from vanished v where v.region = g.region and v.kind = g.kind and v.item_id = g.id
        and (v.epoch, v.version) >= (g.epoch, g.version))
), versions as (
    insert into item_version (region, kind, id, epoch, version, at, reference, status, areas, parties, roles,
        shown_to, serving, content_version, state)
    select region, kind, id, epoch, version, at, reference, status, areas, parties, roles, shown_to, serving,
        case when kind = 'request' then (state ->> 'content_version')::int end, state
    from given
    on conflict (region, kind, id, epoch, version) do update set
        reference = excluded.reference, status = excluded.status, areas = excluded.areas, parties = excluded.parties,
        roles = excluded.roles, shown_to = excluded.shown_to, serving = excluded.serving, content_version = excluded.content_version, state = excluded.state
    where :force
), before as (
    select i.region, i.kind, i.id, i.figures, i.withheld, i.changed_at from item i
    join given g on (i.region, i.kind, i.id) = (g.region, g.kind, g.id) where g.newest
), written as (
    insert into item (region, kind, id, epoch, version, reference, status, areas, parties, roles, shown_to,
        serving, begun_at, changed_at, state, figures, withheld, words,
        shown_words, seal)
    select region, kind, id, epoch, version, reference, status, areas, parties, roles, shown_to, serving, begun_at, at,
        state, figures, withheld, array_to_tsvector(words), array_to_tsvector(shown_words), {SEAL.format("given")}
    from given where newest
    on conflict (region, kind, id) do update set
        epoch = excluded.epoch, version = excluded.version, reference = excluded.reference, status = excluded.status,
        areas = excluded.areas, parties = excluded.parties, roles = excluded.roles, shown_to = excluded.shown_to, serving = excluded.serving,
        changed_at = excluded.changed_at, state = excluded.state, figures = excluded.figures,
        withheld = excluded.withheld, words = excluded.words, shown_words = excluded.shown_words, seal = excluded.seal
    where :force or (item.epoch, item.version) < (excluded.epoch, excluded.version)
    returning region, kind, id, figures, withheld
), replaced as (
    select b.* from before b join written w on (b.region, b.kind, b.id) = (w.region, w.kind, w.id)
), counted as ({COUNT.format(moved=f"({_FIGURES.format('written', '1')} union all {_FIGURES.format('replaced', '-1')})")}
)
select w.region, w.kind, w.withheld, max(b.changed_at) as shared_at from written w
join before b on (b.region, b.kind, b.id) = (w.region, w.kind, w.id) where not w.withheld <@ b.withheld
group by 1, 2, 3""")  # noqa: S608 - made of constants

# The roll-ups of a region as they must be: the sums of what its items add. Answers those that were not.
RECOUNT = sa.text("""
with truth as materialized (
    select f ->> 0 as figure, f ->> 1 as area, f ->> 2 as unit, f ->> 3 as label, sum((f ->> 4)::numeric) as amount,
        sum((f ->> 5)::int) as items
    from item, jsonb_array_elements(figures) as f where region = :region group by 1, 2, 3, 4
), kept as materialized (
    select * from rollup where region = :region and (amount <> 0 or items <> 0)
), wrong as (
    select figure, area, unit, label, coalesce(t.amount, 0) as amount, coalesce(t.items, 0) as items
    from truth t full join kept k using (figure, area, unit, label)
    where (t.amount, t.items) is distinct from (k.amount, k.items)
)
insert into rollup (region, figure, area, unit, label, amount, items)
select :region, figure, area, unit, label, amount, items from wrong
on conflict (region, figure, area, unit, label) do update set amount = excluded.amount, items = excluded.items
returning figure""")

# An item began with its first event, also when that one comes late.
BEGUN = sa.text("""
update item i set begun_at = least(i.begun_at, g.begun_at)
from jsonb_to_recordset(cast(:rows as jsonb)) as g(region text, kind text, id text, begun_at timestamptz)
where (i.region, i.kind, i.id) = (g.region, g.kind, g.id) and i.begun_at > g.begun_at""")

HISTORY = sa.text("""
insert into history (event_id, source, region, item_id, epoch, version, type, paragraph, at, kind)
select * from jsonb_to_recordset(cast(:rows as jsonb)) as r(
    event_id text, source text, region text, item_id text, epoch int, version int, type text, paragraph text,
    at timestamptz, kind text)
on conflict do nothing""")

# What an owner no longer has: kept in a list of its own, and no longer part of any sum.
VANISH = sa.text(f"""
with given as materialized (
    select * from jsonb_to_recordset(cast(:rows as jsonb)) as g(region text, kind text, id text)
), gone as (
    delete from item i using given g where (i.region, i.kind, i.id) = (g.region, g.kind, g.id) returning i.*
), listed as (
    insert into vanished (region, kind, item_id, epoch, version, reference, status, parties, shown_to, state,
        changed_at, found_at)
    select region, kind, id, epoch, version, reference, status, parties, shown_to, state, changed_at,
        cast(:now as timestamptz)
    from gone on conflict do nothing
), counted as ({COUNT.format(moved=_FIGURES.format("gone", "-1"))}
)
select region, kind, id from gone""")  # noqa: S608 - made of constants

# What an owner was set back from: the states it has forgotten, newer than the one it has now.
SET_BACK = sa.text("""
insert into vanished (region, kind, item_id, epoch, version, kept_version, reference, status, parties, shown_to, state,
    changed_at, found_at)
select v.region, v.kind, v.id, v.epoch, v.version, g.kept_version, v.reference, v.status, v.parties, v.shown_to, v.state,
    v.at, cast(:now as timestamptz)
from jsonb_to_recordset(cast(:rows as jsonb)) as g(
    region text, kind text, id text, epoch int, kept_version int, altered boolean)
join item_version v on (v.region, v.kind, v.id) = (g.region, g.kind, g.id)
where v.epoch < g.epoch and (v.version > g.kept_version or (v.version = g.kept_version and g.altered))
on conflict do nothing returning item_id, version""")

# States of an earlier epoch in whose place events of the new one have told others.
FORGOTTEN = sa.text("""
insert into vanished (region, kind, item_id, epoch, version, kept_version, reference, status, parties, shown_to, state,
    changed_at, found_at)
select v.region, v.kind, v.id, v.epoch, v.version, told.first, v.reference, v.status, v.parties, v.shown_to, v.state,
    v.at, cast(:now as timestamptz)
from (
    select item_id, min(version) as first from history
    where region = :region and kind = :kind and source = :source and epoch = :epoch group by item_id
) as told
join item_version v on v.region = :region and v.kind = :kind and v.id = told.item_id
where v.epoch < :epoch and v.version >= told.first
on conflict do nothing returning item_id, version""")

CURSORS = sa.text("""
insert into stream_cursor as kept (region, source, epoch, stream, last_sequence, last_event_at, applied_at, topic,
    "offset")
select region, source, epoch, stream, last_sequence, last_event_at, cast(:now as timestamptz), topic, "offset"
from jsonb_to_recordset(cast(:rows as jsonb)) as r(
    region text, source text, epoch int, stream text, last_sequence bigint, last_event_at timestamptz, topic text,
    "offset" bigint)
on conflict (region, source, epoch, stream) do update set
    last_sequence = excluded.last_sequence, "offset" = excluded."offset", topic = excluded.topic,
    last_event_at = greatest(kept.last_event_at, excluded.last_event_at), applied_at = excluded.applied_at""")

TELL = sa.text(
    f"select pg_notify('{CHANGED}', told) from unnest(cast(:told as text[])) as told"  # noqa: S608 - a constant
)
