"""Good practices in the read model: whole in every deployment, since their readers are (WM 1, 4, 11)."""

from collections.abc import Iterator

from services.gateway.kinds.awaited import moment
from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.dialogue import PracticeEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.access import actions as a
from shared.modalities.access import practices
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_practices import of_practice
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Practice


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, PracticeEvent)
    one = event.practice
    return row("practice", "practice", one.status, one.proposed_at, (one.content.country,), practices.of_practice(one),
               reference=one.reference, areas=list(one.content.functional_areas))  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    # A state comes without its content here; the one party of a practice is its State.
    state, country = kept.state, kept.parties[0]
    since = state.get("stands_since")
    one = Practice(
        kept.region, kept.status, country, moment(state["worded_at"]),
        moment(since) if since else None, state.get("served_by"),
    )  # fmt: skip
    yield from of_practice(one, limits)


KIND = RowKind(
    name="practice",
    family=PracticeEvent,
    row=_row,
    owner="dialogue",
    read=a.READ_PRACTICE,
    others_kept=True,
    listed="practices",
    published="good-practice",
    seen=practices.seen,
    owing=_owing,
    know_steps=a.READ_PRACTICE_WHOLE,
)
