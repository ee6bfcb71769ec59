"""What intake owns on the bus of early warning: signals that officers judge; nobody else is told of them (WM 12)."""

from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.shapes.warning import WarningState
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P6, P12

WARNING = Topic("acsg.intake.warning", owner="intake", key="warning_id", federated=True)


class WarningEvent(Event):
    """Base of the events of a warning; carries its state after the event."""

    topic: ClassVar[Topic] = WARNING
    paragraph = P12

    warning: WarningState


class WarningRaised(WarningEvent):
    """An officer kept a signal that a rule found in figures: it waits for an officer's judgement."""

    wire_type = "acsg.intake.warning-raised"
    brings_content = True


class WarningTakenUp(WarningEvent):
    """An officer took a warning up, and said what is looked at."""

    wire_type = "acsg.intake.warning-taken-up"


class WarningWasSetAside(WarningEvent):
    """An officer judged with a reason that a warning is none."""

    wire_type = "acsg.intake.warning-set-aside"


class WarningLedToCrisis(WarningEvent):
    """An officer declared a crisis upon a warning."""

    wire_type = "acsg.intake.warning-led-to-crisis"


class WarningRestated(WarningEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.intake.warning-restated"
    paragraph = P6
