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
    for statement in r.functions(*KINDS):
        op.execute(statement)
    for table, condition in READERS.items():
        for statement in r.readers(table, condition):
            op.execute(statement)


def downgrade() -> None:
    """Every row in any context again."""
    for table in READERS:
        for statement in r.as_before(table):
            op.execute(statement)
    for statement in r.no_functions(*KINDS):
        op.execute(statement)
