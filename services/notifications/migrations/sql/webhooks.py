"""Statements of the fourth migration, as they were when it was written; the tables' present form is in storage."""

COLUMNS = (
    """alter table webhook
    add column if not exists name text not null default '',
    add column if not exists signing text not null default 'v1',
    add column if not exists full_body boolean not null default false,
    add column if not exists fifo boolean not null default false,
    add column if not exists clearance text not null default 'unclassified',
    add column if not exists regions text[] not null default '{}',
    add column if not exists functional_areas text[] not null default '{}',
    add column if not exists version integer not null default 1,
    add column if not exists created_at timestamptz not null default clock_timestamp(),
    add column if not exists disabled_at timestamptz,
    add column if not exists disabled_reason text,
    add column if not exists paused_until timestamptz""",
    "alter table webhook drop constraint if exists webhook_signing",
    "alter table webhook add constraint webhook_signing check (signing in ('v1', 'v1a'))",
    "create index if not exists webhook_party on webhook (party)",
    """alter table delivery
    add column if not exists sequence bigint,
    add column if not exists on_bus boolean not null default false""",
    "drop index if exists delivery_due",
    """create index delivery_due on delivery (next_attempt_at)
    where channel = 'email' and state in ('queued', 'retrying')""",
    """create index if not exists delivery_turn on delivery (recipient, next_attempt_at)
    where channel = 'webhook' and state in ('queued', 'retrying')""",
    "create index if not exists delivery_sequence on delivery (recipient, sequence) where channel = 'webhook'",
)

TABLES = (
    """create table webhook_secret (
    secret_id text not null,
    webhook_id text not null,
    signing text not null,
    secret text not null,
    created_at timestamptz not null,
    valid_until timestamptz,
    primary key (secret_id),
    constraint webhook_secret_signing check (signing in ('v1', 'v1a')),
    foreign key(webhook_id) references webhook (webhook_id))""",
    """create index ix_webhook_secret_webhook_id on webhook_secret (webhook_id)""",
    """create table webhook_queue (
    webhook_id text not null,
    last_sequence bigint default '0' not null,
    next_due_at timestamptz,
    owner text,
    fence bigint default '0' not null,
    lease_until timestamptz,
    failures integer default '0' not null,
    failing_since timestamptz,
    circuit text default 'closed' not null,
    opened integer default '0' not null,
    blocked_until timestamptz,
    blocked_why text,
    last_success_at timestamptz,
    last_failure_at timestamptz,
    last_code text,
    told_failing_at timestamptz,
    primary key (webhook_id),
    constraint webhook_queue_circuit check (circuit in ('closed', 'open', 'half_open')),
    foreign key(webhook_id) references webhook (webhook_id))""",
    """create index webhook_queue_due on webhook_queue (next_due_at) where next_due_at is not null""",
    """create table delivery_attempt (
    id bigint generated always as identity,
    delivery_id text not null,
    channel text not null,
    number integer not null,
    at timestamptz not null,
    duration_ms integer not null,
    code text not null,
    status smallint,
    next_attempt_at timestamptz,
    primary key (id))""",
    """create index delivery_attempt_channel on delivery_attempt (channel, code, at)""",
    """create index ix_delivery_attempt_delivery_id on delivery_attempt (delivery_id)""",
    """create table announcement (
    position bigint not null,
    event_id text not null,
    source text not null,
    type text not null,
    subject text not null,
    region text not null,
    time timestamptz not null,
    epoch integer not null,
    aggregate_version integer not null,
    classification text not null,
    paragraph text not null,
    areas text[] not null,
    data_schema text not null,
    data jsonb,
    announced_at timestamptz not null,
    primary key (position),
    unique (event_id))""",
    """create index announcement_subject on announcement (subject, aggregate_version)""",
    """create index announcement_time on announcement (time)""",
    """create table stream_position (
    stream text not null,
    last_position bigint not null,
    primary key (stream))""",
    """create table channel_health (
    channel text not null,
    next_test_at timestamptz not null,
    last_test_at timestamptz,
    last_passed_at timestamptz,
    last_code text,
    failures integer default '0' not null,
    quiet_since timestamptz,
    muted_until timestamptz,
    muted_by text,
    mute_reason text,
    secret text not null,
    received_at timestamptz,
    since timestamptz not null,
    version integer default '0' not null,
    primary key (channel))""",
)

# A column named in a statement that is not run is never looked up: `execute` keeps the old secret column's name away from
# databases that never had it.
_OLD_SECRETS = """do $$ begin
    if exists (select from information_schema.columns
               where table_schema = current_schema and table_name = 'webhook' and column_name = 'secret') then
        execute 'insert into webhook_secret (secret_id, webhook_id, signing, secret, created_at)
                 select webhook_id, webhook_id, ''v1'', secret, created_at from webhook';
        execute 'alter table webhook drop column secret';
    end if;
end $$"""

_OLD_BODIES = """insert into announcement
select row_number() over (order by min(created_at)), event_id, content->>'source', event_type, item_id,
    content->>'region', cast(content->>'time' as timestamptz), 1, cast(content->>'aggregateversion' as integer),
    'unclassified', paragraph, '{}', content->>'dataschema',
    (content->'data') - 'aggregate_id'::text - 'aggregate_version'::text, min(created_at)
from delivery where channel = 'webhook' and state in ('queued', 'retrying')
group by event_id, content, event_type, item_id, paragraph"""

_OLD_TURNS = """update delivery d set sequence = t.turn, content = '{}', on_bus = true
from (select delivery_id, row_number() over (partition by recipient order by created_at, delivery_id) as turn
      from delivery where channel = 'webhook') t where t.delivery_id = d.delivery_id"""

_QUEUES = """insert into webhook_queue (webhook_id, last_sequence, next_due_at)
select w.webhook_id, coalesce(max(d.sequence), 0),
    min(d.next_attempt_at) filter (where d.state in ('queued', 'retrying'))
from webhook w left join delivery d on d.recipient = 'webhook:' || w.webhook_id group by w.webhook_id"""

CARRY = (
    _OLD_SECRETS,
    _OLD_BODIES,
    _OLD_TURNS,
    _QUEUES,
    "insert into stream_position select 'announcements', coalesce(max(position), 0) from announcement",
    "insert into stream_position values ('announcements_swept', 0)",
)

UNDO = (
    # Their bodies go with the announcements; they stay in the ledger as what they are.
    """update delivery set state = 'failed', last_error = 'downgraded', next_attempt_at = null
    where channel = 'webhook' and state in ('queued', 'retrying')""",
    "alter table webhook add column if not exists secret text not null default ''",
    """update webhook w set secret = s.secret from webhook_secret s where s.webhook_id = w.webhook_id
    and s.signing = 'v1' and s.valid_until is null""",
    "drop table webhook_secret, webhook_queue, delivery_attempt, announcement, stream_position, channel_health",
    "drop index if exists delivery_turn, delivery_sequence, webhook_party",
)
