"""Existing rosters are taken in: their files until every row was taken, what became of each row (WM 7)."""

from alembic import op

from shared.runtime.db.row_security import statements as s

revision = "0016_imports"
down_revision = "0015_asked_for"

TABLES = (
    """create table if not exists roster_import (import_id uuid not null, region text not null, owner text not null, actor jsonb not null,
        state jsonb not null, status text not null, lease_by text, lease_until timestamptz,
        constraint roster_import_pkey primary key (import_id))""",
    """create table if not exists import_file (import_id uuid not null, piece integer not null, content bytea not null,
        constraint import_file_pkey primary key (import_id, piece))""",
    """create table if not exists imported_row (entry_id uuid not null, region text not null, owner text not null, source text not null,
        row_key bytea not null, content bytea not null, version integer not null, status text not null, roles text[] not null,
        state jsonb not null, constraint imported_row_pkey primary key (entry_id),
        constraint imported_row_once unique (owner, source, row_key))""",
    """create table if not exists reported_row (import_id uuid not null, place integer not null, outcome text not null,
        report jsonb not null, constraint reported_row_pkey primary key (import_id, place))""",
)
COMMENTS = {
    "roster_import.owner": "Whose roster it is: a party, or the officers of a deployment",
    "roster_import.actor": "Who took it in, as the token said: in whose name offers are listed",
    "roster_import.lease_by": "Which worker takes it in",
    "roster_import.lease_until": "Until when, unless it says more",
    "import_file.content": "Gone once every row was taken",
    "imported_row.row_key": "What the source calls the row, or what it says, as a digest",
    "imported_row.content": "What it says, as a digest: the same again changes nothing",
    "imported_row.roles": "Parties in their roles, as the policy has them",
    "reported_row.place": "Which row of the file, from 1",
}
OWNED = "array['owner=' || owner]"
READERS = {
    "roster_import": f"(select acsg_serves()) or acsg_sees('import', region, {OWNED}, '{{}}', '{{}}')",
    "imported_row": "(select acsg_serves()) or acsg_sees('imported', region, roles, '{}', '{}')",
    "reported_row": """(select acsg_serves()) or exists (select from roster_import p
        where p.import_id = reported_row.import_id)""",
}


def upgrade() -> None:
    """As the release that first takes rosters in makes it."""
    for statement in TABLES:
        op.execute(statement)
    op.execute("create index if not exists ix_imported_row_status on imported_row (owner, status, entry_id)")
    for place, words in COMMENTS.items():
        op.execute(f"comment on column {place} is '{words}'")
    for table in ("roster_import", "import_file", "imported_row", "reported_row"):
        for statement in (*s.forced(table), s.for_services(table)):
            op.execute(statement)
    for table, condition in READERS.items():
        op.execute(s.for_readers(table, condition))


def downgrade() -> None:
    """Takes them away: what was listed by them stays listed."""
    for table in ("reported_row", "imported_row", "import_file", "roster_import"):
        op.execute(f"drop table {table}")
