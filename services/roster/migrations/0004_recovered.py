"""Who of the others has said what it took from here, and in which epoch of its own a receiver has an item."""

from alembic import op

from services.roster.storage.tables import handing
from shared.runtime.db.migrations import create_recovered, drop_recovered

revision = "0004_recovered"
down_revision = "0003_handover"


def upgrade() -> None:
    """As the release that first restored an owner had them."""
    create_recovered(op.get_bind(), handing.recovered)


def downgrade() -> None:
    """Takes both away."""
    drop_recovered(op.get_bind(), handing.recovered)
