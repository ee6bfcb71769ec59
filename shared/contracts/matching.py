"""What matching owns on the bus: needs still open, calls for offers, matches (WM 11, 16, 17, 19, 20)."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from shared.contracts.classification import Classification
from shared.contracts.event import Event
from shared.contracts.shapes.call import Solicitation
from shared.contracts.shapes.match import MatchState, NeedLine, Side
from shared.contracts.shapes.public_views import PartOf, PublicMatch
from shared.contracts.shapes.values import PartyId
from shared.contracts.topic import PUBLIC_LOG_DAYS, Tier, Topic, current_of
from shared.modalities.paragraphs import P6, P11, P16, P17, P19

OPEN_NEED = Topic("acsg.matching.open-need", owner="matching", key="request_id", federated=True)
SOLICITATION = Topic(
    "acsg.matching.solicitation", owner="matching", key="solicitation_id", federated=True, for_regions=True
)
MATCH = Topic("acsg.matching.match", owner="matching", key="match_id", federated=True, for_regions=True)
PUBLIC_MATCH = Topic(
    "acsg.public.match", owner="matching", key="match_id", tier=Tier.PUBLIC, retention_days=PUBLIC_LOG_DAYS
)
PUBLIC_MATCH_CURRENT = current_of(PUBLIC_MATCH)


class OpenNeedChanged(Event):
    """What is asked, reserved, committed and still open of a conforming request, after each change of it."""

    wire_type = "acsg.matching.open-need-changed"
    topic = OPEN_NEED
    paragraph = P16

    request_id: str
    reference: str
    region: str
    requesting_states: tuple[PartyId, ...]
    lines: tuple[NeedLine, ...]
    handed_over_to: str | None = Field(default=None, description="Deployment that owns it now; here it is history")


class CallEvent(Event):
    """Base of the events of a call for offers; carries its state after the event."""

    topic: ClassVar[Topic] = SOLICITATION
    paragraph = P17
    solicitation: Solicitation


class OffersSought(CallEvent):
    """UNHCR opened a call: it seeks offers for a consented request from the parties approached."""

    wire_type = "acsg.matching.offers-sought"


class CallReached(CallEvent):
    """What became of asking a party: it was reached, it could not be, or it has seen the call."""

    wire_type = "acsg.matching.call-reached"

    party: PartyId


class CallAnswered(CallEvent):
    """A party that was asked offers, declines with a coded reason, or asks to be asked again after a date."""

    wire_type = "acsg.matching.call-answered"

    party: PartyId


class CallClosing(CallEvent):
    """The last days for an answer have begun."""

    wire_type = "acsg.matching.call-closing"


class CallClosed(CallEvent):
    """The day to answer has passed, or an officer closed the call; nobody answers it any more."""

    wire_type = "acsg.matching.call-closed"


class CallRecalled(CallEvent):
    """A requesting State took its agreement back, or narrowed it: nothing of the request is shown by this call any more."""

    wire_type = "acsg.matching.call-recalled"


class CallHandedOver(CallEvent):
    """The requesting country moved: from here on the call belongs to another deployment, and here it is history."""

    wire_type = "acsg.matching.call-handed-over"
    paragraph = P6

    handover_id: str


class CallTakenOver(CallEvent):
    """The call came with its request from the deployment that owned it (WM 6)."""

    wire_type = "acsg.matching.call-taken-over"
    paragraph = P6

    handover_id: str


class CallRestated(CallEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.matching.call-restated"
    paragraph = P6


class MatchEvent(Event):
    """Base of the events of a match; carries its state after the event."""

    topic: ClassVar[Topic] = MATCH
    paragraph = P11
    match: MatchState


class MatchProposed(MatchEvent):
    """An officer proposed a match; the owners of its offers are asked to hold the capacity."""

    wire_type = "acsg.matching.match-proposed"
    brings_content = True


class MatchReserved(MatchEvent):
    """Every owner holds its capacity; both sides are asked to answer."""

    wire_type = "acsg.matching.match-reserved"


class MatchRefused(MatchEvent):
    """An owner refused, so nothing is held; the need is open again."""

    wire_type = "acsg.matching.match-refused"


class MatchAnswered(MatchEvent):
    """One side accepted, or declined with a coded reason."""

    wire_type = "acsg.matching.match-answered"

    answered: Side


class MatchConsulted(MatchEvent):
    """An officer noted a consultation on the proposed match with a party, the last of its consultations."""

    wire_type = "acsg.matching.match-consulted"


class MatchCountered(MatchEvent):
    """A party said what it would give or take instead of what is proposed; an officer takes that, or keeps the proposal."""

    wire_type = "acsg.matching.match-countered"

    party: PartyId
    counter_id: str


class CounterAnswered(MatchEvent):
    """What became of a counter: an officer took it or kept the proposal as it is, or its party withdrew it."""

    wire_type = "acsg.matching.counter-answered"

    party: PartyId
    counter_id: str


class SideLeft(MatchEvent):
    """A party took its part out of the joint request or offer in the match; what the others agreed goes on."""

    wire_type = "acsg.matching.side-left"

    left: Side


class MatchConfirmed(MatchEvent):
    """Both sides accepted and an officer confirmed, with channel and delivery mode."""

    wire_type = "acsg.matching.match-confirmed"
    paragraph = P19


class MatchReleased(MatchEvent):
    """The match ended before confirmation (declined, timed out, withdrawn); owners free what they hold."""

    wire_type = "acsg.matching.match-released"

    reason: str


class MatchHandedOver(MatchEvent):
    """The requesting country moved: from here on the match belongs to another deployment, and here it is history."""

    wire_type = "acsg.matching.match-handed-over"
    paragraph = P6

    handover_id: str


class MatchTakenOver(MatchEvent):
    """The match came whole from the deployment that owned it; its reference and what is held for it stay (WM 6)."""

    wire_type = "acsg.matching.match-taken-over"
    paragraph = P6

    handover_id: str


class MatchRestated(MatchEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.matching.match-restated"
    paragraph = P6


class MatchPublished(Event):
    """The public view of a confirmed match: only when every request in it consented to the public."""

    wire_type = "acsg.public.match-published"
    topic = PUBLIC_MATCH
    paragraph = P19
    classification = Classification.UNCLASSIFIED

    fields: Annotated[dict[str, Any], PartOf(PublicMatch)] = Field(
        description="Parties with roles, areas, channel and delivery mode"
    )


class MatchRetracted(Event):
    """The match is not public any more; readers erase what they hold."""

    wire_type = "acsg.public.match-retracted"
    topic = PUBLIC_MATCH
    paragraph = P17
    classification = Classification.UNCLASSIFIED
    retracts = True
