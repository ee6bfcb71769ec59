"""The trace that an event is a part of, for a day (ADR 26)."""

from alembic import op

revision = "0014_traced"
down_revision = "0013_begun_at_once"


def upgrade() -> None:
    """Its table."""
    op.execute("create table traced (event_id text primary key, traceparent text not null, at timestamptz not null)")
    op.execute("create index ix_traced_at on traced (at)")


def downgrade() -> None:
    """Takes it away again."""
    op.execute("drop table traced")
