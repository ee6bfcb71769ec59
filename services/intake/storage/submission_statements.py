"""The two statements of a submission, each for any number of requests at once: columns come as arrays, row by row."""

from shared.modalities.paragraphs import P8

LOOK = """
with asked as materialized (
    select * from unnest($1::text[], $2::text[], $3::smallint[], $4::text[]) with ordinality
        as a(party, key, year, country, n)
), known as materialized (
    select a.n, i.request_hash, i.status, i.headers, i.body from asked a cross join lateral (
        select request_hash, status, headers, body from idempotency i
        where i.party = a.party and i.key = a.key offset 0  -- one look at the index each, however the table has grown
    ) i
), fresh as (
    select n, year, country, row_number() over (partition by year, country order by n) as place
    from asked where n not in (select n from known)
    and not exists (select from moved_country m where m.country = asked.country and m.away)
), counted as (
    select year, country, count(*) as many from fresh group by year, country
), bumped as (
    insert into reference_counter (year, country, last) select year, country, many from counted order by year, country
    on conflict (year, country) do update set last = reference_counter.last + excluded.last
    where not reference_counter.closed  -- read anew under its lock: nobody counts on once the country has moved
    returning year, country, last
)
select n, k.request_hash, k.status, k.headers, k.body, null::int as number, null as moved_to from known k
union all
select a.n, null, null, null, null, (b.last - c.many + f.place)::int, m.deployment
from asked a left join fresh f using (n) left join counted c on (c.year, c.country) = (f.year, f.country)
left join bumped b on (b.year, b.country) = (f.year, f.country) left join moved_country m on m.country = a.country
where a.n not in (select n from known)
order by n"""

_STORE = """
with given as materialized (
    select * from unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::bytea[], $6::uuid[], $7::text[],
        $8::text[], $9::text[], $10::timestamptz[], $11::text[], $12::text[], $13::text[], $14::uuid[], $15::text[],
        $16::smallint[], $17::text[], $18::text[], $19::bytea[]) with ordinality
    as g(party, key, request_hash, headers, answer, request_id, reference, states, rule_set, at, role, actor_party,
        correlation_id, event_id, topic, slot, type, event_headers, event_body, n)
), fresh as (
    insert into idempotency (party, key, request_hash, status, headers, body)
    select party, key, request_hash, 201, headers::jsonb, answer from given order by n
    on conflict do nothing returning party, key
), mine as materialized (
    select g.*, convert_from(answer, 'UTF8')::jsonb as state from given g join fresh using (party, key)
), request as (
    insert into support_request (request_id, reference, version, status, requesting_states, state)
    select request_id, reference, 1, 'submitted', string_to_array(states, ' '), state from mine order by n
), first_version as (
    insert into request_version (request_id, content_version, content, findings, rule_set, submitted_at)
    select request_id, 1, state -> 'content', state -> 'findings', rule_set, at from mine order by n
), audited as (
    insert into audit (at, actor, role, party, action, paragraph, aggregate, aggregate_version, correlation_id, detail)
    select at, party, role, actor_party, 'request.submit', '@paragraph', request_id::text, 1, correlation_id, '{}'
    from mine order by n
), outgoing as (
    insert into outbox (event_id, topic, slot, key, type, headers, body)
    select event_id, topic, slot, request_id::text, type, event_headers::jsonb, event_body from mine order by n
)
select request_id::text from mine"""
STORE = _STORE.replace("@paragraph", P8.number)
