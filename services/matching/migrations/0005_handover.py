"""Boards follow their requests to another deployment (WM 6)."""

from alembic import op

from services.matching.storage.tables import handing, leaving

revision = "0005_handover"
down_revision = "0004_changed_by_transaction"


def upgrade() -> None:
    """A database that was made by this release has the column already."""
    op.execute("alter table need add column if not exists handed_over_to text")
    for table in (leaving, *handing.all):
        table.create(op.get_bind())


def downgrade() -> None:
    """Takes them away."""
    for table in (*reversed(handing.all), leaving):
        table.drop(op.get_bind())
    op.execute("alter table need drop column handed_over_to")
