"""A reservation remembers what its engagement gave back of it."""

from alembic import op

revision = "0012_given_back"
down_revision = "0011_rows_by_role"


def upgrade() -> None:
    """As the release that first had engagements makes it."""
    op.execute("alter table reservation add column if not exists given_back jsonb not null default '{}'")
    op.execute("comment on column reservation.given_back is 'Of what was committed, by line'")


def downgrade() -> None:
    """Takes it away."""
    op.execute("alter table reservation drop column given_back")
