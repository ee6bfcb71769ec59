"""Good practices (WM 1, 11), secured by row: what is not published its State, its proposer and officers alone see."""

from alembic import op

from shared.runtime.db.row_security import by_role as r
from shared.runtime.db.row_security import statements as s

revision = "0009_practices"
down_revision = "0008_threads"

SEES = """create or replace function acsg_sees_practice(state jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees('practice', state ->> 'region',
        array['its_state=' || (state -> 'content' ->> 'country')]
            || case when state ->> 'proposed_by' <> '' then array['proposer=' || (state ->> 'proposed_by')]
                else array[]::text[] end,
        case when state ->> 'status' = 'published' and state ->> 'audience' = 'public' then array['public']
            when state ->> 'status' in ('published', 'outdated') then array['offerers'] else array[]::text[] end,
        case when state ->> 'served_by' is not null then array[state ->> 'served_by'] else array[]::text[] end) $$"""
FOR_SERVICES = ("practice_counter", "known_engagement")


def upgrade() -> None:
    """As a fresh database is made."""
    op.execute(
        "create table if not exists practice (practice_id uuid not null, reference text not null, version integer not null,"
        " status text not null, proposed_at timestamptz not null, state jsonb not null,"
        " public_version integer default 0 not null, published jsonb,"
        " updated_at timestamptz default clock_timestamp() not null, constraint practice_pkey primary key (practice_id),"
        " constraint practice_reference_key unique (reference))"
    )
    op.execute("create index if not exists practice_page on practice (proposed_at, practice_id)")
    op.execute("comment on column practice.public_version is 'Of its public events'")
    op.execute("comment on column practice.published is 'What everybody was last shown of it; null for nothing'")
    op.execute(
        "create table if not exists practice_counter (year smallint not null, last integer not null,"
        " constraint practice_counter_pkey primary key (year))"
    )
    op.execute(
        "create table if not exists known_engagement (engagement_id uuid not null, version integer not null,"
        " region text not null, roles text[] not null, serving text[] not null,"
        " constraint known_engagement_pkey primary key (engagement_id))"
    )
    op.execute("comment on column known_engagement.roles is 'Parties in their roles: role=party'")
    op.execute(SEES)
    for statement in (
        *s.forced("practice"),
        s.for_services("practice"),
        s.for_readers("practice", r.state("practice")),
    ):
        op.execute(statement)
    for table in FOR_SERVICES:
        for statement in (*s.forced(table), s.for_services(table)):
            op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for table in ("practice", *FOR_SERVICES):
        op.execute(f"drop table {table}")
    op.execute("drop function acsg_sees_practice(jsonb)")
