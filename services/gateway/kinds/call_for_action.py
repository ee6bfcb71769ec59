"""Calls for action in the read model: officers read them all, a party its own word and those that it is let read (WM 5)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.calls_for_action import CallForActionEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.access import actions as a
from shared.modalities.access import calls_for_action
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_calls_for_action import of_call_for_action, owing
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, CallForActionEvent)
    one = event.call_for_action
    # Every reader reads of whom it is listed: so of those alone who let others read their word.
    return row("call_for_action", "call_for_action", one.status, one.opened_at, one.shown_parties(),
               calls_for_action.of_call_for_action(one), reference=one.reference, areas=list(one.content.functional_areas))  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield from of_call_for_action(owing(kept.region, kept.state), limits)


KIND = RowKind(
    name="call_for_action",
    family=CallForActionEvent,
    row=_row,
    owner="dialogue",
    read=a.READ_CALL_FOR_ACTION,
    listed="callsForAction",
    seen=calls_for_action.seen,
    owing=_owing,
    know_steps=a.READ_CALL_FOR_ACTION_WHOLE,
    own_word=(a.ANSWER_CALL_FOR_ACTION, ("action_word", "action_report")),
)
