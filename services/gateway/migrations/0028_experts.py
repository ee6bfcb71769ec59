"""Experts are items of the read model (WM 7)."""

from services.gateway.read_model.allowed_kinds import let_in, turn_out

revision = "0028_experts"
down_revision = "0027_editions"


def upgrade() -> None:
    """Lets them in."""
    let_in("expert")


def downgrade() -> None:
    """Forgets them; the topics tell them again."""
    turn_out("expert")
