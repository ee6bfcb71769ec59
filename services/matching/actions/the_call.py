"""A call for offers as commands meet it (WM 16, 17)."""

from collections.abc import Mapping
from typing import Any

from services.matching.actions.the_match import Matching
from services.matching.domain.call import still_here
from services.matching.storage.calls import CallRepository
from shared.application.use_case import Done, Kind, Stored
from shared.contracts.matching import CallEvent
from shared.contracts.shapes.call import Solicitation
from shared.modalities.access import actions as a
from shared.modalities.access import call_view
from shared.modalities.access.actor import Actor
from shared.modalities.access.resources import of_solicitation
from shared.runtime.db.unit_of_work import UnitOfWork

Call = Stored[Solicitation]


def calls_of(uow: UnitOfWork) -> CallRepository:
    """Calls, in the transaction."""
    return CallRepository(uow.connection)


async def view(_: object, reader: Actor, state: Solicitation) -> Mapping[str, object]:
    """What a reader may know of a call."""
    return call_view.call(reader, of_solicitation(state.region, state), state.model_dump(mode="json")) or {}


async def keep(uow: UnitOfWork, before: int, after: Solicitation, kind: type[CallEvent], **more: Any) -> int:
    """Stores a call after a change and records its event; its version."""
    version = before + 1
    await calls_of(uow).keep(after, version)
    event = {"aggregate_id": after.solicitation_id, "aggregate_version": version, "solicitation": after} | more
    uow.record(kind(**event))
    return version


async def done(
    doing: Matching, call: Call, after: Solicitation, kind: type[CallEvent], **more: Any
) -> Done[Solicitation]:
    """What came of a command."""
    version = await keep(doing.uow, call.version, after, kind, **more)
    return Done(after, version, after.solicitation_id)


CALL = Kind(
    "call for offers",
    a.READ_SOLICITATION,
    lambda state: of_solicitation(state.region, state),
    lambda connection, call_id, lock: CallRepository(connection).find(str(call_id), lock=lock),
    view,
    still_here,
)
