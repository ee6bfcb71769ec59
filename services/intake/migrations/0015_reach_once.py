"""Who reads is parsed once for a statement, not for every row."""

from alembic import op

from shared.runtime.db.row_security.once_a_statement import each_row, once

revision = "0015_reach_once"
down_revision = "0014_crises"


def upgrade() -> None:
    """As a fresh database is made."""
    for statement in once():
        op.execute(statement)


def downgrade() -> None:
    """As it was."""
    for statement in each_row():
        op.execute(statement)
