"""A warning as commands meet it (WM 12)."""

from services.intake.actions.the_request import Intake
from services.intake.storage.warnings import WarningRepository
from shared.application.keeping import kept
from shared.application.use_case import Done, Kind, Stored, whole
from shared.contracts.shapes.warning import WarningState
from shared.contracts.warnings import WarningEvent
from shared.modalities.access import actions as a
from shared.modalities.access.crises import of_warning

Warned = Stored[WarningState]


WARNING = Kind(
    "warning",
    a.READ_WARNING,
    of_warning,
    lambda connection, warning_id, lock: WarningRepository(connection).find(warning_id, lock=lock),
    whole,
)
after = WARNING.after


async def changed(doing: Intake, event: WarningEvent) -> Done[WarningState]:
    """Ends a change: what the event carries is stored and told."""
    return await kept(doing.uow, WarningRepository(doing.uow.connection), event.warning, event)
