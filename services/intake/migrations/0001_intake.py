"""First tables of intake."""

from alembic import op

from services.intake.storage.tables import own_commitment, reference_counter, request_version, runtime, support_request
from shared.runtime.db.migrations import create_first, drop_first

revision = "0001_intake"
down_revision = None
_OWN = (support_request, request_version, reference_counter, own_commitment)


def upgrade() -> None:
    """Creates everything."""
    create_first(op.get_bind(), runtime, _OWN)


def downgrade() -> None:
    """Drops everything."""
    drop_first(op.get_bind(), runtime, _OWN)
