"""The audit's rows are tied to their transaction's actor, and sealed by a role of their own."""

from alembic import op

from shared.runtime.db.row_security import audit_rights as a

revision = "0003_audit_tied"
down_revision = "0002_row_security"


def upgrade() -> None:
    """A service writes its own and its actor's rows, and changes none."""
    for statement in a.tied("delivery"):
        op.execute(statement)


def downgrade() -> None:
    """Takes it away again."""
    for statement in a.untied():
        op.execute(statement)
