"""Row-level security by role: the database alone shows a reader no row that the policy does not let it read."""

from alembic import op

from shared.runtime.db.row_security import by_role as r

revision = "0006_rows_by_role"
down_revision = "0005_audit_tied"

KINDS = ("meeting",)
READERS = {
    "meeting": r.state("meeting"),
    "idempotency": r.SERVICES,
}

NEW = ("open_alike",)


def upgrade() -> None:
    """Readers see their rows; what is shown of others is a service's word."""
    for statement in r.narrowed(KINDS, READERS, NEW):
        op.execute(statement)


def downgrade() -> None:
    """Every row in any context again."""
    for statement in r.widened(KINDS, READERS, NEW):
        op.execute(statement)
