"""WM 11: a match rests on the word of every party in it; nobody accepts in another's name."""

from shared.contracts.shapes.match import MatchState
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P11


def both_sides_accept(match: MatchState) -> None:
    """Raises Conflict naming who has not accepted."""
    missing = [side.party for side in match.sides if side.answer != "accepted"]
    if missing:
        raise Conflict("answers_missing", f"Not yet accepted by {', '.join(missing)}", P11)
