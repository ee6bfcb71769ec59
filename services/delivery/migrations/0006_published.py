"""Remembers what the public was last shown of an engagement, so that its topic follows changes and nothing else (WM 15.vii).

What both sides had agreed to before is published by ``restate``, or by the next evaluation.
"""

from alembic import op

revision = "0006_published"
down_revision = "0005_asked_sides"


def upgrade() -> None:
    """Adds the columns."""
    op.execute(
        "alter table engagement add column public_version integer not null default 0, add column published jsonb"
    )
    op.execute("comment on column engagement.published is 'What the public was last shown; null when nothing'")


def downgrade() -> None:
    """Drops them."""
    op.execute("alter table engagement drop column published, drop column public_version")
