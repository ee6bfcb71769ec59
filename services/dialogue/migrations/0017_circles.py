"""With each party of a thing the Secretariat may speak apart: a circle may be of one party alone (WM 11, 17)."""

from alembic import op

revision = "0017_circles"
down_revision = "0016_liaisons"
ONE_EACH = "alter table thread add constraint thread_about unique (about_id, about_kind, circle{more})"
NO_MORE = "alter table thread drop constraint if exists thread_about"


def upgrade() -> None:
    """As a fresh database is made; older programs write no such circle."""
    op.execute("alter table thread add column if not exists apart_with text default '' not null")
    op.execute(
        "comment on column thread.apart_with is"
        " 'The one party that reads it beside the Secretariat; empty in every other circle'"
    )
    op.execute(NO_MORE)
    op.execute(ONE_EACH.format(more=", apart_with"))


def downgrade() -> None:
    """Takes the column away, with what was said in such circles."""
    op.execute("delete from thread_message where thread_id in (select thread_id from thread where apart_with <> '')")
    op.execute("delete from thread where apart_with <> ''")
    op.execute(NO_MORE)
    op.execute("alter table thread drop column apart_with")
    op.execute(ONE_EACH.format(more=""))
