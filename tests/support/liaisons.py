"""A contact of the Secretariat with a party without a running service: made with dialogue's own rules (WM 6)."""

from datetime import datetime, timedelta
from typing import Any

from services.dialogue.domain import liaison as domain
from services.dialogue.domain.liaison import NewLiaison
from shared.contracts import liaisons as events
from shared.contracts.shapes.liaison import FollowUp, LiaisonContent, LiaisonState
from tests.support.interfaces import Interfaces

TCD = "iso3166:TCD"


def liaison_body(day: str = "2026-03-01", **changes: Any) -> dict[str, Any]:
    """A video call with Chad."""
    return {
        "party": TCD,
        "held_on": day,
        "way": "video",
        "posts": ["Director for asylum, Ministry of the Interior"],
        "title": "What the feedback asks for",
        "language": "en",
        "said": "The objectives are being numbered anew.",
        "agreed": "A second version by the end of April.",
    } | changes


def owed_body(day: Any = "2030-03-10", **changes: Any) -> dict[str, Any]:
    """The template is sent by a day."""
    return {"text": "Send the template of milestones", "due_on": str(day)} | changes


class Liaison:
    """Each method takes a step and gives its event."""

    def __init__(self, now: datetime, owed: Any = None, region: str = "wca", **changes: Any) -> None:
        self.version, self.now = 1, now
        content = LiaisonContent.model_validate(liaison_body(str((now - timedelta(days=1)).date()), **changes))
        begun = NewLiaison("l1", "CONTACT-2026-WCA-001", region, now)
        self.state = domain.recorded(begun, content, FollowUp.model_validate(owed) if owed else None)
        self.first: events.LiaisonRecorded = self._event(events.LiaisonRecorded)

    def _event(self, kind: type[events.LiaisonEvent]) -> Any:
        return kind(aggregate_id="l1", aggregate_version=self.version, liaison=self.state)

    def _next(self, kind: type[events.LiaisonEvent], state: LiaisonState) -> Any:
        self.version, self.state = self.version + 1, state
        return self._event(kind)

    def corrected(self, reason: str = "It was another day", owed: Any = "same", **changes: Any) -> Any:
        said = self.state.content.model_dump(mode="json") | changes
        kept = self.state.owed if owed == "same" else FollowUp.model_validate(owed) if owed else None
        state = domain.corrected(self.state, LiaisonContent.model_validate(said), kept, reason, self.now)
        return self._next(events.LiaisonCorrected, state)

    def followed_up(self, outcome: Any = "done", words: str = "It was sent") -> Any:
        return self._next(events.LiaisonFollowedUp, domain.followed_up(self.state, outcome, words, self.now))


def asked_of_liaisons(at: Interfaces, officer: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Contacts, each operation having one of its own."""
    found: dict[str, tuple[str, dict[str, str]]] = {"record_liaison": (officer, {}), "list_liaisons": (officer, {})}
    for name in ("read_liaison", "correct_liaison", "follow_up_liaison"):
        made = at.call(officer, "dialogue", "POST", "/liaisons", liaison_body(owed=owed_body()))
        found[name] = (officer, {"liaison_id": made.json()["liaison_id"]})
    return found
