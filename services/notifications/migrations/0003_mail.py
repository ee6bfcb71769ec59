"""Several mailboxes of a party with preferences, subscriptions and mutes; what is known and owed; notices with why."""

from alembic import op

from services.notifications.migrations.sql.mail import CARRY, COLUMNS, TABLES, UNDO

revision = "0003_mail"
down_revision = "0002_federation"


def upgrade() -> None:
    """Adds tables, and carries addresses over into mailboxes."""
    connection = op.get_bind()
    for statement in (*COLUMNS, *TABLES, *CARRY):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Goes back; a party keeps its main address, and of several deliveries of an event the first."""
    connection = op.get_bind()
    for statement in UNDO:
        connection.exec_driver_sql(statement)
