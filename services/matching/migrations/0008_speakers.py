"""Which deployment speaks for an aggregate, as it said itself (WM 6)."""

from alembic import op

revision = "0008_speakers"
down_revision = "0007_set_aside"


def upgrade() -> None:
    """From here on an identifier belongs to the deployment that speaks for it."""
    op.execute(
        "create table speaker (topic text not null, aggregate_id text not null, deployment text not null, "
        "until integer, primary key (topic, aggregate_id, deployment))"
    )


def downgrade() -> None:
    """Believes everybody again."""
    op.execute("drop table speaker")
