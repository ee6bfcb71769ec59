"""Row-level security by role: the database alone shows a reader no row that the policy does not let it read."""

from alembic import op

from shared.runtime.db.row_security import by_role as r
from shared.runtime.db.row_security import statements as s

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
    for statement in r.functions(*KINDS):
        op.execute(statement)
    for table, condition in READERS.items():
        for statement in r.readers(table, condition):
            op.execute(statement)
    for table in NEW:
        for statement in (*s.forced(table), s.for_services(table)):
            op.execute(statement)


def downgrade() -> None:
    """Every row in any context again."""
    for table in NEW:
        for statement in s.free(table, "of_services"):
            op.execute(statement)
    for table in READERS:
        for statement in r.as_before(table):
            op.execute(statement)
    for statement in r.no_functions(*KINDS):
        op.execute(statement)
