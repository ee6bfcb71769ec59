"""Remembers by which release's rules an engagement was last said whole: those of before are said again by themselves (WM 6, 15.vii)."""

from alembic import op

revision = "0007_said_with"
down_revision = "0006_published"


def upgrade() -> None:
    """Adds the column; what stands there was said by earlier rules."""
    op.execute("alter table engagement add column said_with integer not null default 0")
    op.execute("comment on column engagement.said_with is 'By which rules it was last said whole; others say it again'")
    op.execute("create index engagement_said_with on engagement (said_with)")


def downgrade() -> None:
    """Drops it."""
    op.execute("alter table engagement drop column said_with")
