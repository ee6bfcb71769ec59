"""National plans of action (WM 13), secured by row: their State's, its country office's, of whom the State shows them to."""

from alembic import op

from shared.runtime.db.row_security import by_role, once_a_statement
from shared.runtime.db.row_security import statements as s

revision = "0018_national_plans"
down_revision = "0017_assessments"

SEES = """create or replace function acsg_sees_national_plan(state jsonb, reach jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees(reach, 'national_plan', state ->> 'region',
        array['its_state=' || (state ->> 'party')]
        || array(select 'reader=' || (one ->> 'party') from jsonb_array_elements(coalesce(state -> 'readers', '[]')) one),
        '{}', '{}') $$"""
TABLES = (
    """create table if not exists national_plan (national_plan_id uuid not null, reference text not null, version integer not null,
        status text not null, state jsonb not null, updated_at timestamptz default clock_timestamp() not null, party text not null,
        constraint national_plan_pkey primary key (national_plan_id), constraint national_plan_reference_key unique (reference))""",
    "create index if not exists ix_national_plan_party on national_plan (party)",
    """create table if not exists national_plan_version (national_plan_id uuid not null, content_version integer not null,
        content jsonb not null, since timestamptz not null, constraint national_plan_version_pkey primary key (national_plan_id, content_version),
        constraint national_plan_version_national_plan_id_fkey foreign key (national_plan_id) references national_plan (national_plan_id))""",
    """create table if not exists national_plan_counter (year smallint not null, country text not null, last integer not null,
        constraint national_plan_counter_pkey primary key (year, country))""",
)


def upgrade() -> None:
    """As a fresh database is made."""
    for statement in TABLES:
        op.execute(statement)
    op.execute(SEES)
    for table, condition in (
        ("national_plan", once_a_statement.state("national_plan")),
        ("national_plan_version", by_role.beside("national_plan_version", "national_plan", "national_plan_id")),
        ("national_plan_counter", by_role.SERVICES),
    ):  # fmt: skip
        for statement in (*s.forced(table), s.for_services(table), s.for_readers(table, condition)):
            op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for table in ("national_plan_counter", "national_plan_version", "national_plan"):
        op.execute(f"drop table {table}")
    op.execute("drop function acsg_sees_national_plan(jsonb, jsonb)")
