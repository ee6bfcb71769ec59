"""Editions of reports in the read model: everybody's once they are published (WM 21)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.editions import EditionEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.access import actions as a
from shared.modalities.access.editions import of_edition, seen
from shared.modalities.steps import of_editions
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, EditionEvent)
    one = event.edition
    return row("edition", "edition", one.status, one.begun_at, (), of_edition(one), reference=one.reference)


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield from of_editions.of_edition(of_editions.edition_of(kept.region, kept.state), limits)


KIND = RowKind(
    name="edition",
    family=EditionEvent,
    row=_row,
    owner="dialogue",
    read=a.READ_EDITION,
    listed="reports",
    seen=seen,
    owing=_owing,
    know_steps=a.READ_EDITION_WHOLE,
)
