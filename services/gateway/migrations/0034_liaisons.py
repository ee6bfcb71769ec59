"""Contacts of the Secretariat with parties are items of the read model (WM 6)."""

from services.gateway.read_model.allowed_kinds import let_in, turn_out

revision = "0034_liaisons"
down_revision = "0033_known_organisations"


def upgrade() -> None:
    """Lets them in."""
    let_in("liaison")


def downgrade() -> None:
    """Forgets them; the topics tell them again."""
    turn_out("liaison")
