"""Warnings in the read model: of the officers of their deployment and of Geneva alone (WM 12)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.warnings import WarningEvent
from shared.modalities.access import actions as a
from shared.modalities.access.crises import of_warning
from shared.modalities.steps import of_warnings
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, WarningEvent)
    one = event.warning
    countries = (one.signal.country,)
    return row("warning", "warning", one.status, one.raised_at, countries, of_warning(one), reference=one.reference)


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield from of_warnings.of_warning(of_warnings.warned_of(kept.region, kept.state), limits)


KIND = RowKind(
    name="warning",
    family=WarningEvent,
    row=_row,
    owner="intake",
    read=a.READ_WARNING,
    listed="warnings",
    owing=_owing,
    know_steps=a.READ_WARNING,
)
