"""Peer links are items of the read model (WM 1, 20)."""

from services.gateway.read_model.allowed_kinds import let_in, turn_out

revision = "0030_peer_links"
down_revision = "0029_assessments"


def upgrade() -> None:
    """Lets them in."""
    let_in("link")


def downgrade() -> None:
    """Forgets them; the topics tell them again."""
    turn_out("link")
