"""Row-level security by role: the database alone shows a reader no row that the policy does not let it read."""

from alembic import op

from shared.runtime.db.row_security import by_role as r

revision = "0011_rows_by_role"
down_revision = "0010_audit_tied"

KINDS = ("offer",)
READERS = {
    "support_offer": r.state("offer"),
    "line_capacity": r.beside("line_capacity", "support_offer", "offer_id"),
    "reservation": r.SERVICES,
    "ended_match": r.SERVICES,
    "shown_request": r.SERVICES,
    "handover": r.SERVICES,
    "sealed_item": r.SERVICES,
    "taken_item": r.SERVICES,
    "idempotency": r.SERVICES,
    "reference_counter": r.SERVICES,
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
