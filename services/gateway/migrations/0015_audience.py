"""Requests that are shown to some possible offerers, or to all but some: the rows of those that are left out stay shut."""

from alembic import op

from shared.runtime.db.row_security import statements as s

revision = "0015_audience"
down_revision = "0014_item_words"


def upgrade() -> None:
    """What a reader may read asks also for the words that shut it out."""
    op.execute(s.MAY_READ_IN_AUDIENCE)


def downgrade() -> None:
    """As it was before."""
    op.execute(s.MAY_READ_BEFORE)
