"""Reviews of the terms (WM 21), secured by row: once opened the group's, before that of who asked and the officers."""

from alembic import op

from shared.runtime.db.row_security import by_role as r
from shared.runtime.db.row_security import statements as s

revision = "0010_reviews"
down_revision = "0009_practices"

SEES = """create or replace function acsg_sees_review(state jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees('review', state ->> 'region',
        array(select 'owner=' || (state ->> 'asked_by') where state ->> 'asked_by' is not null),
        case when state ->> 'status' in ('opened', 'consulting', 'concluded') then array['offerers'] else '{}' end,
        array(select one ->> 'region' from jsonb_array_elements(state -> 'concerned') one where one ->> 'region' is not null
            union select state ->> 'asked_region' where state ->> 'asked_region' is not null)) $$"""


def upgrade() -> None:
    """As a fresh database is made."""
    op.execute(
        "create table if not exists review (review_id uuid not null, reference text not null, version integer not null,"
        " status text not null, state jsonb not null, updated_at timestamptz default clock_timestamp() not null,"
        " constraint review_pkey primary key (review_id), constraint review_reference_key unique (reference))"
    )
    op.execute(
        "create table if not exists review_counter (year smallint not null, last integer not null,"
        " constraint review_counter_pkey primary key (year))"
    )
    op.execute(
        "create table if not exists review_year (one boolean not null, counted_from timestamptz not null,"
        " constraint review_year_pkey primary key (one), constraint review_year_one check (one))"
    )
    op.execute(SEES)
    for statement in (*s.forced("review"), s.for_services("review"), s.for_readers("review", r.state("review"))):
        op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for table in ("review_year", "review_counter", "review"):
        op.execute(f"drop table {table}")
    op.execute("drop function acsg_sees_review(jsonb)")
