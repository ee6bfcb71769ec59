"""Calls for action are items of the read model (WM 5)."""

from services.gateway.read_model.allowed_kinds import let_in, turn_out

revision = "0035_calls_for_action"
down_revision = "0034_liaisons"


def upgrade() -> None:
    """Lets them in."""
    let_in("call_for_action")


def downgrade() -> None:
    """Forgets them; the topics tell them again."""
    turn_out("call_for_action")
