"""Registered organisations are known here, and are items of the read model (WM 3)."""

from alembic import op

from services.gateway.read_model.allowed_kinds import let_in, turn_out
from shared.runtime.db.known_organisations import begin_to_know, know_no_more

revision = "0033_known_organisations"
down_revision = "0032_initiatives"


def upgrade() -> None:
    """As a fresh database is made."""
    let_in("organisation")
    for statement in begin_to_know():
        op.execute(statement)


def downgrade() -> None:
    """Takes it away."""
    turn_out("organisation")
    for statement in know_no_more():
        op.execute(statement)
