"""Row-level security by role: the database alone shows a reader no row that the policy does not let it read."""

from alembic import op

from shared.runtime.db.row_security import by_role as r

revision = "0004_rows_by_role"
down_revision = "0003_audit_tied"

KINDS = ("engagement",)
READERS = {
    "engagement": r.state("engagement"),
    "released_contact": r.CONTACTS,
    "known_content": r.SERVICES,
    "waiting_match": r.SERVICES,
    "reference_counter": r.SERVICES,
    "idempotency": r.SERVICES,
}


def upgrade() -> None:
    """Readers see their rows; what is shown of others is a service's word."""
    for statement in r.narrowed(KINDS, READERS):
        op.execute(statement)


def downgrade() -> None:
    """Every row in any context again."""
    for statement in r.widened(KINDS, READERS):
        op.execute(statement)
