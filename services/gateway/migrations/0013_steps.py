"""What waits for whom as a table (WM 6), and who stands in what as rows: both found by equality, which row security lets an
index answer. Rows that are there already are told by the upkeep's first turn.
"""

from alembic import op

from shared.runtime.db.row_security import statements as s

revision = "0013_steps"
down_revision = "0012_words"

TABLES = (
    """create table step (
        region text not null, kind text not null, place text not null, code text not null, number int not null,
        item_id text not null, reference text, words text not null, who text[] not null, paragraph text not null,
        due_at timestamptz not null, begins_at timestamptz, ends_at timestamptz, details jsonb not null,
        roles text[] not null, serving text[] not null,
        primary key (region, kind, place, code, number))""",
    "comment on table step is 'What somebody owes; one row is one line of the worklist'",
    "comment on column step.place is 'The item, or the recipient whose messages for information are one line'",
    "create index step_due on step (due_at, item_id)",
    "create index step_due_in_region on step (region, due_at, item_id)",
    """create table step_role (
        word text not null, region text not null, kind text not null, place text not null, code text not null,
        number int not null, primary key (word, kind, region, place, code, number))""",
    "comment on table step_role is 'Whom a step is of: role=party, and owes=party'",
    "create index step_role_of on step_role (region, kind, place)",
    """create table unreached (
        region text not null, delivery_id text not null, recipient text not null, changed_at timestamptz not null,
        primary key (region, delivery_id))""",
    "comment on table unreached is 'Messages for information that could not be delivered'",
    "create index unreached_newest on unreached (region, recipient, changed_at desc, delivery_id desc)",
    """create table unreached_count (
        region text not null, recipient text not null, messages bigint not null, primary key (region, recipient))""",
    "create table steps_made (region text primary key, made_with text not null)",
    "comment on table steps_made is 'With which rules and limits the steps of a region were made'",
)
# A step is as open as its item; nobody reads a thing's steps because it is shown to many.
READS = s.READS.replace("shown_to", "'{}'::text[]")
OWN = """word = any((select acsg_list('words'))::text[])
    or word = 'owes=' || (select nullif(current_setting('acsg.party', true), ''))"""
READERS = {"step": READS, "step_role": OWN}
SERVICES_ALONE = ("unreached", "unreached_count", "steps_made")


def upgrade() -> None:
    """The tables and their policies."""
    for statement in TABLES:
        op.execute(statement)
    for table in (*READERS, *SERVICES_ALONE):
        for statement in (*s.forced(table), s.for_services(table)):
            op.execute(statement)
    for table, condition in READERS.items():
        op.execute(s.for_readers(table, condition))


def downgrade() -> None:
    """Takes them away again."""
    for table in (*READERS, *SERVICES_ALONE):
        op.execute(f"drop table {table}")
