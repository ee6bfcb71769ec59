"""Contacts of the Secretariat with parties (WM 6), secured by row: the officers' of this deployment alone. What says who may read a
request, an offer, a call, a match or a crisis is of the services alone.
"""

from alembic import op

from shared.runtime.db.row_security import once_a_statement as r
from shared.runtime.db.row_security import statements as s

revision = "0016_liaisons"
down_revision = "0015_known_organisations"

SEES = """create or replace function acsg_sees_liaison(state jsonb, reach jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees(reach, 'liaison', state ->> 'region', '{}', '{}', '{}') $$"""


def upgrade() -> None:
    """As a fresh database is made."""
    op.execute(
        "create table if not exists liaison (liaison_id uuid not null, reference text not null, version integer not null,"
        " status text not null, state jsonb not null, updated_at timestamptz default clock_timestamp() not null,"
        " constraint liaison_pkey primary key (liaison_id), constraint liaison_reference_key unique (reference))"
    )
    op.execute(
        "create table if not exists liaison_counter (year smallint not null, last integer not null,"
        " constraint liaison_counter_pkey primary key (year))"
    )
    op.execute(
        "create table if not exists known_thing (kind text not null, item_id uuid not null, version integer not null,"
        " region text not null, roles text[] not null, shown_to text[] not null, serving text[] not null,"
        " constraint known_thing_pkey primary key (kind, item_id))"
    )
    op.execute("comment on column known_thing.roles is 'Parties in their roles: role=party'")
    op.execute(SEES)
    for statement in (
        *s.forced("liaison"),
        s.for_services("liaison"),
        s.for_readers("liaison", r.state("liaison")),
        *s.forced("liaison_counter"),
        s.for_services("liaison_counter"),
        *s.forced("known_thing"),
        s.for_services("known_thing"),
    ):
        op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for table in ("known_thing", "liaison_counter", "liaison"):
        op.execute(f"drop table {table}")
    op.execute("drop function acsg_sees_liaison(jsonb, jsonb)")
