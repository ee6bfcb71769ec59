"""Capacity assessments are items of the read model (WM 13)."""

from services.gateway.read_model.allowed_kinds import let_in, turn_out

revision = "0029_assessments"
down_revision = "0028_experts"


def upgrade() -> None:
    """Lets them in."""
    let_in("assessment")


def downgrade() -> None:
    """Forgets them; the topics tell them again."""
    turn_out("assessment")
