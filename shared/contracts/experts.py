"""What the roster owns on the bus beside its offers: experts whom a party can send, without who they are (WM 7)."""

from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.shapes.expert import ExpertState
from shared.contracts.shapes.values import PartyId
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P6, P7

EXPERT = Topic("acsg.roster.expert", owner="roster", key="expert_id", federated=True, for_regions=True)


class ExpertEvent(Event):
    """Base of the events of an expert; carries its state after the event. Who the expert is stands in none."""

    topic: ClassVar[Topic] = EXPERT
    paragraph = P7

    expert: ExpertState


class ExpertListed(ExpertEvent):
    """A party listed an expert whom it can send: what the expert can do, and no name."""

    wire_type = "acsg.roster.expert-listed"
    brings_content = True


class ExpertRevised(ExpertEvent):
    """A party changed a profile, or said that it still holds."""

    wire_type = "acsg.roster.expert-revised"
    brings_content = True


class ExpertAvailabilityChanged(ExpertEvent):
    """A party said when an expert cannot be sent."""

    wire_type = "acsg.roster.expert-availability-changed"


class ExpertDeployed(ExpertEvent):
    """A party noted that an expert works in an engagement; those that receive are told."""

    wire_type = "acsg.roster.expert-deployed"

    number: int


class ExpertPersonReleased(ExpertEvent):
    """A party lets both sides of an engagement read who the expert is. The event does not say it."""

    wire_type = "acsg.roster.expert-person-released"

    number: int


class ExpertPersonTakenBack(ExpertEvent):
    """A party lets nobody else read any more who the expert is."""

    wire_type = "acsg.roster.expert-person-taken-back"

    number: int


class ExpertAppraised(ExpertEvent):
    """A party that received an expert said how it went; the expert's party and the officers read it."""

    wire_type = "acsg.roster.expert-appraised"
    brings_content = True

    number: int
    party: PartyId


class ExpertWithdrawn(ExpertEvent):
    """A party sends the expert no more."""

    wire_type = "acsg.roster.expert-withdrawn"


class ExpertRestated(ExpertEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.roster.expert-restated"
    paragraph = P6
