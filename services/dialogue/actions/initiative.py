"""A pilot or the quality-assurance initiative as commands meet it (WM 7, 11)."""

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict

from services.dialogue.actions.meeting import Dialogue, serves
from services.dialogue.domain.initiative import ServedParty
from services.dialogue.storage.initiatives import InitiativeRepository
from shared.application.keeping import kept
from shared.application.use_case import Done, Kind, Stored
from shared.contracts.initiatives import InitiativeEvent
from shared.contracts.shapes.initiative import InitiativeContent, InitiativeSide, InitiativeState
from shared.contracts.shapes.values import Offerer
from shared.modalities.access import actions as a
from shared.modalities.access import initiatives as access
from shared.modalities.access.actor import Actor

Initiative = Stored[InitiativeState]
EXAMPLE: dict[str, Any] = {
    "kind": "quality_assurance",
    "country": "iso3166:TCD",
    "title": "Quality of first decisions",
    "language": "en",
    "aim": "Decisions give reasons that an appeal can look at.",
    "functional_areas": ["decision_quality"],
    "period": {"start": "2030-01-01", "end": "2031-12-31"},
}


class InitiativeBody(InitiativeContent):
    """What is tried or assured, and whom the State names beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    partner: Offerer | None = None

    def content(self) -> InitiativeContent:
        """The initiative itself, as it is kept."""
        return InitiativeContent.model_validate(self.model_dump(exclude={"partner"}))


async def view(_: object, reader: Actor, state: InitiativeState) -> Mapping[str, object]:
    """The state as its reader sees it."""
    return access.seen(reader, access.of_initiative(state), state.model_dump(mode="json")) or {}


INITIATIVE = Kind(
    "initiative",
    a.READ_INITIATIVE,
    access.of_initiative,
    lambda connection, initiative_id, lock: InitiativeRepository(connection).find(initiative_id, lock=lock),
    view,
)
after = INITIATIVE.after


def named(doing: Dialogue, party: str | None) -> ServedParty | None:
    """A party with the deployment that serves it today, where that is another."""
    return None if party is None else ServedParty(party, serves(doing, party))


def side(doing: Dialogue, state: InitiativeState) -> InitiativeSide:
    """The side on which the caller speaks."""
    return access.side_of(doing.by, state.content.country)  # type: ignore[return-value]


async def changed(doing: Dialogue, event: InitiativeEvent) -> Done[InitiativeState]:
    """Ends a change: what the event carries is stored and told."""
    return await kept(doing.uow, InitiativeRepository(doing.uow.connection), event.initiative, event)
