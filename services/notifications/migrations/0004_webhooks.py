"""Webhooks with queues, secrets and attempts; announcements; the health of channels.

The first migration creates what it owns from the present tables, so columns may be there already: every step here asks.
"""

from alembic import op

from services.notifications.migrations.sql.webhooks import CARRY, COLUMNS, TABLES, UNDO

revision = "0004_webhooks"
down_revision = "0003_mail"


def upgrade() -> None:
    """Adds columns and tables, and carries secrets and waiting deliveries over."""
    connection = op.get_bind()
    for statement in (*COLUMNS, *TABLES, *CARRY):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Goes back; a webhook keeps its newest secret."""
    connection = op.get_bind()
    for statement in UNDO:
        connection.exec_driver_sql(statement)
