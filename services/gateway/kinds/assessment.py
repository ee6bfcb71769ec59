"""Capacity assessments in the read model: at home alone, for their State and whom it shows them to (WM 13, 14)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.assessments import AssessmentEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.access import actions as a
from shared.modalities.access.assessments import of_assessment as thing_of
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_assessments import of_assessment, owing
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, AssessmentEvent)
    one = event.assessment
    areas = sorted({area.functional_area for area in one.content.areas})
    return row("assessment", "assessment", one.status, one.planned_at, (one.party,), thing_of(one),
               reference=one.reference, areas=areas)  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield from of_assessment(owing(kept.region, kept.state), limits)


KIND = RowKind(
    name="assessment",
    family=AssessmentEvent,
    row=_row,
    owner="intake",
    read=a.READ_CAPACITY_ASSESSMENT,
    compared=False,
    listed="capacityAssessments",
    owing=_owing,
    know_steps=a.READ_CAPACITY_ASSESSMENT,
)
