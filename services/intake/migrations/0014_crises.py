"""Declared crises (WM 12), secured by row: of their States and the officers, of others once each State agreed to that."""

from alembic import op

from shared.runtime.db.row_security import by_role as r
from shared.runtime.db.row_security import statements as s

revision = "0014_crises"
down_revision = "0013_drafts"

SEES = """create or replace function acsg_sees_crisis(state jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees('crisis', state ->> 'region',
        array(select 'its_state=' || (one ->> 'party') from jsonb_array_elements(state -> 'states') one),
        case when (state ->> 'open_to_others')::boolean then array['offerers'] else '{}' end, '{}') $$"""


def upgrade() -> None:
    """As a fresh database is made."""
    op.execute(
        "create table if not exists crisis (crisis_id uuid not null, reference text not null, version integer not null,"
        " status text not null, state jsonb not null, updated_at timestamptz default clock_timestamp() not null,"
        " constraint crisis_pkey primary key (crisis_id), constraint crisis_reference_key unique (reference))"
    )
    op.execute(
        "create table if not exists crisis_counter (year smallint not null, last integer not null,"
        " constraint crisis_counter_pkey primary key (year))"
    )
    op.execute(SEES)
    for statement in (*s.forced("crisis"), s.for_services("crisis"), s.for_readers("crisis", r.state("crisis"))):
        op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for table in ("crisis_counter", "crisis"):
        op.execute(f"drop table {table}")
    op.execute("drop function acsg_sees_crisis(jsonb)")
