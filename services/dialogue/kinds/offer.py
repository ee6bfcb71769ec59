"""An offer of support is spoken about with the parties that offer: the lead, and those that said that they offer with it (WM 7, 18)."""

from services.dialogue.kinds.kind import Circle, ThingHeard, ThingKind
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.roster import SupportOfferEvent
from shared.modalities.access.resource import PartyRole
from shared.modalities.access.resources import of_offer


def _heard(event: Event, _: Envelope) -> ThingHeard:
    assert isinstance(event, SupportOfferEvent)
    one = event.offer
    return ThingHeard(one.offer_id, one.region, one.reference, of_offer(one), one.handed_over_to is not None)


KIND = ThingKind(
    name="offer",
    family=SupportOfferEvent,
    heard=_heard,
    circles=(Circle("offerer", {PartyRole.OFFERER: (PartyRole.OFFERER,)}),),
)
