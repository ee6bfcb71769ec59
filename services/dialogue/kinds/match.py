"""A match is spoken about with the States that ask, and with each party that offers apart (WM 11, 17).

What the sides know of each other is for each request's agreement to say, until the match is confirmed; then they speak with
each other about the engagement.
"""

from services.dialogue.kinds.kind import Circle, ThingHeard, ThingKind, unnamed
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.matching import MatchEvent
from shared.modalities.access.resource import PartyRole
from shared.modalities.access.resources import of_match


def _heard(event: Event, _: Envelope) -> ThingHeard:
    assert isinstance(event, MatchEvent)
    one = event.match
    gone = one.handed_over_to is not None
    return ThingHeard(one.match_id, one.region, one.reference, of_match(one), gone, unnamed("MATCH", one.match_id))


KIND = ThingKind(
    name="match",
    family=MatchEvent,
    heard=_heard,
    circles=(
        Circle("requester", {PartyRole.REQUESTER: (PartyRole.REQUESTING_SIDE,)}),
        Circle("approached", {PartyRole.APPROACHED: (PartyRole.OFFERING_SIDE,)}, apart=True),
    ),
)
