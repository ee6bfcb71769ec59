"""A good practice through its life without a running service: made with dialogue's own rules, so that its states are possible."""

from datetime import datetime
from typing import Any

from services.dialogue.domain import practice as domain
from shared.contracts import dialogue
from shared.contracts.shapes.practice import PracticeContent

CRI, FRA = "iso3166:CRI", "iso3166:FRA"
TITLE, TEXT = "Equipos móviles en la frontera", "Dos equipos trabajan en el lugar de llegada"


def practice_body(**changes: Any) -> dict[str, Any]:
    """A practice of Costa Rica, worded in Spanish; none of its words is one of its area's name."""
    return {
        "country": CRI,
        "functional_areas": ["registration"],
        "wordings": [
            {"language": "es", "worded_by": "official", "title": TITLE, "text": TEXT, "effect": "De 40 a 9 días"},
            {"language": "en", "worded_by": "machine", "title": "Mobile teams at the border", "text": "Two teams"},
        ],
        "contact": {"post": "Unidad de Refugio", "link": "https://migracion.example/refugio"},
    } | changes


class Practice:
    """Each method takes a step and gives its event."""

    def __init__(self, now: datetime, by: str = FRA, served_by: str | None = None, **changes: Any) -> None:
        self.version, self.now = 1, now
        content = PracticeContent.model_validate(practice_body(**changes))
        self.state = domain.proposed(content, "p1", "PRACTICE-2026-WCA-001", "wca", by, served_by, now)
        self.proposed = dialogue.PracticeProposed(aggregate_id="p1", aggregate_version=1, practice=self.state)

    def _next(self, kind: type[dialogue.PracticeEvent], state: Any) -> Any:
        self.version, self.state = self.version + 1, state
        return kind(aggregate_id=state.practice_id, aggregate_version=self.version, practice=state)

    def reworded(self, **changes: Any) -> dialogue.PracticeReworded:
        """Its proposer words it anew."""
        content = PracticeContent.model_validate(practice_body(**changes))
        return self._next(dialogue.PracticeReworded, domain.reworded(self.state, content, self.now))

    def published(self, audience: Any = "mechanism") -> dialogue.PracticePublished:
        """Its State publishes it."""
        return self._next(dialogue.PracticePublished, domain.published(self.state, audience, self.now))

    def declined(self) -> dialogue.PracticeDeclined:
        """Its State does not."""
        return self._next(dialogue.PracticeDeclined, domain.declined(self.state, "Not ready"))

    def reviewed(self, stands: bool, now: datetime) -> Any:
        """Its State says whether it holds."""
        kind = dialogue.PracticeConfirmed if stands else dialogue.PracticeOutdated
        return self._next(kind, domain.reviewed(self.state, stands, None, now))

    def retracted(self, by_its_state: bool = True) -> dialogue.PracticeRetracted:
        """It is taken back."""
        return self._next(dialogue.PracticeRetracted, domain.retracted(self.state, by_its_state, None))
