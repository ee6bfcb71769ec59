"""The owner's interface for readers of other deployments; the outbox numbers within an epoch."""

from alembic import op

from services.matching.storage.kept import digest_table
from shared.runtime.db.migrations import number_everything_anew, number_within_epochs

revision = "0003_federation"
down_revision = "0002_published"


def upgrade() -> None:
    """Adds them."""
    connection = op.get_bind()
    number_within_epochs(connection)
    digest_table.create(connection)


def downgrade() -> None:
    """Takes them away."""
    connection = op.get_bind()
    digest_table.drop(connection)
    number_everything_anew(connection)
