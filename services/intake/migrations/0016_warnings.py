"""Warnings, secured by row: of the officers of the deployment alone (WM 12)."""

from alembic import op

from shared.runtime.db.row_security import once_a_statement as r
from shared.runtime.db.row_security import statements as s

revision = "0016_warnings"
down_revision = "0015_reach_once"

SEES = """create or replace function acsg_sees_warning(state jsonb, reach jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees(reach, 'warning', state ->> 'region', '{}', '{}', '{}') $$"""


def upgrade() -> None:
    """As a fresh database is made."""
    op.execute(
        "create table if not exists warning (warning_id uuid not null, reference text not null, key text not null,"
        " version integer not null, status text not null, state jsonb not null,"
        " updated_at timestamptz default clock_timestamp() not null, constraint warning_pkey primary key (warning_id),"
        " constraint warning_reference_key unique (reference), constraint warning_key_key unique (key))"
    )
    op.execute(
        "create table if not exists warning_counter (year smallint not null, last integer not null,"
        " constraint warning_counter_pkey primary key (year))"
    )
    op.execute(SEES)
    for statement in (*s.forced("warning"), s.for_services("warning"), s.for_readers("warning", r.state("warning"))):
        op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for table in ("warning_counter", "warning"):
        op.execute(f"drop table {table}")
    op.execute("drop function acsg_sees_warning(jsonb, jsonb)")
