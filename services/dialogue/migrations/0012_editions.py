"""Editions of reports (WM 21), secured by row: their officers' until they are published, then everybody's."""

from alembic import op

from shared.runtime.db.row_security import once_a_statement as r
from shared.runtime.db.row_security import statements as s

revision = "0012_editions"
down_revision = "0011_reach_once"

SEES = """create or replace function acsg_sees_edition(state jsonb, reach jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees(reach, 'edition', state ->> 'region', '{}',
        case when state ->> 'status' = 'published' then array['public'] else array[]::text[] end, '{}') $$"""


def upgrade() -> None:
    """As a fresh database is made."""
    op.execute(
        "create table if not exists edition (edition_id uuid not null, reference text not null, version integer not null,"
        " status text not null, state jsonb not null, updated_at timestamptz default clock_timestamp() not null,"
        " constraint edition_pkey primary key (edition_id), constraint edition_reference_key unique (reference))"
    )
    op.execute(
        "create table if not exists edition_counter (year smallint not null, last integer not null,"
        " constraint edition_counter_pkey primary key (year))"
    )
    op.execute(SEES)
    for statement in (*s.forced("edition"), s.for_services("edition"), s.for_readers("edition", r.state("edition"))):
        op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for table in ("edition_counter", "edition"):
        op.execute(f"drop table {table}")
    op.execute("drop function acsg_sees_edition(jsonb, jsonb)")
