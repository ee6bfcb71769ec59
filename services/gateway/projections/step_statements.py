"""The statements that keep the worklist: each takes all of a batch as one JSON document."""

import sqlalchemy as sa

# What stood of these items is taken away; answers those that may owe something, each with what is still open of it.
# Their texts and findings decide nothing here and stay where they are.
TAKE_UP = sa.text("""
with given as materialized (
    select * from jsonb_to_recordset(cast(:keys as jsonb)) as g(region text, kind text, id text)
), gone as (
    delete from step s using given g where (s.region, s.kind, s.place) = (g.region, g.kind, g.id)
), gone_words as (
    delete from step_role r using given g where (r.region, r.kind, r.place) = (g.region, g.kind, g.id)
)
select i.region, i.kind, i.id, i.reference, i.status, i.parties, i.roles, i.serving, i.changed_at,
    case when i.kind = 'meeting' then i.state - 'record' || jsonb_build_object(
            'record', jsonb_build_object('actions', i.state->'record'->'actions'))
        when i.kind = 'offer' then jsonb_build_object('named', coalesce(i.state->'named', '[]'),
            'confirmed_at', i.state->'confirmed_at',
            'content', jsonb_build_object('availability', i.state->'content'->'availability'))
        when i.kind in ('project', 'assessment', 'national_plan') then i.state - 'content' || jsonb_build_object(
            'content', jsonb_build_object('period', i.state->'content'->'period'))
        when i.kind = 'initiative' then i.state - 'content' || jsonb_build_object('content', jsonb_build_object(
            'period', i.state->'content'->'period', 'country', i.state->'content'->'country'))
        when i.kind = 'package' then i.state - 'content' || jsonb_build_object(
            'content', jsonb_build_object('lines', i.state->'content'->'lines'))
        else i.state - array['content', 'findings', 'explanation'] end as state,
    n.status as need_status, n.changed_at as need_changed_at
from given g join item i on (i.region, i.kind, i.id) = (g.region, g.kind, g.id)
left join item n on i.kind = 'request' and (n.region, n.kind, n.id) = (i.region, 'need', i.id)
where i.status <> all(:ended) and (i.kind <> 'delivery' or i.status = 'failed')
order by i.region, i.kind, i.id""")

PUT = sa.text("""
with given as materialized (
    select * from jsonb_to_recordset(cast(:rows as jsonb)) as g(
        region text, kind text, place text, code text, number int, item_id text, reference text, words text, who text[],
        paragraph text, due_at timestamptz, begins_at timestamptz, ends_at timestamptz, details jsonb, roles text[],
        serving text[])
), written as (
    insert into step (region, kind, place, code, number, item_id, reference, words, who, paragraph, due_at, begins_at,
        ends_at, details, roles, serving)
    select region, kind, place, code, number, item_id, reference, words, who, paragraph, due_at, begins_at, ends_at,
        details, roles, serving
    from given
)
insert into step_role (word, region, kind, place, code, number)
select distinct word, region, kind, place, code, number
from given, unnest(roles || array(select 'owes=' || party from unnest(who) as party)) as word""")

# Which messages for information did not arrive, and how many of each recipient; answers the recipients concerned.
COUNT_UNREACHED = sa.text("""
with given as materialized (
    select * from jsonb_to_recordset(cast(:rows as jsonb)) as g(
        region text, id text, recipient text, changed_at timestamptz)
), came as (
    insert into unreached (region, delivery_id, recipient, changed_at)
    select region, id, recipient, changed_at from given where recipient is not null
    on conflict (region, delivery_id) do update set changed_at = excluded.changed_at
    returning region, recipient, case when xmax = 0 then 1 else 0 end as more
), gone as (
    delete from unreached u using given g
    where (u.region, u.delivery_id) = (g.region, g.id) and g.recipient is null
    returning u.region, u.recipient, -1 as more
), moved as (
    select region, recipient, sum(more) as more from (select * from came union all select * from gone) as every
    group by 1, 2 order by 1, 2
)
insert into unreached_count as kept (region, recipient, messages)
select region, recipient, more from moved
on conflict (region, recipient) do update set messages = kept.messages + excluded.messages
returning region, recipient""")

NEWEST_UNREACHED = sa.text("""
select c.region, c.recipient, c.messages, newest.delivery_id, newest.changed_at, i.roles, i.serving
from jsonb_to_recordset(cast(:rows as jsonb)) as g(region text, recipient text)
join unreached_count c on (c.region, c.recipient) = (g.region, g.recipient)
join lateral (
    select u.delivery_id, u.changed_at from unreached u where (u.region, u.recipient) = (c.region, c.recipient)
    order by u.changed_at desc, u.delivery_id desc limit 1) as newest on true
join item i on (i.region, i.kind, i.id) = (c.region, 'delivery', newest.delivery_id)""")

TAKE_AWAY = sa.text("""
with given as materialized (
    select * from jsonb_to_recordset(cast(:keys as jsonb)) as g(region text, kind text, id text)
), gone as (
    delete from step s using given g where (s.region, s.kind, s.place) = (g.region, g.kind, g.id)
)
delete from step_role r using given g where (r.region, r.kind, r.place) = (g.region, g.kind, g.id)""")

SOME = sa.text("""
select kind, id from item where region = :region and (kind, id) > (:kind, :id)
and kind = any(:kinds) order by kind, id limit :most""")
