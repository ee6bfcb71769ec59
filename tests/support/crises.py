"""A declared crisis without a running service: made with intake's own rules, so that its states are possible."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from services.intake.domain import crisis as domain
from shared.contracts import crises
from shared.contracts.shapes.crisis import CrisisContent, CrisisState, CrisisWord, ResponsePlan

TCD, CMR = "iso3166:TCD", "iso3166:CMR"
PLAN = {
    "title": "Refugee response plan",
    "link": "https://data.example/rrp",
    "coordinator": "UNHCR, with the government",
}


def crisis_content(**changes: Any) -> dict[str, Any]:
    """What is declared, as its body says it."""
    return {
        "title": "Arrivals from across the border",
        "language": "en",
        "plan": PLAN,
        "from_on": "2026-03-01",
    } | changes


class Crisis:
    """Each method takes a step and gives its event."""

    def __init__(self, now: datetime, states: Sequence[str] = (TCD,), crisis_id: str = "c1", **changes: Any) -> None:
        self.version, self.now = 1, now
        content = CrisisContent(
            title="Arrivals <b>",
            language="en",
            plan=ResponsePlan(**PLAN),
            from_on=changes.get("from_on", date(2026, 3, 1)),
        )
        new = domain.NewCrisis(crisis_id, "CRISIS-2026-WCA-001", "wca", now)
        self.state = domain.declared(new, content, "Arrivals have doubled", tuple(states))
        self.begun: crises.CrisisDeclared = self._event(crises.CrisisDeclared)

    def _event(self, kind: type[crises.CrisisEvent], **more: Any) -> Any:
        return kind(aggregate_id=self.state.crisis_id, aggregate_version=self.version, crisis=self.state, **more)

    def _next(self, kind: type[crises.CrisisEvent], state: CrisisState, **more: Any) -> Any:
        self.version, self.state = self.version + 1, state
        return self._event(kind, **more)

    def said(self, party: str = TCD, agrees: bool = True, shown: bool = False, words: str | None = None) -> Any:
        word = CrisisWord(agrees=agrees, shown=shown, words=words, language="fr", said_at=self.now)
        return self._next(crises.CrisisWordSaid, domain.said(self.state, party, word), party=party)

    def reviewed(self, words: str = "Arrivals go on") -> Any:
        return self._next(crises.CrisisReviewed, domain.reviewed(self.state, words, "en", self.now))

    def ended(self, reason: str = "Nobody arrives any more") -> Any:
        return self._next(crises.CrisisEnded, domain.ended(self.state, reason, "en", self.now))
