"""Row-level security by role: the database alone shows a reader no row that the policy does not let it read."""

from alembic import op

from shared.runtime.db.row_security import by_role as r

revision = "0011_rows_by_role"
down_revision = "0010_audit_tied"

KINDS = ()
READERS = {
    "access_token": r.of_party("token"),
    "deadline": r.of_party("deadline"),
    "delivery": r.of_party("delivery"),
    "mailbox": r.of_party("directory"),
    "notice": r.of_party("notice"),
    "saved_filter": r.of_party("directory"),
    "webhook": r.of_party("webhook"),
    "webhook_secret": r.beside("webhook_secret", "webhook", "webhook_id"),
    "calendar_feed": r.beside("calendar_feed", "mailbox", "mailbox_id"),
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
