"""National plans of action are items of the read model (WM 13)."""

from services.gateway.read_model.allowed_kinds import let_in, turn_out

revision = "0031_national_plans"
down_revision = "0030_peer_links"


def upgrade() -> None:
    """Lets them in."""
    let_in("national_plan")


def downgrade() -> None:
    """Forgets them; the topics tell them again."""
    turn_out("national_plan")
