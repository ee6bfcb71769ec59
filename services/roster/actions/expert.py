"""An expert as commands meet it, and what is checked of those that an offer names (WM 7)."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from pydantic import ConfigDict

from services.roster.actions.offer import Roster
from services.roster.storage.experts import ExpertRepository
from shared.application.keeping import kept
from shared.application.use_case import Done, Kind, Stored
from shared.contracts.experts import ExpertEvent
from shared.contracts.shapes.expert import ExpertProfile, ExpertState
from shared.modalities.access import actions as a
from shared.modalities.access import experts as access
from shared.modalities.access.actor import Actor
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P7

Expert = Stored[ExpertState]
EXAMPLE: dict[str, Any] = {
    "title": "Judge of an asylum chamber",
    "language": "en",
    "summary": "Trains on assessment of evidence, in courts and administrations",
    "functional_areas": ["registration"],
    "languages": ["fr", "en"],
    "legal_traditions": ["civil_law"],
    "experience_years": 12,
    "level": "senior",
    "certifications": [{"title": "Trainer on evidence assessment", "issuer": "European Union Agency for Asylum", "issued_on": "2024-03-01"}],
    "visibility": "mechanism",
}  # fmt: skip


class ExpertBody(ExpertProfile):
    """A profile as it is listed or changed; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    def content(self) -> ExpertProfile:
        """The profile itself, as it is kept."""
        return ExpertProfile.model_validate(self.model_dump())


async def view(_: object, reader: Actor, state: ExpertState) -> Mapping[str, object]:
    """The state as its reader sees it."""
    return access.seen(reader, access.of_expert(state), state.model_dump(mode="json")) or {}


EXPERT = Kind(
    "expert",
    a.READ_EXPERT,
    access.of_expert,
    lambda connection, expert_id, lock: ExpertRepository(connection).find(expert_id, lock=lock),
    view,
)
after = EXPERT.after


async def changed(doing: Roster, event: ExpertEvent) -> Done[ExpertState]:
    """Ends a change: what the event carries is stored and told."""
    return await kept(doing.uow, ExpertRepository(doing.uow.connection), event.expert, event)


class _Line(Protocol):
    @property
    def experts(self) -> tuple[str, ...]: ...


async def own_experts(doing: Roster, lines: Iterable[_Line], party: str) -> None:
    """Raises Invalid naming every one that is not a listed expert of the party that leads. Who is away is named all the same."""
    each = list(lines)
    named = {one for line in each for one in line.experts}
    if not named:
        return
    found = await ExpertRepository(doing.uow.connection).all_of(named)
    own = {key for key, one in found.items() if one.party == party and one.status == "listed"}
    faults = [
        Fault(f"/lines/{n}/experts/{m}", "is no listed expert of the party that leads", "not_own_expert")
        for n, line in enumerate(each)
        for m, one in enumerate(line.experts)
        if one not in own
    ]
    if faults:
        raise Invalid(tuple(faults), paragraph=P7)
