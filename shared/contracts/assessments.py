"""What intake owns on the bus beside its requests: capacity assessments (WM 13, 14).

They stay at home, as drafts do: no twin tells of one. What a request says of its assessment travels with the request.
"""

from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.shapes.assessment import AssessmentHand, AssessmentState
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P13, P14

ASSESSMENT = Topic("acsg.intake.assessment", owner="intake", key="assessment_id")


class AssessmentEvent(Event):
    """Base of the events of an assessment; carries its state after the event."""

    topic: ClassVar[Topic] = ASSESSMENT
    paragraph = P13

    assessment: AssessmentState


class AssessmentPlanned(AssessmentEvent):
    """A State, or its country office for it, plans to assess its capacity before it asks for support."""

    wire_type = "acsg.intake.assessment-planned"
    brings_content = True


class AssessmentRevised(AssessmentEvent):
    """What is found is written down, or worded anew. What it said before stays as a version."""

    wire_type = "acsg.intake.assessment-revised"
    brings_content = True


class AssessmentBegun(AssessmentEvent):
    """The assessment is under way."""

    wire_type = "acsg.intake.assessment-begun"


class AssessmentValidated(AssessmentEvent):
    """The State says itself that the assessment is its own. Requests may be drawn from it."""

    wire_type = "acsg.intake.assessment-validated"


class AssessmentSuperseded(AssessmentEvent):
    """A later assessment of the same State, which it validated, takes the place of this one."""

    wire_type = "acsg.intake.assessment-superseded"


class AssessmentDropped(AssessmentEvent):
    """The assessment comes to nothing."""

    wire_type = "acsg.intake.assessment-dropped"


class AssessmentShown(AssessmentEvent):
    """The State shows its assessment to a party, or asks it to work on it; or it does so no more (``ended``)."""

    wire_type = "acsg.intake.assessment-shown"
    paragraph = P14

    hand: AssessmentHand
    ended: bool = False
