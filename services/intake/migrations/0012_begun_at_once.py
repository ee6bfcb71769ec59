"""A command begins with one round trip."""

from alembic import op

from shared.runtime.db.answers import BEGIN_COMMAND, NO_BEGIN_COMMAND

revision = "0012_begun_at_once"
down_revision = "0011_rows_by_role"


def upgrade() -> None:
    """Context, key and remembered answer by one call."""
    op.execute(BEGIN_COMMAND)


def downgrade() -> None:
    """Takes it away again."""
    op.execute(NO_BEGIN_COMMAND)
