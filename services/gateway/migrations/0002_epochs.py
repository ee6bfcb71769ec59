"""The outbox numbers within an epoch."""

from alembic import op

from shared.runtime.db.migrations import number_everything_anew, number_within_epochs

revision = "0002_epochs"
down_revision = "0001_gateway"


def upgrade() -> None:
    """Adds what the relay needs."""
    number_within_epochs(op.get_bind())


def downgrade() -> None:
    """Takes it away."""
    number_everything_anew(op.get_bind())
