"""A person takes an order for a handover back before its country moves (WM 6). Afterwards what moved is said, not undone.

The row of the handover, locked, decides between this and the receiver's first question: whichever comes second finds
what the first has done. The receiver has kept nothing until then, so there is nothing to take back there.
"""

from services.intake.actions import hand_over as act
from services.intake.actions.the_request import Intake
from services.intake.storage import moving
from services.intake.storage.tables import handing
from shared.application.use_case import Change, Done, Kind, Stored, whole
from shared.contracts.incoming import Strict
from shared.contracts.shapes.handover import HandoverState, has_begun
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_deployment
from shared.modalities.errors import AlreadyMoved, Conflict
from shared.modalities.paragraphs import P6
from shared.runtime.federation.handing.giver import Giver, version_of


class CallBackBody(Strict):
    """Why the country stays after all."""

    reason: Text


async def call_back_handover(doing: Intake, found: Stored[HandoverState], body: CallBackBody) -> Done[HandoverState]:
    """Raises Conflict where the country is received, AlreadyMoved once it has begun. A second time changes nothing."""
    handover, giver = found.state, Giver(doing.uow.connection, handing)
    if handover.giving != doing.context.settings.deployment:
        words = f"This deployment receives the country; call it back at '{handover.giving}'"
        raise Conflict("not_given_here", words, P6)
    if has_begun(handover):
        raise AlreadyMoved(*await _moved(giver, doing, handover))
    if handover.called_back is not None:
        return Done(handover, found.version, handover.handover_id, changed=False)
    handover = act.called_back(handover, doing.by.subject, body.reason, doing.now)
    version = version_of(handover)
    await giver.keep(handover)
    act.record_called_back(doing.uow, handover, version)
    return Done(handover, version, handover.handover_id)


async def _moved(giver: Giver, doing: Intake, handover: HandoverState) -> tuple[str, dict[str, int | str]]:
    """In words and figures: the country itself with its references, and how many of its requests."""
    sealed, received = await giver.counts(handover.handover_id)
    left = await moving.left(doing.uow.connection, handover.country)
    since = handover.begun_at.isoformat() if handover.begun_at is not None else ""
    words = (
        f"The country moved to '{handover.receiving}' at {since}: its references are given there, and of its requests "
        f"{sealed} are sealed, {received} of them received, {left} still here. Hand it over the other way instead"
    )
    return words, {"since": since, "sealed": sealed, "received": received, "left": left}


HANDOVER = Kind(
    "handover",
    None,
    lambda handover: of_deployment(handover.giving),
    lambda connection, handover_id, lock: Giver(connection, handing).find(str(handover_id), lock=lock),
    whole,
)
CALL_BACK_HANDOVER = Change(HANDOVER, a.CALL_BACK_HANDOVER, CallBackBody, call_back_handover)
