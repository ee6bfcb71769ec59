"""The outbox has a place for what the broker refuses for good, beside its cause."""

from alembic import op

from shared.runtime.db.migrations import create_set_aside, drop_set_aside

revision = "0009_set_aside"
down_revision = "0008_roles"


def upgrade() -> None:
    """As the release that first set rows aside had it."""
    create_set_aside(op.get_bind())


def downgrade() -> None:
    """Takes it away again."""
    drop_set_aside(op.get_bind())
