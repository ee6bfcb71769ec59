"""A declared crisis as commands meet it (WM 12)."""

from collections.abc import Mapping

from services.intake.actions.the_request import Intake
from services.intake.storage.crises import CrisisRepository
from shared.application.keeping import kept
from shared.application.use_case import Done, Kind, Stored
from shared.contracts.crises import CrisisEvent
from shared.contracts.shapes.crisis import CrisisState
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.crises import of_crisis, seen

Crisis = Stored[CrisisState]


async def crisis_view(_: object, reader: Actor, state: CrisisState) -> Mapping[str, object]:
    """The state as its reader sees it."""
    return seen(reader, of_crisis(state), state.model_dump(mode="json")) or {}


CRISIS = Kind(
    "crisis",
    a.READ_CRISIS,
    of_crisis,
    lambda connection, crisis_id, lock: CrisisRepository(connection).find(crisis_id, lock=lock),
    crisis_view,
)
after = CRISIS.after


async def changed(doing: Intake, event: CrisisEvent) -> Done[CrisisState]:
    """Ends a change: what the event carries is stored and told."""
    return await kept(doing.uow, CrisisRepository(doing.uow.connection), event.crisis, event)
