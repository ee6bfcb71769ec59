"""Peer links (WM 1, 20), secured by row: its parties', those of who is asked, and the officers' who serve them; everybody's once all agree."""

from alembic import op

from shared.runtime.db.row_security import once_a_statement as r
from shared.runtime.db.row_security import statements as s

revision = "0013_peer_links"
down_revision = "0012_editions"

SEES = """create or replace function acsg_sees_link(state jsonb, reach jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees(reach, 'link', state ->> 'region',
        array(select case one ->> 'answer' when 'accepted' then 'peer=' when 'pending' then 'asked_peer=' else 'past_peer=' end
            || (one ->> 'party') from jsonb_array_elements(state -> 'parties') one where one ->> 'answer' <> 'declined'),
        case when state ->> 'agreed_at' is not null and not exists (
            select from jsonb_array_elements(state -> 'parties') one
            where one ->> 'answer' in ('accepted', 'left') and not coalesce((one ->> 'publishes')::boolean, false))
            then array['public'] else array[]::text[] end,
        array(select one ->> 'region' from jsonb_array_elements(state -> 'parties') one
            where one ->> 'region' is not null)) $$"""


def upgrade() -> None:
    """As a fresh database is made."""
    op.execute(
        "create table if not exists peer_link (link_id uuid not null, reference text not null, version integer not null,"
        " status text not null, state jsonb not null, updated_at timestamptz default clock_timestamp() not null,"
        " public_version integer default 0 not null, published jsonb,"
        " constraint peer_link_pkey primary key (link_id), constraint peer_link_reference_key unique (reference))"
    )
    op.execute("comment on column peer_link.public_version is 'Of its public events'")
    op.execute("comment on column peer_link.published is 'What everybody was last shown of it; null for nothing'")
    op.execute(
        "create table if not exists peer_link_counter (year smallint not null, last integer not null,"
        " constraint peer_link_counter_pkey primary key (year))"
    )
    op.execute(SEES)
    for statement in (
        *s.forced("peer_link"),
        s.for_services("peer_link"),
        s.for_readers("peer_link", r.state("link")),
        *s.forced("peer_link_counter"),
        s.for_services("peer_link_counter"),
    ):
        op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for table in ("peer_link_counter", "peer_link"):
        op.execute(f"drop table {table}")
    op.execute("drop function acsg_sees_link(jsonb, jsonb)")
