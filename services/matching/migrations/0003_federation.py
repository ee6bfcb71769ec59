"""The owner's interface for readers of other deployments; the outbox numbers within an epoch."""

from alembic import op

from services.matching.storage.kept import digest_table
from shared.runtime.db.migrations import create_federation, drop_federation

revision = "0003_federation"
down_revision = "0002_published"


def upgrade() -> None:
    """Adds them."""
    create_federation(op.get_bind(), digest_table)


def downgrade() -> None:
    """Takes them away."""
    drop_federation(op.get_bind(), digest_table)
