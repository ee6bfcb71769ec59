"""What intake owns on the bus beside ``intake``: declared crises (WM 12)."""

from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.shapes.crisis import CrisisState
from shared.contracts.shapes.values import PartyId
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P6, P12

CRISIS = Topic("acsg.intake.crisis", owner="intake", key="crisis_id", federated=True, for_regions=True)


class CrisisEvent(Event):
    """Base of the events of a declared crisis; carries its state after the event."""

    topic: ClassVar[Topic] = CRISIS
    paragraph = P12

    crisis: CrisisState


class CrisisDeclared(CrisisEvent):
    """The Secretariat declared a crisis of one State or several, beside the response plan that support adds to."""

    wire_type = "acsg.intake.crisis-declared"
    brings_content = True


class CrisisWordSaid(CrisisEvent):
    """A State that a crisis is about said its own word on it: it agrees or objects, and whether others may read of it."""

    wire_type = "acsg.intake.crisis-word-said"
    brings_content = True

    party: PartyId


class CrisisReviewed(CrisisEvent):
    """An officer looked whether a crisis still stands, and said why it does."""

    wire_type = "acsg.intake.crisis-reviewed"


class CrisisEnded(CrisisEvent):
    """An officer said with a reason that a crisis is none any more."""

    wire_type = "acsg.intake.crisis-ended"


class CrisisRestated(CrisisEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.intake.crisis-restated"
    paragraph = P6
