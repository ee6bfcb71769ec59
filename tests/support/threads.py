"""A thread without a running service: made with dialogue's own rules, so that its states are possible."""

from datetime import date, datetime, timedelta
from typing import Any

from services.dialogue.domain import thread as domain
from services.dialogue.domain.thread import Written
from shared.contracts import dialogue
from shared.contracts.shapes.thread import AboutThing

TCD, CMR, WCA = "iso3166:TCD", "iso3166:CMR", "unhcr-bureau:wca"
ABOUT = AboutThing(kind="request", item_id="r1", reference="ACSG-2026-TCD-001")


class Thread:
    """Each method takes a step and gives its event."""

    def __init__(self, now: datetime, circle: str = "requester", *parties: str, **more: Any) -> None:
        self.version, self.now, thread_id = 1, now, more.get("thread_id", "t1")
        sides = more.get("sides") or [(one, circle) for one in parties or (TCD,)] if circle != "secretariat" else []
        about = more.get("about", ABOUT)
        self.state = domain.opened(thread_id, about, circle, "wca", sides, now, more.get("apart_with"))
        self.opened = dialogue.ThreadOpened(aggregate_id=thread_id, aggregate_version=1, thread=self.state)

    def _next(self, kind: type[dialogue.ThreadEvent], state: Any, **more: Any) -> Any:
        self.version, self.state = self.version + 1, state
        return kind(aggregate_id=state.thread_id, aggregate_version=self.version, thread=state, **more)

    def sent(self, author: str, text: str = "Words", **more: Any) -> dialogue.MessageSent:
        state, message = domain.sent(self.state, Written("message", author, text, **more), f"m{self.version}", self.now)
        return self._next(dialogue.MessageSent, state, message=message)

    def asked(self, author: str, of: str, due_on: date | None = None, text: str = "Why?") -> dialogue.QuestionAsked:
        due, ids = due_on or (self.now + timedelta(days=7)).date(), (f"m{self.version}", f"q{self.version}")
        state, message = domain.asked(self.state, Written("question", author, text), of, due, ids, self.now)
        return self._next(dialogue.QuestionAsked, state, message=message)

    def answered(self, author: str, question: str, text: str = "So") -> dialogue.QuestionAnswered:
        written, number = Written("answer", author, text), f"m{self.version}"
        state, message = domain.answered(self.state, question, written, number, self.now)
        return self._next(dialogue.QuestionAnswered, state, message=message)

    def withdrawn(self, by: str, question: str) -> dialogue.QuestionWithdrawn:
        state = domain.withdrawn(self.state, question, by, self.now)
        return self._next(dialogue.QuestionWithdrawn, state, question_id=question)

    def read(self, party: str, number: int) -> dialogue.ThreadRead:
        return self._next(dialogue.ThreadRead, domain.read(self.state, party, number, 0), party=party)

    def followed(self, *parties: str, gone: bool = False) -> dialogue.ThreadFollowed:
        sides = [(party, self.state.circle) for party in parties]
        return self._next(dialogue.ThreadFollowed, domain.followed(self.state, sides, gone))
