"""The inbox of a party: what was read and done, and by which step; calendar feeds; indexes for paging the ledger."""

from alembic import op

from services.notifications.migrations.sql.inbox import CARRY, COLUMNS, UNDO

revision = "0005_inbox"
down_revision = "0004_webhooks"


def upgrade() -> None:
    """Adds columns and a table; what was told before counts as read."""
    connection = op.get_bind()
    for statement in (*COLUMNS, *CARRY):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Goes back; what was read and done is forgotten, and feeds end."""
    connection = op.get_bind()
    for statement in UNDO:
        connection.exec_driver_sql(statement)
