"""What intake owns on the bus beside its requests: national plans of action (WM 13, 15.i).

They stay at home, as assessments do: no twin tells of one. What a request says of its plan travels with the request.
"""

from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.shapes.national_plan import NationalPlanState, PlanReader
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P13

NATIONAL_PLAN = Topic("acsg.intake.national-plan", owner="intake", key="national_plan_id")


class NationalPlanEvent(Event):
    """Base of the events of a national plan; carries its state after the event."""

    topic: ClassVar[Topic] = NATIONAL_PLAN
    paragraph = P13

    national_plan: NationalPlanState


class NationalPlanRecorded(NationalPlanEvent):
    """A State, or its country office for it, records a plan of action that it made before it asks for support."""

    wire_type = "acsg.intake.national-plan-recorded"
    brings_content = True


class NationalPlanRevised(NationalPlanEvent):
    """The plan is worded anew. What it said before stays as a version."""

    wire_type = "acsg.intake.national-plan-revised"
    brings_content = True


class NationalPlanSuperseded(NationalPlanEvent):
    """A later plan of the same State takes the place of this one."""

    wire_type = "acsg.intake.national-plan-superseded"


class NationalPlanShown(NationalPlanEvent):
    """The State shows its plan to a party, or no more (``ended``)."""

    wire_type = "acsg.intake.national-plan-shown"

    reader: PlanReader
    ended: bool = False
