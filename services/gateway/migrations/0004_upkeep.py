"""What an owner told and we do not have yet; how far an erasure is."""

from alembic import op

revision = "0004_upkeep"
down_revision = "0003_world"

COLUMNS = (
    ("owner_heard", "pending_at", "timestamptz"),
    ("owner_heard", "pending", "jsonb"),
    ("erasure", "place", "jsonb"),
)


def upgrade() -> None:
    """Adds the columns; a database made by this release has them already."""
    for table, column, kind in COLUMNS:
        op.get_bind().exec_driver_sql(f"alter table {table} add column if not exists {column} {kind}")


def downgrade() -> None:
    """Takes them away."""
    for table, column, _ in COLUMNS:
        op.get_bind().exec_driver_sql(f"alter table {table} drop column {column}")
