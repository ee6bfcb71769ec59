"""Organisations that register (WM 3), secured by row: the applicant's and the officers', and everybody's once they are registered."""

from alembic import op

from shared.runtime.db.known_organisations import begin_to_know, know_no_more
from shared.runtime.db.row_security import by_role, once_a_statement
from shared.runtime.db.row_security import statements as s

revision = "0021_organisations"
down_revision = "0020_experts"

SEES = """create or replace function acsg_sees_organisation(state jsonb, reach jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees(reach, 'organisation', state ->> 'region',
        case when state ->> 'applicant' is null then '{}' else array['owner=' || (state ->> 'applicant')] end,
        case when state ->> 'status' in ('registered', 'merged', 'ended') then array['public'] else '{}' end, '{}') $$"""
TABLES = (
    """create table if not exists organisation (organisation_id uuid not null, reference text not null, version integer not null,
        status text not null, applicant text, state jsonb not null, updated_at timestamptz default clock_timestamp() not null,
        constraint organisation_pkey primary key (organisation_id), constraint organisation_reference_key unique (reference))""",
    "create index if not exists organisation_waiting on organisation (applicant) where status = 'applied'",
    """create table if not exists organisation_code (code text not null, organisation_id uuid not null,
        constraint organisation_code_pkey primary key (code))""",
    """create table if not exists organisation_counter (year smallint not null, last integer not null,
        constraint organisation_counter_pkey primary key (year))""",
    "comment on table organisation_code is 'Ids that were given here; an id is never given twice'",
)


def upgrade() -> None:
    """As a fresh database is made."""
    for statement in TABLES:
        op.execute(statement)
    op.execute(SEES)
    for table, condition in (
        ("organisation", once_a_statement.state("organisation")),
        ("organisation_code", by_role.SERVICES),
        ("organisation_counter", by_role.SERVICES),
    ):
        for statement in (*s.forced(table), s.for_services(table), s.for_readers(table, condition)):
            op.execute(statement)
    for statement in begin_to_know():
        op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for statement in know_no_more():
        op.execute(statement)
    for table in ("organisation_counter", "organisation_code", "organisation"):
        op.execute(f"drop table {table}")
    op.execute("drop function acsg_sees_organisation(jsonb, jsonb)")
