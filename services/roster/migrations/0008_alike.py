"""What open things say, so that none is there twice unsaid. Those that are there already say nothing till they are revised."""

from alembic import op

revision = "0008_alike"
down_revision = "0007_row_security"


def upgrade() -> None:
    """As the release that first had it makes it."""
    op.execute(
        "create table if not exists open_alike (likeness bytea not null, id uuid not null, reference text not null,"
        " constraint open_alike_pkey primary key (likeness), constraint open_alike_one unique (id))"
    )
    op.execute("comment on table open_alike is 'What open things say; gone when they are no longer open'")


def downgrade() -> None:
    """Takes it away."""
    op.execute("drop table open_alike")
