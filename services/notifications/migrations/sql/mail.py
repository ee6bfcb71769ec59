"""Statements of the third migration, as they were when it was written; the tables' present form is in storage.

The first migration creates what it owns from the present tables, so a column may be there already: every step asks.
"""

COLUMNS = (
    "alter table delivery add column if not exists mailbox text not null default ''",
    "alter table delivery drop constraint if exists one_delivery_each",
    "alter table delivery add constraint one_delivery_each unique (event_id, recipient, channel, mailbox)",
)

TABLES = (
    """create table mailbox (
    mailbox_id text not null,
    party text not null,
    label text default '' not null,
    kind text not null,
    email text not null,
    language text not null,
    time_zone text not null,
    role text not null,
    main boolean default 'false' not null,
    version integer default '1' not null,
    primary key (mailbox_id),
    constraint mailbox_kind check (kind in ('functional', 'official')),
    constraint mailbox_address unique (party, email)
)""",
    """create unique index mailbox_main on mailbox (party) where main""",
    """create table preference (
    owner text not null,
    document jsonb not null,
    version integer not null,
    primary key (owner)
)""",
    """create table saved_filter (
    filter_id text not null,
    party text not null,
    name text not null,
    expression jsonb not null,
    version integer default '1' not null,
    primary key (filter_id),
    constraint saved_filter_name unique (party, name)
)""",
    """create table subscription (
    subscription_id text not null,
    mailbox_id text not null,
    name text not null,
    filter_id text,
    expression jsonb,
    rhythm text not null,
    primary key (subscription_id),
    constraint subscription_filter check (num_nonnulls(filter_id, expression) = 1),
    foreign key(mailbox_id) references mailbox (mailbox_id) on delete cascade,
    foreign key(filter_id) references saved_filter (filter_id)
)""",
    """create index ix_subscription_mailbox_id on subscription (mailbox_id)""",
    """create table mute (
    mute_id text not null,
    mailbox_id text not null,
    scope text not null,
    what text,
    must_act boolean not null,
    until timestamptz not null,
    primary key (mute_id),
    constraint mute_scope check ((scope = 'everything') = (what is null)),
    foreign key(mailbox_id) references mailbox (mailbox_id) on delete cascade
)""",
    """create index ix_mute_mailbox_id on mute (mailbox_id)""",
    """create table known_item (
    item_id text not null,
    threads text[] not null,
    epoch integer not null,
    version integer not null,
    document jsonb not null,
    primary key (item_id)
)""",
    """create index known_item_threads on known_item using gin (threads)""",
    """create table deadline (
    deadline_id text not null,
    thread text not null,
    item_id text not null,
    item_kind text not null,
    region text not null,
    owed text not null,
    party text not null,
    paragraph text not null,
    due_at timestamptz not null,
    round integer not null,
    reminders integer default '0' not null,
    levels jsonb not null,
    changed_at timestamptz not null,
    next_at timestamptz,
    closed_at timestamptz,
    primary key (deadline_id)
)""",
    """create index deadline_next on deadline (next_at) where closed_at is null""",
    """create index ix_deadline_party on deadline (party)""",
    """create index ix_deadline_thread on deadline (thread)""",
    """create table reminder (
    deadline_id text not null,
    round integer not null,
    step text not null,
    at timestamptz not null,
    primary key (deadline_id, round, step),
    foreign key(deadline_id) references deadline (deadline_id)
)""",
    """create table notice (
    notice_id text not null,
    event_id text not null,
    event_type text not null,
    item_id text not null,
    thread text not null,
    party text not null,
    mailbox_id text default '' not null,
    must_act boolean not null,
    reason jsonb not null,
    view text not null,
    content jsonb not null,
    due_at timestamptz,
    status text not null,
    why text not null,
    batch text not null,
    ready_at timestamptz,
    told_by text,
    at timestamptz not null,
    primary key (notice_id),
    constraint one_notice_per_mailbox unique (event_id, party, mailbox_id),
    constraint notice_status check (status in ('now', 'waiting', 'declined', 'settled', 'erased'))
)""",
    """create index notice_party on notice (party, at)""",
    """create index notice_thread on notice (thread)""",
    """create index notice_waiting on notice (ready_at) where status = 'waiting'""",
)

# A party's address becomes its main mailbox.
CARRY = (
    """insert into mailbox (mailbox_id, party, kind, email, language, time_zone, role, main, version)
    select 'main-' || md5(party), party, 'functional', email, language, 'UTC', case
        when party like 'iso3166:%' then 'state_authority' when party like 'unhcr-office:%' then 'country_office'
        when party like 'unhcr-bureau:%' then 'bureau_officer' when party like 'unhcr:%' then 'geneva_officer'
        else 'integrator' end, true, version
    from directory""",
    "drop table directory",
)

UNDO = (
    """create table directory (
    party text not null primary key,
    email text not null,
    language text not null,
    version integer not null)""",
    "insert into directory select party, email, language, version from mailbox where main",
    "drop table notice, reminder, deadline, known_item, mute, subscription, saved_filter, preference, mailbox",
    "alter table delivery drop constraint one_delivery_each",
    """delete from delivery where exists (select from delivery other where other.event_id = delivery.event_id
        and other.recipient = delivery.recipient and other.channel = delivery.channel
        and other.delivery_id < delivery.delivery_id)""",
    "alter table delivery drop column mailbox",
    "alter table delivery add constraint one_delivery_each unique (event_id, recipient, channel)",
)
