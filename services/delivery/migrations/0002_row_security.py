"""Row-level security behind the policy: without a context the database shows and takes nothing."""

from alembic import op

from shared.runtime.db.row_security import statements as s

revision = "0002_row_security"
down_revision = "0001_delivery"

TABLES = (
    "engagement",
    "released_contact",
    "known_content",
    "waiting_match",
    "reference_counter",
    "audit",
    "idempotency",
)


def upgrade() -> None:
    """Nothing without a context; a reader writes nothing."""
    for statement in (*s.FUNCTIONS, *(one for table in TABLES for one in s.in_context(table))):
        op.execute(statement)


def downgrade() -> None:
    """Takes it away again."""
    freed = (one for table in TABLES for one in s.free(table, "of_services", "of_readers"))
    for statement in (*freed, *s.NO_FUNCTIONS):
        op.execute(statement)
