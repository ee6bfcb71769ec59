"""A call for offers is spoken about with the States that ask, and with each party that is asked apart (WM 16, 17).

Who is asked hears of nobody else that it was asked, nor by that which State asks; once the call is shown to it no more, it
reads no more of what was said about it.
"""

from services.dialogue.kinds.kind import Circle, ThingHeard, ThingKind, unnamed
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.matching import CallEvent
from shared.modalities.access.resource import PartyRole
from shared.modalities.access.resources import of_solicitation


def _heard(event: Event, envelope: Envelope) -> ThingHeard:
    assert isinstance(event, CallEvent)
    one, called = event.solicitation, unnamed("CALL", event.solicitation.solicitation_id)
    thing = of_solicitation(envelope.region, one)
    return ThingHeard(one.solicitation_id, envelope.region, called, thing, one.handed_over_to is not None, called)


KIND = ThingKind(
    name="solicitation",
    family=CallEvent,
    heard=_heard,
    circles=(
        Circle("requester", {PartyRole.REQUESTER: (PartyRole.REQUESTER,)}),
        Circle("approached", {PartyRole.APPROACHED: (PartyRole.APPROACHED,)}, apart=True),
    ),
)
