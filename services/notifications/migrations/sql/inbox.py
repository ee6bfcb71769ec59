"""Statements of the fifth migration, as they were when it was written; the tables' present form is in storage.

The first migration creates what it owns from the present tables, so an index may be there already: every step asks.
"""

COLUMNS = (
    """alter table notice
    add column step text,
    add column item_epoch integer,
    add column item_version integer,
    add column read_at timestamptz,
    add column done_at timestamptz,
    add column done_why text""",
    "alter table notice add constraint notice_done check ((done_at is null) = (done_why is null))",
    "drop index notice_party",
    "create index notice_party on notice (party, at, event_id)",
    "create index notice_step on notice (thread) where step is not null and done_at is null",
    "drop index if exists ix_delivery_party",
    "create index if not exists delivery_newest on delivery (created_at, delivery_id)",
    "create index if not exists delivery_party on delivery (party, created_at, delivery_id)",
    "create index if not exists delivery_failed on delivery (created_at, delivery_id) where state = 'failed'",
    """create table calendar_feed (
    feed_id text not null,
    mailbox_id text not null,
    name text not null,
    covers text not null,
    secret_hash text not null,
    created_at timestamptz not null,
    last_used_at timestamptz,
    primary key (feed_id),
    constraint calendar_feed_secret unique (secret_hash),
    constraint calendar_feed_covers check (covers in ('own', 'all')),
    foreign key(mailbox_id) references mailbox (mailbox_id) on delete cascade
)""",
    "create index ix_calendar_feed_mailbox_id on calendar_feed (mailbox_id)",
)

# What was told before there was an inbox counts as read; a step that is still owed stays to be done.
CARRY = (
    """update notice n set step = d.deadline_id from deadline d
    where n.must_act and d.item_id = n.item_id and d.party = n.party and d.closed_at is null""",
    """update notice set read_at = at, done_at = case when must_act and step is null then at end,
    done_why = case when must_act and step is null then 'before_inbox' end""",
)

UNDO = (
    "drop table calendar_feed",
    "drop index delivery_newest, delivery_party, delivery_failed, notice_step, notice_party",
    "create index notice_party on notice (party, at)",
    "create index ix_delivery_party on delivery (party)",
    """alter table notice drop column step, drop column item_epoch, drop column item_version, drop column read_at,
    drop column done_at, drop column done_why""",
)
