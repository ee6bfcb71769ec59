"""A reservation remembers which deployments its match belonged to: an engagement stays where it was opened (WM 6, 7)."""

from alembic import op

revision = "0013_match_moved"
down_revision = "0012_given_back"


def upgrade() -> None:
    """Adds the column; of matches that moved before, their former owners are not known."""
    op.execute("alter table reservation add column if not exists asked_from_before text[] not null default '{}'")
    op.execute(
        "comment on column reservation.asked_from_before is"
        " 'Deployments that the match belonged to before: its engagement may have stayed there'"
    )


def downgrade() -> None:
    """Drops it."""
    op.execute("alter table reservation drop column asked_from_before")
