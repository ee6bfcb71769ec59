"""Calls for action (WM 5), secured by row: the officers', and those of who was asked or joined; every stakeholder's where all are asked."""

from alembic import op

from shared.runtime.db.row_security import once_a_statement as r
from shared.runtime.db.row_security import statements as s

revision = "0018_calls_for_action"
down_revision = "0017_circles"

SEES = """create or replace function acsg_sees_call_for_action(state jsonb, reach jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees(reach, 'call_for_action', state ->> 'region',
        array(select 'asked_to_act=' || (one ->> 'party') from jsonb_array_elements(state -> 'parties') one),
        case when coalesce((state ->> 'open_to_all')::boolean, false) then array['offerers'] else array[]::text[] end,
        array(select one ->> 'region' from jsonb_array_elements(state -> 'parties') one
            where one ->> 'region' is not null)) $$"""


def upgrade() -> None:
    """As a fresh database is made."""
    op.execute(
        "create table if not exists call_for_action (call_for_action_id uuid not null, reference text not null,"
        " version integer not null, status text not null, state jsonb not null,"
        " updated_at timestamptz default clock_timestamp() not null,"
        " constraint call_for_action_pkey primary key (call_for_action_id),"
        " constraint call_for_action_reference_key unique (reference))"
    )
    op.execute(
        "create table if not exists call_for_action_counter (year smallint not null, last integer not null,"
        " constraint call_for_action_counter_pkey primary key (year))"
    )
    op.execute(SEES)
    for statement in (
        *s.forced("call_for_action"),
        s.for_services("call_for_action"),
        s.for_readers("call_for_action", r.state("call_for_action")),
        *s.forced("call_for_action_counter"),
        s.for_services("call_for_action_counter"),
    ):
        op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for table in ("call_for_action_counter", "call_for_action"):
        op.execute(f"drop table {table}")
    op.execute("drop function acsg_sees_call_for_action(jsonb, jsonb)")
