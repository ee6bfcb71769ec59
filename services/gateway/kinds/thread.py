"""Threads in the read model: at home alone, for their circle (WM 8, ADR 20)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.dialogue import ThreadEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.access import actions as a
from shared.modalities.access import thread_view
from shared.modalities.access.resources import of_thread
from shared.modalities.steps import rules
from shared.modalities.steps.asked import asked
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import UNREAD, Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, ThreadEvent)
    one = event.thread
    return row("thread", "thread", one.status, one.opened_at, tuple(side.party for side in one.sides),
               of_thread(one), reference=one.about.reference)  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    thread = asked(kept.region, kept.state)
    yield from rules.of_thread(thread, limits)
    yield from rules.unread_in(thread)


KIND = RowKind(
    name="thread",
    family=ThreadEvent,
    row=_row,
    owner="dialogue",
    read=a.READ_THREAD,
    compared=False,
    seen=thread_view.thread,
    owing=_owing,
    know_steps=a.READ_THREAD_STEPS,
    own_word=(a.READ_THREAD, ("question", UNREAD)),
    place_is_hidden=True,
)
