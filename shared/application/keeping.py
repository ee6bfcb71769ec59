"""How a change of a thing that is kept as one state ends: the state is stored and its event told, in one transaction (WM 6)."""

from shared.application.use_case import Done
from shared.contracts.event import Event
from shared.runtime.db.states import State, States
from shared.runtime.db.unit_of_work import UnitOfWork


async def kept(uow: UnitOfWork, states: States[State], state: State, event: Event) -> Done[State]:
    """The state at the version that its event names."""
    await states.save(state, event.aggregate_version)
    uow.record(event)
    return Done(state, event.aggregate_version, event.aggregate_id)
