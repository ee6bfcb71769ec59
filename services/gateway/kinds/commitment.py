"""What parties do themselves, in the read model (WM 13)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.commitments import OwnCommitmentEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_commitment as thing_of
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_commitments import of_commitment, pledge_owing
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, OwnCommitmentEvent)
    one = event.commitment
    return row("commitment", "commitment", one.status, one.recorded_at, (one.content.party,), thing_of(one),
               areas=list(one.content.functional_areas))  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    for party in kept.parties:
        yield from of_commitment(pledge_owing(kept.region, kept.state, party), limits)


KIND = RowKind(
    name="commitment",
    family=OwnCommitmentEvent,
    row=_row,
    owner="intake",
    read=a.READ_COMMITMENT,
    listed="ownCommitments",
    owing=_owing,
    know_steps=a.STAGE_COMMITMENT,
)
