"""Threads and their messages (WM 8), secured by row: who stands in no circle sees no row."""

from alembic import op

from shared.runtime.db.row_security import by_role as r
from shared.runtime.db.row_security import statements as s

revision = "0008_threads"
down_revision = "0007_begun_at_once"

SEES = """create or replace function acsg_sees_thread(state jsonb) returns boolean language sql stable parallel safe as $$
    select acsg_sees('thread', state ->> 'region',
        array(select (one ->> 'role') || '=' || (one ->> 'party') from jsonb_array_elements(state -> 'sides') one),
        '{}', '{}') $$"""


def upgrade() -> None:
    """As a fresh database is made."""
    op.execute(
        "create table if not exists thread (thread_id uuid not null, circle text not null, about_kind text not null,"
        " about_id uuid not null, version integer not null, about_version integer not null, state jsonb not null,"
        " updated_at timestamptz default clock_timestamp() not null, constraint thread_pkey primary key (thread_id),"
        " constraint thread_about unique (about_id, about_kind, circle))"
    )
    op.execute("comment on column thread.about_version is 'Of the thing, as far as it was heard'")
    op.execute(
        "create table if not exists thread_message (thread_id uuid not null, number integer not null, author text not null,"
        " body jsonb not null, constraint thread_message_pkey primary key (thread_id, number),"
        " constraint thread_message_thread_id_fkey foreign key (thread_id) references thread (thread_id))"
    )
    op.execute(SEES)
    for table, condition in (
        ("thread", r.state("thread")),
        ("thread_message", r.beside("thread_message", "thread", "thread_id")),
    ):
        for statement in (*s.forced(table), s.for_services(table), s.for_readers(table, condition)):
            op.execute(statement)


def downgrade() -> None:
    """Takes them away."""
    op.execute("drop table thread_message")
    op.execute("drop table thread")
    op.execute("drop function acsg_sees_thread(jsonb)")
