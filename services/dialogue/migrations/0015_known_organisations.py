"""Registered organisations are known here, and with them what other deployments say for the first time (WM 3, 6)."""

from alembic import op

from shared.runtime.db.known_organisations import begin_to_know, first_to_hear, know_no_more

revision = "0015_known_organisations"
down_revision = "0014_initiatives"


def upgrade() -> None:
    """As a fresh database is made."""
    for statement in (*begin_to_know(), *first_to_hear()):
        op.execute(statement)


def downgrade() -> None:
    """Takes it away."""
    for statement in know_no_more():
        op.execute(statement)
    op.execute("drop table speaker")
