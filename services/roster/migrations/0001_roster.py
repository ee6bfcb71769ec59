"""First tables of the roster."""

from alembic import op

from services.roster.storage.tables import OWN, runtime
from shared.runtime.db.migrations import create_first, drop_first

revision = "0001_roster"
down_revision = None


def upgrade() -> None:
    """Creates everything."""
    create_first(op.get_bind(), runtime, OWN)


def downgrade() -> None:
    """Drops everything."""
    drop_first(op.get_bind(), runtime, OWN)
