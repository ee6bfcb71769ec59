"""Who of the others has said what it took from here, and in which epoch of its own a receiver has an item."""

from alembic import op

from services.matching.storage.tables import handing

revision = "0006_recovered"
down_revision = "0005_handover"


def upgrade() -> None:
    """An epoch that has begun already is not asked about any more; a database made by this release has the column."""
    op.execute("alter table sealed_item add column if not exists received_epoch integer")
    handing.recovered.create(op.get_bind())
    op.execute("insert into recovered select '*', max(epoch) from outbox_stream having max(epoch) > 1")


def downgrade() -> None:
    """Takes both away."""
    handing.recovered.drop(op.get_bind())
    op.execute("alter table sealed_item drop column received_epoch")
