"""Packages of support (WM 7, 18), secured by row: their party's alone. What requests ask is kept line by line while it is shown."""

from alembic import op

from shared.runtime.db.row_security import by_role, once_a_statement
from shared.runtime.db.row_security import statements as s

revision = "0019_packages"
down_revision = "0018_reach_once"

SEES = """create or replace function acsg_sees_package(state jsonb, reach jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees(reach, 'package', state ->> 'region',
        array['owner=' || (state ->> 'party'), 'recipient=' || (state ->> 'party')], '{}', '{}') $$"""
TABLES = (
    """create table if not exists support_package (package_id uuid not null, reference text not null, version integer not null,
        status text not null, party text not null, state jsonb not null,
        updated_at timestamptz default clock_timestamp() not null, constraint support_package_pkey primary key (package_id),
        constraint support_package_reference_key unique (reference))""",
    """create table if not exists package_version (package_id uuid not null, content_version integer not null,
        content jsonb not null, since timestamptz not null, constraint package_version_pkey primary key (package_id, content_version),
        constraint package_version_package_id_fkey foreign key (package_id) references support_package (package_id))""",
    """create table if not exists package_counter (year smallint not null, party text not null, last integer not null,
        constraint package_counter_pkey primary key (year, party))""",
)
LINES = {
    "shown_request": "Lines that are shown; none once they are not",
    "asked_for": "Lines that it asks for, as they are shown",
}


def upgrade() -> None:
    """As a fresh database is made."""
    for statement in TABLES:
        op.execute(statement)
    for table, words in LINES.items():
        op.execute(f"alter table {table} add column if not exists lines jsonb not null default '[]'")
        op.execute(f"comment on column {table}.lines is '{words}'")
    op.execute(SEES)
    for table, condition in (
        ("support_package", once_a_statement.state("package")),
        ("package_version", by_role.beside("package_version", "support_package", "package_id")),
        ("package_counter", by_role.SERVICES),
    ):  # fmt: skip
        for statement in (*s.forced(table), s.for_services(table), s.for_readers(table, condition)):
            op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    for table in ("package_counter", "package_version", "support_package"):
        op.execute(f"drop table {table}")
    op.execute("drop function acsg_sees_package(jsonb, jsonb)")
    for table in LINES:
        op.execute(f"alter table {table} drop column lines")
