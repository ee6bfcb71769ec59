"""Pilots and the quality-assurance initiative (WM 7, 11), secured by row: its State's, its partner's, those of who is shown it, the
officers' who serve them.
"""

from alembic import op

from shared.runtime.db.row_security import once_a_statement as r
from shared.runtime.db.row_security import statements as s

revision = "0014_initiatives"
down_revision = "0013_peer_links"

SEES = """create or replace function acsg_sees_initiative(state jsonb, reach jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees(reach, 'initiative', state ->> 'region',
        array['its_state=' || (state -> 'content' ->> 'country')]
        || array(select 'reader=' || (one ->> 'party') from jsonb_array_elements(state -> 'readers') one where (one ->> 'shown')::boolean)
        || case state -> 'partner' ->> 'answer' when 'accepted' then array['partner=' || (state -> 'partner' ->> 'party')]
            when 'pending' then array['asked_partner=' || (state -> 'partner' ->> 'party')] else array[]::text[] end,
        array[]::text[],
        array(select one from unnest(array[state ->> 'served_by', state -> 'partner' ->> 'region']) one where one is not null)) $$"""


def upgrade() -> None:
    """As a fresh database is made."""
    op.execute(
        "create table if not exists initiative (initiative_id uuid not null, reference text not null, version integer not null,"
        " status text not null, state jsonb not null, updated_at timestamptz default clock_timestamp() not null,"
        " constraint initiative_pkey primary key (initiative_id), constraint initiative_reference_key unique (reference))"
    )
    op.execute(
        "create table if not exists initiative_counter (year smallint not null, last integer not null,"
        " constraint initiative_counter_pkey primary key (year))"
    )
    op.execute(SEES)
    for statement in (
        *s.forced("initiative"),
        s.for_services("initiative"),
        s.for_readers("initiative", r.state("initiative")),
        *s.forced("initiative_counter"),
        s.for_services("initiative_counter"),
    ):
        op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for table in ("initiative_counter", "initiative"):
        op.execute(f"drop table {table}")
    op.execute("drop function acsg_sees_initiative(jsonb, jsonb)")
