"""First tables of the console, secured: sessions and what was typed are the service's alone, a draft is its party's alone."""

from alembic import op

from services.console.storage.tables import OWN, runtime
from shared.runtime.db.migrations import create_first, drop_first
from shared.runtime.db.row_security import statements as s

revision = "0001_console"
down_revision = None
OURS = ("session", "sign_in", "parked_form")
IN_CONTEXT = ("audit", "idempotency")
OF_PARTY = """party = nullif(current_setting('acsg.party', true), '')"""


def upgrade() -> None:
    """No row is a reader's but drafts, which nobody else than their party sees, our own work included."""
    create_first(op.get_bind(), runtime, OWN)
    for statement in s.FUNCTIONS:
        op.execute(statement)
    for table in OURS:
        for statement in (*s.forced(table), s.for_services(table)):
            op.execute(statement)
    for statement in (one for table in IN_CONTEXT for one in s.in_context(table)):
        op.execute(statement)
    for statement in s.forced("draft"):
        op.execute(statement)
    op.execute(f"create policy of_party on draft using ({OF_PARTY}) with check ({OF_PARTY})")
    op.execute("create policy of_operator on draft using (current_setting('acsg.service', true) = 'operator')")


def downgrade() -> None:
    """Drops everything."""
    drop_first(op.get_bind(), runtime, OWN)
    for statement in s.NO_FUNCTIONS:
        op.execute(statement)
