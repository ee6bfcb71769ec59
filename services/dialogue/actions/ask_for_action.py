"""An officer opens a call for action, revises it, closes it with words on what came, or takes it back (WM 5)."""

from services.dialogue.actions.call_for_action import (
    CALL_FOR_ACTION,
    CalledForAction,
    CallForActionBody,
    NewCallForActionBody,
    after,
    asked_here,
    changed,
    read_by_all,
    view,
)
from services.dialogue.actions.meeting import Dialogue
from services.dialogue.domain import call_for_action as domain
from services.dialogue.domain.call_for_action import NewCallForAction
from services.dialogue.storage.calls_for_action import CallForActionRepository
from shared.application.use_case import Change, Done, Make
from shared.contracts import calls_for_action as events
from shared.contracts.incoming import Strict
from shared.contracts.shapes.call_for_action import ActionOutcome, CallForActionState
from shared.contracts.shapes.values import Language, Text
from shared.modalities.access import actions as a
from shared.modalities.access.calls_for_action import call_for_action
from shared.modalities.access.resource import Resource


class ActionOutcomeBody(Strict):
    """What came of it, or why it is taken back; it names no person."""

    text: Text
    language: Language


async def open_call_for_action(doing: Dialogue, body: NewCallForActionBody) -> Done[CallForActionState]:
    """Raises Invalid naming every fault, and for a thing that somebody asked may not read."""
    stored, here, now = CallForActionRepository(doing.uow.connection), doing.context.deployment, doing.now
    begun, asked = NewCallForAction(doing.new_id(), "", here, now), asked_here(doing, body.asked)
    state = domain.opened(begun, body.content(), body.due_on, asked, body.open_to_all)
    await read_by_all(doing, body.about, body.asked, body.open_to_all)
    state = state.model_copy(update={"reference": await stored.next_reference(here, now.year)})
    await stored.add(state)
    doing.uow.record(
        events.CallForActionOpened(
            aggregate_id=state.call_for_action_id, aggregate_version=1, call_for_action=state
        )
    )  # fmt: skip
    return Done(state, 1, state.call_for_action_id)


async def revise_call_for_action(
    doing: Dialogue, stored: CalledForAction, body: CallForActionBody
) -> Done[CallForActionState]:
    """Raises Conflict, Invalid naming every fault."""
    state = domain.revised(stored.state, body.content(), body.due_on, asked_here(doing, body.asked), doing.now)
    await read_by_all(doing, body.about, [one.party for one in state.parties], state.open_to_all)
    return await changed(doing, events.CallForActionRevised(**after(stored, state)))


async def close_call_for_action(
    doing: Dialogue, stored: CalledForAction, body: ActionOutcomeBody
) -> Done[CallForActionState]:
    """Raises Conflict, Invalid."""
    state = domain.closed(stored.state, ActionOutcome(**body.model_dump()), doing.now)
    return await changed(doing, events.CallForActionClosed(**after(stored, state)))


async def withdraw_call_for_action(
    doing: Dialogue, stored: CalledForAction, body: ActionOutcomeBody
) -> Done[CallForActionState]:
    """Raises Conflict, Invalid."""
    state = domain.withdrawn(stored.state, ActionOutcome(**body.model_dump()), doing.now)
    return await changed(doing, events.CallForActionWithdrawn(**after(stored, state)))


def _opened_here(doing: Dialogue, body: NewCallForActionBody) -> Resource:
    return call_for_action(doing.context.deployment, body.asked)


OPEN_CALL_FOR_ACTION = Make(
    a.OPEN_CALL_FOR_ACTION, NewCallForActionBody, _opened_here, open_call_for_action, view
)  # fmt: skip
REVISE_CALL_FOR_ACTION = Change(CALL_FOR_ACTION, a.REVISE_CALL_FOR_ACTION, CallForActionBody, revise_call_for_action)
CLOSE_CALL_FOR_ACTION = Change(CALL_FOR_ACTION, a.CLOSE_CALL_FOR_ACTION, ActionOutcomeBody, close_call_for_action)
WITHDRAW_CALL_FOR_ACTION = Change(CALL_FOR_ACTION, a.CLOSE_CALL_FOR_ACTION, ActionOutcomeBody, withdraw_call_for_action)
