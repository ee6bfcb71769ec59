"""Countries move between deployments: orders, sealed and taken items, counters that another deployment goes on with."""

from alembic import op

from services.intake.storage.tables import handing, moved_country

revision = "0003_handover"
down_revision = "0002_federation"


def upgrade() -> None:
    """A database that was made by this release has the columns already."""
    op.execute("alter table reference_counter add column if not exists closed boolean not null default false")
    op.execute("alter table own_commitment add column if not exists version integer not null default 1")
    for table in (moved_country, *handing.all):
        table.create(op.get_bind())


def downgrade() -> None:
    """Takes them away."""
    for table in (*reversed(handing.all), moved_country):
        table.drop(op.get_bind())
    op.execute("alter table own_commitment drop column version")
    op.execute("alter table reference_counter drop column closed")
