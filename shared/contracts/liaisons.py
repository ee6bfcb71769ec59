"""What dialogue owns on the bus of the Secretariat's contacts with parties: they stay at home and with its officers (WM 6).

No twin tells of one and no party reads it: not the party that it was held with.
"""

from typing import ClassVar

from shared.contracts.classification import Classification
from shared.contracts.event import Event
from shared.contracts.shapes.liaison import LiaisonState
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P6

LIAISON = Topic("acsg.dialogue.liaison", owner="dialogue", key="liaison_id")


class LiaisonEvent(Event):
    """Base of the events of a contact with a party; carries its state after the event."""

    topic: ClassVar[Topic] = LIAISON
    paragraph = P6
    classification: ClassVar[Classification] = Classification.STRICTLY_CONFIDENTIAL

    liaison: LiaisonState


class LiaisonRecorded(LiaisonEvent):
    """An officer noted a contact that was held with a party."""

    wire_type = "acsg.dialogue.liaison-recorded"
    brings_content = True


class LiaisonCorrected(LiaisonEvent):
    """An officer corrected what was noted, with the reason; what stood there before stays beside it."""

    wire_type = "acsg.dialogue.liaison-corrected"
    brings_content = True


class LiaisonFollowedUp(LiaisonEvent):
    """An officer said what became of what the Secretariat owed: done, or dropped with words."""

    wire_type = "acsg.dialogue.liaison-followed-up"
