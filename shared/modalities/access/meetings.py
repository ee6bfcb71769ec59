"""What of a meeting is not for all that stand in it (WM 5)."""

from shared.modalities.access.actor import OFFICERS, Actor


def reads_volunteer(actor: Actor, party: str) -> bool:
    """Whether an actor reads that a party volunteered to moderate: officers, who choose, and that party, so that who was not
    chosen is named to nobody.
    """
    return actor.role in OFFICERS or actor.party == party
