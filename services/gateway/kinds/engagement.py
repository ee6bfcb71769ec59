"""Engagements in the read model (WM 11)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.delivery import EngagementEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.access import actions as a
from shared.modalities.access import engagement_view
from shared.modalities.access.resources import of_engagement
from shared.modalities.steps import rules
from shared.modalities.steps.engaged import engaged
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, EngagementEvent)
    one = event.engagement
    beside = [champion.party for champion in one.champions if champion.answer in {"pending", "accepted"}]
    return row("engagement", "engagement", one.stage, one.opened_at, (*(s.party for s in one.sides), *beside),
               of_engagement(one), reference=one.reference,
               areas=sorted({line.functional_area for line in one.lines}))  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield from rules.of_engagement(engaged(kept.region, kept.status, kept.state), limits)


KIND = RowKind(
    name="engagement",
    family=EngagementEvent,
    row=_row,
    owner="delivery",
    read=a.READ_ENGAGEMENT,
    listed="engagements",
    published="engagement",
    seen=engagement_view.engagement,
    owing=_owing,
    know_steps=a.READ_ENGAGEMENT,
)
