"""A support request is spoken about with the States that ask (WM 8). The message of a feedback is entered there."""

from services.dialogue.kinds.kind import Circle, ThingHeard, ThingKind
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import FeedbackShared, SupportRequestEvent
from shared.modalities.access.resource import PartyRole
from shared.modalities.access.resources import of_request


def _heard(event: Event, _: Envelope) -> ThingHeard:
    assert isinstance(event, SupportRequestEvent)
    one = event.request
    return ThingHeard(one.request_id, one.region, one.reference, of_request(one), one.handed_over_to is not None)


def _words(event: Event) -> str:
    """The message of a feedback stands where the State can answer it. Its comments stand with their paragraphs."""
    return (event.message or "").strip() if isinstance(event, FeedbackShared) else ""


KIND = ThingKind(
    name="request",
    family=SupportRequestEvent,
    heard=_heard,
    circles=(Circle("requester", {PartyRole.REQUESTER: (PartyRole.REQUESTER,)}),),
    words=_words,
)
