"""Experts in the read model: whole for their party and officers, who may weigh any for any region; cut for others (WM 7)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.experts import ExpertEvent
from shared.modalities.access import actions as a
from shared.modalities.access import experts
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_experts import of_expert, owing
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, ExpertEvent)
    one = event.expert
    # Whoever reads an expert reads whose it is; where it was sent is not for all of them.
    return row("expert", "expert", one.status, one.listed_at, (one.party,), experts.of_expert(one),
               reference=one.reference, areas=list(one.content.functional_areas))  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield from of_expert(owing(kept.region, kept.state), limits)


KIND = RowKind(
    name="expert",
    family=ExpertEvent,
    row=_row,
    owner="roster",
    read=a.READ_EXPERT,
    others_kept=True,
    listed="experts",
    seen=experts.seen,
    owing=_owing,
    know_steps=a.READ_EXPERT_WHOLE,
    own_word=(a.APPRAISE_EXPERT, ("expert_appraisal",)),
)
