"""National plans in the read model: at home alone, for their State and whom it shows them to (WM 13)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.national_plans import NationalPlanEvent
from shared.modalities.access import actions as a
from shared.modalities.access.national_plans import of_national_plan as thing_of
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_commitments import of_national_plan, plan_owing
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, NationalPlanEvent)
    one = event.national_plan
    return row("national_plan", "national_plan", one.status, one.recorded_at, (one.party,), thing_of(one),
               reference=one.reference, areas=list(one.content.areas))  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield from of_national_plan(plan_owing(kept.region, kept.state), limits)


KIND = RowKind(
    name="national_plan",
    family=NationalPlanEvent,
    row=_row,
    owner="intake",
    read=a.READ_NATIONAL_PLAN,
    compared=False,
    listed="nationalPlans",
    owing=_owing,
    know_steps=a.READ_NATIONAL_PLAN,
)
