"""Pilots and the quality-assurance initiative in the read model, where their State, a partner or a reader is served (WM 7, 11)."""

from collections.abc import Iterator

from services.gateway.kinds.kind import Kept, Row, RowKind, row
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.initiatives import InitiativeEvent
from shared.modalities.access import actions as a
from shared.modalities.access import initiatives
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_initiatives import of_initiative, owing
from shared.modalities.steps.step import Step


def _row(event: Event, _: Envelope) -> Row:
    assert isinstance(event, InitiativeEvent)
    one = event.initiative
    # Who is in it by its own word: no partner that is only asked.
    beside = (one.partner.party,) if one.partner is not None and one.partner.answer == "accepted" else ()
    return row("initiative", "initiative", one.status, one.begun_at, (one.content.country, *beside),
               initiatives.of_initiative(one), reference=one.reference, areas=list(one.content.functional_areas))  # fmt: skip


def _owing(kept: Kept, _: Kept | None, limits: Limits) -> Iterator[Step]:
    yield from of_initiative(owing(kept.region, kept.state), limits)


KIND = RowKind(
    name="initiative",
    family=InitiativeEvent,
    row=_row,
    owner="dialogue",
    read=a.READ_INITIATIVE,
    listed="initiatives",
    seen=initiatives.seen,
    owing=_owing,
    know_steps=a.READ_INITIATIVE_WHOLE,
    own_word=(a.ANSWER_INITIATIVE, ("initiative_word",)),
)
