"""Offers move between deployments with the country of their lead party (WM 6)."""

from alembic import op

from services.roster.storage.tables import handing

revision = "0003_handover"
down_revision = "0002_federation"


def upgrade() -> None:
    """Adds orders, sealed and taken items; what comes may have a reference that was given here too."""
    op.execute("alter table support_offer drop constraint if exists support_offer_reference_key")
    op.execute("create index if not exists ix_support_offer_reference on support_offer (reference)")
    for table in handing.all:
        table.create(op.get_bind())


def downgrade() -> None:
    """Takes them away."""
    for table in reversed(handing.all):
        table.drop(op.get_bind())
    op.execute("drop index ix_support_offer_reference")
    op.execute("alter table support_offer add constraint support_offer_reference_key unique (reference)")
