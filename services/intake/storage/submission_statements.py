"""The statement of a submission, for any number of requests at once: columns come as arrays, row by row."""

from shared.contracts.references import DIGITS
from shared.modalities.paragraphs import P8

# Reference numbers are taken first, in the order of their countries, and keys after them in the order given: two batches
# that meet cannot wait for each other in a ring. A state is part of its event's data, so it comes once, in two halves
# between which its reference stands, and is cut out here.
_SUBMIT = """
with asked as materialized (
    select * from unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::smallint[], $6::text[], $7::text[],
        $8::bytea[], $9::bytea[], $10::int[], $11::uuid[], $12::text[], $13::text[], $14::timestamptz[], $15::text[],
        $16::text[], $17::text[], $18::uuid[], $19::text[], $20::smallint[], $21::text[], $22::text[], $23::bytea[])
    with ordinality as a(party, key, request_hash, headers, year, country, series, before, after, state_at, request_id,
        states, rule_set, at, role, actor_party, correlation_id, event_id, topic, slot, type, event_headers, likeness, n)
), known as materialized (
    select a.n, i.request_hash, i.status, i.headers, i.body from asked a cross join lateral (
        select request_hash, status, headers, body from idempotency i
        where i.party = a.party and i.key = a.key offset 0  -- one look at the index each, however the table has grown
    ) i
), alike as materialized (
    select a.n, o.reference from asked a cross join lateral (
        select reference from open_alike o where o.likeness = a.likeness offset 0
    ) o where a.n not in (select n from known)
), fresh as (
    select n, year, country, row_number() over (partition by year, country order by n) as place
    from asked where n not in (select n from known union all select n from alike)
    and not exists (select from moved_country m where m.country = asked.country and m.away)
), counted as (
    select year, country, count(*) as many from fresh group by year, country
), bumped as (
    insert into reference_counter (year, country, last) select year, country, many from counted order by year, country
    on conflict (year, country) do update set last = reference_counter.last + excluded.last
    where not reference_counter.closed  -- read anew under its lock: nobody counts on once the country has moved
    returning year, country, last
), numbered as (
    select f.n, (b.last - c.many + f.place)::text as number
    from fresh f join counted c using (year, country) join bumped b using (year, country)
), told as (
    select a.*, series || lpad(number, greatest(length(number), @digits), '0') as reference from asked a join numbered using (n)
), whole as materialized (
    select *, before || convert_to(reference, 'UTF8') || after as body from told
), said as materialized (
    -- For whom the transaction speaks: the database takes no row of the audit in another's name.
    select set_config('acsg.speakers', $24, true) as speakers
), keyed as (
    insert into idempotency (party, key, request_hash, status, headers, body)
    select party, key, request_hash, 201, headers::jsonb, substr(body, state_at, length(body) - state_at)
    from whole order by n on conflict do nothing returning party, key
), mine as materialized (
    select w.*, convert_from(substr(body, state_at, length(body) - state_at), 'UTF8')::jsonb as state
    from whole w join keyed using (party, key)
), request as (
    insert into support_request (request_id, reference, version, status, requesting_states, state)
    select request_id, reference, 1, 'submitted', string_to_array(states, ' '), state from mine order by n
), claimed as (
    -- Of two that say the same and come at the same moment one is refused here, and its whole batch is tried again.
    insert into open_alike (likeness, id, reference) select likeness, request_id, reference from mine order by likeness
), first_version as (
    insert into request_version (request_id, content_version, content, findings, rule_set, submitted_at)
    select request_id, 1, state -> 'content', state -> 'findings', rule_set, at from mine order by n
), audited as (
    insert into audit (at, actor, role, party, action, paragraph, aggregate, aggregate_version, correlation_id, detail)
    select at, party, role, actor_party, 'request.submit', '@paragraph', request_id::text, 1, correlation_id, '{}'
    from mine cross join said where speakers is not null order by n
), outgoing as (
    insert into outbox (event_id, topic, slot, key, type, headers, body)
    select event_id, topic, slot, request_id::text, type, event_headers::jsonb, body from mine order by n
)
select n, k.request_hash, k.status, k.headers, k.body, null as reference, false as numbered, null as moved_to, null as alike
from known k
union all
select a.n, null, null, null, null, mine.reference, numbered.n is not null, moved.deployment,
    alike.reference
from asked a left join numbered using (n) left join alike using (n) left join mine using (n) left join moved_country moved on moved.country = a.country
where a.n not in (select n from known)
order by n"""
SUBMIT = _SUBMIT.replace("@paragraph", P8.number).replace("@digits", str(DIGITS))
