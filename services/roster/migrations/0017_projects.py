"""Thematic projects (WM 2, 3, 18), secured by row: once opened the group's, before that of who proposed one and the officers."""

from alembic import op

from shared.runtime.db.row_security import by_role as r
from shared.runtime.db.row_security import statements as s

revision = "0017_projects"
down_revision = "0016_imports"

SEES = """create or replace function acsg_sees_project(state jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees('project', state ->> 'region',
        array(select 'proposer=' || (state ->> 'proposed_by') where state ->> 'proposed_by' is not null)
            || array(select case one ->> 'answer' when 'accepted' then 'champion=' else 'asked_champion=' end || (one ->> 'party')
                from jsonb_array_elements(state -> 'champions') one where one ->> 'answer' in ('accepted', 'pending')),
        case when state ->> 'status' in ('open', 'closed') then array['offerers'] else '{}' end,
        array(select served from (select one ->> 'region' from jsonb_array_elements(state -> 'champions') one
            union select one ->> 'region' from jsonb_array_elements(state -> 'offers') one
            union select state ->> 'proposed_region') every (served)
            where served is not null and served <> state ->> 'region')) $$"""
TABLES = (
    """create table if not exists thematic_project (project_id uuid not null, reference text not null, version integer not null,
        status text not null, state jsonb not null, updated_at timestamptz default clock_timestamp() not null,
        constraint thematic_project_pkey primary key (project_id), constraint thematic_project_reference_key unique (reference))""",
    """create table if not exists project_counter (year smallint not null, last integer not null,
        constraint project_counter_pkey primary key (year))""",
    """create table if not exists known_offer (offer_id uuid not null, reference text not null, version integer not null,
        region text not null, roles text[] not null, shown_to text[] not null, stands boolean not null, proactive boolean not null,
        constraint known_offer_pkey primary key (offer_id))""",
)
COMMENTS = {
    "known_offer.offer_id": "Offers of other deployments (WM 18)",
    "known_offer.roles": "Parties in their roles: role=party",
    "known_offer.shown_to": "Words of its audience",
    "known_offer.proactive": "Not in answer to a request",
}


def upgrade() -> None:
    """As a fresh database is made."""
    for statement in TABLES:
        op.execute(statement)
    for place, words in COMMENTS.items():
        op.execute(f"comment on column {place} is '{words}'")
    op.execute(SEES)
    for table, condition in (
        ("thematic_project", r.state("project")), ("project_counter", r.SERVICES), ("known_offer", r.SERVICES),
    ):  # fmt: skip
        for statement in (*s.forced(table), s.for_services(table), s.for_readers(table, condition)):
            op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for table in ("known_offer", "project_counter", "thematic_project"):
        op.execute(f"drop table {table}")
    op.execute("drop function acsg_sees_project(jsonb)")
