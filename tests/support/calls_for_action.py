"""A call for action through its life without a running service: made with dialogue's own rules, so that its states are possible."""

from datetime import date, datetime
from typing import Any

from services.dialogue.domain import call_for_action as domain
from services.dialogue.domain.call_for_action import AskedHere, NewCallForAction
from shared.contracts import calls_for_action as events
from shared.contracts.shapes.call_for_action import (
    ActionDone,
    ActionOutcome,
    ActionWord,
    CallForActionContent,
    CallForActionState,
)
from tests.support.interfaces import Interfaces

TCD, FRA, EUAA, ECRE = "iso3166:TCD", "iso3166:FRA", "org:euaa", "org:ecre"


def action_content(**changes: Any) -> dict[str, Any]:
    """Money for registration at the border."""
    return {
        "kind": "resource_mobilisation",
        "wordings": [
            {"language": "en", "title": "Tents and tablets", "text": "Raise funds for registration at the border."},
            {"language": "fr", "title": "Tentes et tablettes", "text": "Mobiliser des fonds pour l’enregistrement."},
        ],
        "functional_areas": ["registration"],
    } | changes


def call_body(*asked: str, due_on: Any = "2030-05-01", **changes: Any) -> dict[str, Any]:
    """The same as a body, with who is asked and until when."""
    return action_content(**changes) | {"due_on": str(due_on), "asked": list(asked)}


def word_body(by: Any = "2030-04-01", **changes: Any) -> dict[str, Any]:
    """A party writes to its donors."""
    return {"answer": "will_do", "what": "We write to our donors.", "language": "en", "by": str(by)} | changes


def done_body(day: Any, **changes: Any) -> dict[str, Any]:
    """What that brought."""
    return {
        "text": "Two donors gave.", "language": "en", "done_on": str(day), "evidence": "https://donors.example/1",
        "raised": {"amount": "12500.50", "unit": "EUR"},
    } | changes  # fmt: skip


class CalledForAction:
    """Each method takes a step and gives its event."""

    def __init__(
        self, now: datetime, *asked: str, open_to_all: bool = False, regions: Any = None, **changes: Any
    ) -> None:
        self.version, self.now = 1, now
        self.regions: dict[str, str] = regions or {}
        self.due = date(now.year + 1, 5, 1)
        content = CallForActionContent.model_validate(action_content(**changes))
        begun = NewCallForAction("c1", "ACTION-2026-WCA-001", "wca", now)
        self.state = domain.opened(begun, content, self.due, [self._party(one) for one in asked], open_to_all)
        self.first: events.CallForActionOpened = self._event(events.CallForActionOpened)

    def _party(self, party: str) -> AskedHere:
        return AskedHere(party, self.regions.get(party))

    def _event(self, kind: type[events.CallForActionEvent], **more: Any) -> Any:
        return kind(aggregate_id="c1", aggregate_version=self.version, call_for_action=self.state, **more)

    def _next(self, kind: type[events.CallForActionEvent], state: CallForActionState, **more: Any) -> Any:
        self.version, self.state = self.version + 1, state
        return self._event(kind, **more)

    def revised(self, *more: str, due_on: date | None = None, **changes: Any) -> Any:
        said = self.state.content.model_dump(mode="json") | changes
        state = domain.revised(
            self.state, CallForActionContent.model_validate(said), due_on or self.state.due_on,
            [self._party(one) for one in more], self.now,
        )  # fmt: skip
        return self._next(events.CallForActionRevised, state)

    def answered(self, party: str = FRA, shown: bool = False, **changes: Any) -> Any:
        word = ActionWord.model_validate(
            changes if "answer" in changes else word_body(**{"by": str(self.due)} | changes)
        )
        state = domain.answered(self.state, self._party(party), word, shown, self.now)
        return self._next(events.CallForActionAnswered, state, party=party)

    def showing(self, party: str = FRA, shown: bool = True) -> Any:
        return self._next(events.CallForActionAnswered, domain.showing(self.state, party, shown), party=party)

    def reported(self, party: str = FRA, **changes: Any) -> Any:
        done = ActionDone.model_validate(done_body(self.now.date(), **changes))
        state, number = domain.reported(self.state, party, done, self.now)
        return self._next(events.ActionDoneReported, state, party=party, number=number)

    def corrected(self, number: int = 1, party: str = FRA, **changes: Any) -> Any:
        done = ActionDone.model_validate(done_body(self.now.date(), **changes))
        state = domain.corrected(self.state, party, number, done, self.now)
        return self._next(events.ActionDoneReported, state, party=party, number=number)

    def taken_back(self, number: int = 1, party: str = FRA) -> Any:
        state = domain.taken_back(self.state, party, number, self.now)
        return self._next(events.ActionDoneReported, state, party=party, number=number)

    def closed(self, text: str = "Two of three raised funds.") -> Any:
        state = domain.closed(self.state, ActionOutcome(text=text, language="en"), self.now)
        return self._next(events.CallForActionClosed, state)

    def withdrawn(self, text: str = "The forum is put off.") -> Any:
        state = domain.withdrawn(self.state, ActionOutcome(text=text, language="en"), self.now)
        return self._next(events.CallForActionWithdrawn, state)


def asked_of_calls_for_action(at: Interfaces, state: str, officer: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Calls for action, each operation having one of its own: that asks the State, by officers."""
    found: dict[str, tuple[str, dict[str, str]]] = {
        "open_call_for_action": (officer, {}), "list_calls_for_action": (officer, {}),
    }  # fmt: skip
    officers = ("revise_call_for_action", "close_call_for_action", "withdraw_call_for_action")
    own = ("answer_call_for_action", "show_own_action", "report_on_call_for_action", "take_action_report_back")
    for name in ("read_call_for_action", *own, *officers):
        made = at.call(officer, "dialogue", "POST", "/calls-for-action", call_body(TCD)).json()
        found[name] = (officer if name in officers else state, {"call_for_action_id": made["call_for_action_id"]})
    return found
