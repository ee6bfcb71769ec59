"""What stands on the public topics now, for exports to the public."""

from alembic import op

from services.gateway.read_model.published import published

revision = "0006_published"
down_revision = "0005_changed"


def upgrade() -> None:
    """Makes the table."""
    published.create(op.get_bind())


def downgrade() -> None:
    """Drops it; the public topics tell it again."""
    published.drop(op.get_bind())
