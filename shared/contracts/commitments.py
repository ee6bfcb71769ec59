"""What intake owns on the bus beside its requests: own commitments, which everybody reads as pledges (WM 13)."""

from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.shapes.own_commitment import OwnCommitmentState
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P6, P13

OWN_COMMITMENT = Topic("acsg.intake.own-commitment", owner="intake", key="commitment_id", federated=True)


class OwnCommitmentEvent(Event):
    """Base of the events of an own commitment; carries its state after the event."""

    topic: ClassVar[Topic] = OWN_COMMITMENT
    paragraph = P13

    commitment: OwnCommitmentState


class OwnCommitmentRecorded(OwnCommitmentEvent):
    """A party recorded what it commits to do itself; a request may rest on it."""

    wire_type = "acsg.intake.own-commitment-recorded"
    brings_content = True


class OwnCommitmentRevised(OwnCommitmentEvent):
    """The party words it anew."""

    wire_type = "acsg.intake.own-commitment-revised"
    brings_content = True


class OwnCommitmentStaged(OwnCommitmentEvent):
    """The party says how far it is: in planning, in progress, fulfilled."""

    wire_type = "acsg.intake.own-commitment-staged"


class OwnCommitmentConfirmed(OwnCommitmentEvent):
    """The party says that it stands as it did; it is asked about it again in a year."""

    wire_type = "acsg.intake.own-commitment-confirmed"


class OwnCommitmentRestated(OwnCommitmentEvent):
    """Nothing happened: the commitment is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.intake.own-commitment-restated"
    paragraph = P6
