"""Registered organisations are known here (WM 3)."""

from alembic import op

from shared.runtime.db.known_organisations import begin_to_know, know_no_more

revision = "0015_known_organisations"
down_revision = "0014_traced"


def upgrade() -> None:
    """As a fresh database is made."""
    for statement in begin_to_know():
        op.execute(statement)


def downgrade() -> None:
    """Takes it away."""
    for statement in know_no_more():
        op.execute(statement)
