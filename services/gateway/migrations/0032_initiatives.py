"""Pilots and the quality-assurance initiative are items of the read model (WM 7, 11)."""

from services.gateway.read_model.allowed_kinds import let_in, turn_out

revision = "0032_initiatives"
down_revision = "0031_national_plans"


def upgrade() -> None:
    """Lets them in."""
    let_in("initiative")


def downgrade() -> None:
    """Forgets them; the topics tell them again."""
    turn_out("initiative")
