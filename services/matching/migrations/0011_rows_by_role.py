"""Row-level security by role: the database alone shows a reader no row that the policy does not let it read."""

from alembic import op

from shared.runtime.db.row_security import by_role as r

revision = "0011_rows_by_role"
down_revision = "0010_audit_tied"

KINDS = ("request", "offer", "match", "solicitation")
READERS = {
    "known_request": r.state("request"),
    "known_offer": r.state("offer"),
    "need": r.beside("need", "known_request", "request_id"),
    "need_line": r.beside("need_line", "known_request", "request_id"),
    "match": r.state("match"),
    "match_line": r.beside("match_line", "match", "match_id"),
    "solicitation": r.state("solicitation"),
    "handover": r.SERVICES,
    "sealed_item": r.SERVICES,
    "taken_item": r.SERVICES,
    "idempotency": r.SERVICES,
    "reference_counter": r.SERVICES,
}


def upgrade() -> None:
    """Readers see their rows; what is shown of others is a service's word."""
    for statement in r.narrowed(KINDS, READERS):
        op.execute(statement)


def downgrade() -> None:
    """Every row in any context again."""
    for statement in r.widened(KINDS, READERS):
        op.execute(statement)
