"""Capacity assessments (WM 13, 14), secured by row: their State's, its country office's, of whom the State shows them to."""

from alembic import op

from shared.runtime.db.row_security import by_role, once_a_statement
from shared.runtime.db.row_security import statements as s

revision = "0017_assessments"
down_revision = "0016_warnings"

SEES = """create or replace function acsg_sees_assessment(state jsonb, reach jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees(reach, 'assessment', state ->> 'region',
        array['its_state=' || (state ->> 'party')]
        || array(select (one ->> 'role') || '=' || (one ->> 'party')
            from jsonb_array_elements(coalesce(state -> 'hands', '[]')) one),
        '{}', '{}') $$"""
TABLES = (
    """create table if not exists assessment (assessment_id uuid not null, reference text not null, version integer not null,
        status text not null, state jsonb not null, updated_at timestamptz default clock_timestamp() not null, party text not null,
        constraint assessment_pkey primary key (assessment_id), constraint assessment_reference_key unique (reference))""",
    "create index if not exists ix_assessment_party on assessment (party)",
    """create table if not exists assessment_version (assessment_id uuid not null, content_version integer not null,
        content jsonb not null, since timestamptz not null, constraint assessment_version_pkey primary key (assessment_id, content_version),
        constraint assessment_version_assessment_id_fkey foreign key (assessment_id) references assessment (assessment_id))""",
    """create table if not exists assessment_counter (year smallint not null, country text not null, last integer not null,
        constraint assessment_counter_pkey primary key (year, country))""",
)


def upgrade() -> None:
    """As a fresh database is made."""
    for statement in TABLES:
        op.execute(statement)
    op.execute(SEES)
    for table, condition in (
        ("assessment", once_a_statement.state("assessment")),
        ("assessment_version", by_role.beside("assessment_version", "assessment", "assessment_id")),
        ("assessment_counter", by_role.SERVICES),
    ):  # fmt: skip
        for statement in (*s.forced(table), s.for_services(table), s.for_readers(table, condition)):
            op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for table in ("assessment_counter", "assessment_version", "assessment"):
        op.execute(f"drop table {table}")
    op.execute("drop function acsg_sees_assessment(jsonb, jsonb)")
