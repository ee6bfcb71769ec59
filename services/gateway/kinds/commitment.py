"""What parties do themselves, in the read model (WM 13)."""

from services.gateway.kinds.kind import Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import OwnCommitmentRecorded
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_commitment


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, OwnCommitmentRecorded)
    one = event.commitment
    return row("commitment", "commitment", "recorded", one.recorded_at, (one.content.party,), of_commitment(one),
               areas=list(one.content.functional_areas))  # fmt: skip


KIND = RowKind(
    name="commitment",
    family=OwnCommitmentRecorded,
    row=_row,
    owner="intake",
    read=a.READ_COMMITMENT,
    listed="ownCommitments",
)
