"""Who of the others has said what it took from here, and in which epoch of its own a receiver has an item."""

from alembic import op

from services.intake.storage.tables import handing
from shared.runtime.db.migrations import create_recovered, drop_recovered

revision = "0005_recovered"
down_revision = "0004_uncompressed"


def upgrade() -> None:
    """As the release that first restored an owner had them."""
    create_recovered(op.get_bind(), handing.recovered)


def downgrade() -> None:
    """Takes both away."""
    drop_recovered(op.get_bind(), handing.recovered)
