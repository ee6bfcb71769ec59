"""A national plan as commands meet it (WM 13)."""

from typing import Any

from services.intake.actions.the_request import Intake
from services.intake.storage.national_plans import NationalPlanRepository
from shared.application.use_case import Done, Kind, Stored, whole
from shared.contracts.national_plans import NationalPlanEvent
from shared.contracts.shapes.national_plan import NationalPlanState
from shared.modalities.access import actions as a
from shared.modalities.access.national_plans import of_national_plan

Planned = Stored[NationalPlanState]

NATIONAL_PLAN = Kind(
    "national plan",
    a.READ_NATIONAL_PLAN,
    of_national_plan,
    lambda connection, national_plan_id, lock: NationalPlanRepository(connection).find(national_plan_id, lock=lock),
    whole,
)


async def changed(
    doing: Intake, stored: Planned, state: NationalPlanState, kind: type[NationalPlanEvent], **said: Any
) -> Done[NationalPlanState]:
    """Ends a change: the state is stored and told."""
    version = stored.version + 1
    await NationalPlanRepository(doing.uow.connection).change(state, version, stored.state)
    doing.uow.record(kind(aggregate_id=state.national_plan_id, aggregate_version=version, national_plan=state, **said))
    return Done(state, version, state.national_plan_id)
