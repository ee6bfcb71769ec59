"""First tables of dialogue, with the owner's interface for readers of other deployments."""

from alembic import op

from services.dialogue.storage.kept import digest_table
from services.dialogue.storage.tables import OWN, runtime
from shared.runtime.db.migrations import create_federation, create_first, drop_federation, drop_first

revision = "0001_dialogue"
down_revision = None


def upgrade() -> None:
    """Creates everything."""
    create_first(op.get_bind(), runtime, OWN)
    create_federation(op.get_bind(), digest_table)


def downgrade() -> None:
    """Drops everything."""
    drop_federation(op.get_bind(), digest_table)
    drop_first(op.get_bind(), runtime, OWN)
