"""A good practice as commands meet it, and what its proposer says (WM 1, 4, 11)."""

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict

from services.dialogue.actions.meeting import Dialogue, serves
from services.dialogue.storage.practices import PracticeRepository
from services.dialogue.storage.publishing import publish_practice
from shared.application.keeping import kept
from shared.application.use_case import Done, Kind, Stored
from shared.contracts.dialogue import PracticeEvent
from shared.contracts.shapes.practice import PracticeContent, PracticeState
from shared.modalities.access import actions as a
from shared.modalities.access import practices as access
from shared.modalities.access.actor import Actor

Practice = Stored[PracticeState]
EXAMPLE: dict[str, Any] = {
    "country": "iso3166:CRI",
    "functional_areas": ["registration"],
    "wordings": [
        {
            "language": "es",
            "worded_by": "official",
            "title": "Inscripción móvil en la frontera",
            "text": "Dos equipos móviles registran en el lugar de llegada y transmiten cada noche.",
            "effect": "La espera bajó de 40 a 9 días.",
        }
    ],
    "contact": {"post": "Unidad de Refugio, jefatura", "link": "https://migracion.example/refugio"},
}


class PracticeBody(PracticeContent):
    """A practice as its proposer words it."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    def content(self) -> PracticeContent:
        """The practice itself, as it is kept."""
        return PracticeContent.model_validate(self.model_dump())


async def view(_: object, reader: Actor, state: PracticeState) -> Mapping[str, object]:
    """The state as its reader sees it."""
    return access.seen(reader, access.of_practice(state), state.model_dump(mode="json")) or {}


PRACTICE = Kind(
    "practice",
    a.READ_PRACTICE,
    access.of_practice,
    lambda connection, practice_id, lock: PracticeRepository(connection).find(practice_id, lock=lock),
    view,
)
after = PRACTICE.after


def served_by(doing: Dialogue, country: str) -> str | None:
    """The deployment that serves a State today; None for this one."""
    return serves(doing, country)


async def changed(doing: Dialogue, event: PracticeEvent) -> Done[PracticeState]:
    """Ends a change: what the event carries is stored and told, and the public topic follows."""
    done = await kept(doing.uow, PracticeRepository(doing.uow.connection), event.practice, event)
    await publish_practice(doing.uow, event.practice)
    return done
