"""What dialogue owns on the bus beside its meetings: pilots and the quality-assurance initiative, with diagnosis, steps and rounds (WM 7, 11)."""

from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.shapes.initiative import InitiativeSide, InitiativeState
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P6, P7, P11

INITIATIVE = Topic("acsg.dialogue.initiative", owner="dialogue", key="initiative_id", federated=True, for_regions=True)


class InitiativeEvent(Event):
    """Base of the events of a pilot or of the quality-assurance initiative; carries its state after the event."""

    topic: ClassVar[Topic] = INITIATIVE
    paragraph = P11

    initiative: InitiativeState


class InitiativeOpened(InitiativeEvent):
    """A State opens a pilot or the quality-assurance initiative, or officers propose one to it."""

    wire_type = "acsg.dialogue.initiative-opened"
    brings_content = True


class InitiativeAnswered(InitiativeEvent):
    """The State or its partner said its own word; another one is awaited, or the partner took its part out."""

    wire_type = "acsg.dialogue.initiative-answered"

    party: str


class InitiativeAgreed(InitiativeEvent):
    """The last word that was awaited came."""

    wire_type = "acsg.dialogue.initiative-agreed"

    party: str


class InitiativeDiagnosed(InitiativeEvent):
    """A side wrote the joint diagnosis down; another one is asked whether it stands by it."""

    wire_type = "acsg.dialogue.initiative-diagnosed"
    paragraph = P7

    side: InitiativeSide


class DiagnosisAgreed(InitiativeEvent):
    """Another side stands by the diagnosis."""

    wire_type = "acsg.dialogue.initiative-diagnosis-agreed"
    paragraph = P7

    side: InitiativeSide


class InitiativePlanned(InitiativeEvent):
    """Its steps were planned, each with a day and a side."""

    wire_type = "acsg.dialogue.initiative-planned"

    side: InitiativeSide


class InitiativeStepDone(InitiativeEvent):
    """A side did a step that was its own."""

    wire_type = "acsg.dialogue.initiative-step-done"

    side: InitiativeSide
    step: int


class AuditCycleRecorded(InitiativeEvent):
    """A round of the audit was written down: what the sample lacks, what is recommended, what became of the round before."""

    wire_type = "acsg.dialogue.audit-cycle-recorded"
    paragraph = P7

    side: InitiativeSide
    cycle: int


class RecommendationAnswered(InitiativeEvent):
    """The State said its own word on a recommendation."""

    wire_type = "acsg.dialogue.recommendation-answered"
    paragraph = P7

    cycle: int
    recommendation: int


class InitiativeShown(InitiativeEvent):
    """The State said to whom it is shown, and whether with the figures of its rounds."""

    wire_type = "acsg.dialogue.initiative-shown"


class InitiativeLedToPractice(InitiativeEvent):
    """The State said which good practice it led to."""

    wire_type = "acsg.dialogue.initiative-led-to-practice"


class InitiativeClosed(InitiativeEvent):
    """It is over: as it was planned, or early, with words on how it ended."""

    wire_type = "acsg.dialogue.initiative-closed"

    side: InitiativeSide


class InitiativeRestated(InitiativeEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.dialogue.initiative-restated"
    paragraph = P6
