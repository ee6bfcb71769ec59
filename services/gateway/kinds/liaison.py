"""Contacts of the Secretariat with parties in the read model: of the officers of their deployment alone (WM 6)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.liaisons import LiaisonEvent
from shared.modalities.access import actions as a
from shared.modalities.access import liaisons
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_liaisons import of_liaison, owing
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, LiaisonEvent)
    one = event.liaison
    return row("liaison", "liaison", one.status, one.recorded_at, (one.content.party,), liaisons.of_liaison(one),
               reference=one.reference)  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield from of_liaison(owing(kept.region, kept.state), limits)


KIND = RowKind(
    name="liaison",
    family=LiaisonEvent,
    row=_row,
    owner="dialogue",
    read=a.READ_LIAISON,
    compared=False,
    listed="liaisons",
    owing=_owing,
    know_steps=a.READ_LIAISON,
)
