"""First tables of intake."""

from alembic import op

from services.intake.storage.tables import own_commitment, reference_counter, request_version, runtime, support_request
from shared.runtime.db.migrations import create_runtime_tables

revision = "0001_intake"
down_revision = None
_OWN = (support_request, request_version, reference_counter, own_commitment)


def upgrade() -> None:
    """Creates everything."""
    connection = op.get_bind()
    create_runtime_tables(connection, runtime)
    for table in _OWN:
        table.create(connection)


def downgrade() -> None:
    """Drops everything."""
    connection = op.get_bind()
    for table in (*reversed(_OWN), *vars(runtime).values()):
        table.drop(connection)
    connection.exec_driver_sql("drop function audit_is_append_only()")
