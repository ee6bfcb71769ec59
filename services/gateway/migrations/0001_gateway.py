"""First tables of the gateway."""

from alembic import op

from services.gateway.read_model.tables import OWN, runtime
from shared.runtime.db.migrations import create_runtime_tables

revision = "0001_gateway"
down_revision = None


def upgrade() -> None:
    """Creates everything."""
    connection = op.get_bind()
    create_runtime_tables(connection, runtime)
    for table in OWN:
        table.create(connection)


def downgrade() -> None:
    """Drops everything."""
    connection = op.get_bind()
    for table in (*reversed(OWN), *vars(runtime).values()):
        table.drop(connection)
    connection.exec_driver_sql("drop function audit_is_append_only()")
