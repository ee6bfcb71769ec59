"""A call for action through its life: officers ask, each party answers and reports for itself, officers say what came (WM 5).

Pure: state in, state out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.dialogue.domain.no_person_named import no_person_named
from shared.contracts.reference.currencies import currencies
from shared.contracts.shapes.call_for_action import (
    MOST_ACTION_REPORTS,
    MOST_ASKED,
    ActionDone,
    ActionOutcome,
    ActionReport,
    ActionWord,
    AskedParty,
    CallForActionContent,
    CallForActionState,
)
from shared.modalities.errors import Conflict, Fault, Invalid, NotPermitted, twice
from shared.modalities.paragraphs import P5


@dataclass(frozen=True)
class AskedHere:
    """A party, and the deployment that serves it, if that is another than the call's."""

    party: str
    region: str | None = None


@dataclass(frozen=True)
class NewCallForAction:
    """What every new call for action has."""

    call_for_action_id: str
    reference: str
    region: str
    now: datetime

    def own(self) -> dict[str, Any]:
        """The same, as the state names it."""
        named = {name: getattr(self, name) for name in ("call_for_action_id", "reference", "region")}
        return named | {"opened_at": self.now}


def opened(
    begun: NewCallForAction, content: CallForActionContent, due_on: date, asked: Sequence[AskedHere], open_to_all: bool
) -> CallForActionState:
    """What is asked, of whom. Raises Invalid naming every fault."""
    faults = [*_of_content(content), *_of_day("/due_on", due_on, begun.now), *_of_asked(asked, ())]
    if not asked and not open_to_all:
        faults.append(Fault("/asked", "name who is asked, or ask all who are interested", "nobody_asked"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P5)
    parties = tuple(_asked(one, "asked", begun.now) for one in asked)
    return CallForActionState(
        **begun.own(), status="open", content=content, due_on=due_on, open_to_all=open_to_all, parties=parties
    )


def revised(
    state: CallForActionState, content: CallForActionContent, due_on: date, more: Sequence[AskedHere], now: datetime
) -> CallForActionState:
    """Worded anew, with another day, or with further parties asked; who was asked stays, with its word. Raises Conflict, Invalid."""
    _while_open(state)
    if len(state.parties) + len(more) > MOST_ASKED:
        raise Conflict("call_for_action_full", f"A call takes {MOST_ASKED} parties", P5)
    if content == state.content and due_on == state.due_on and not more:
        raise Conflict("nothing_changed", "It says so already", P5)
    faults = [*_of_content(content), *_of_asked(more, state.parties)]
    if due_on != state.due_on:
        faults += _of_day("/due_on", due_on, now)
    if content.kind != state.content.kind and any(one.answer != "pending" for one in state.parties):
        faults.append(Fault("/kind", "parties answered to what was asked: open another call", "kind_answered"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P5)
    parties = (*state.parties, *(_asked(one, "asked", now) for one in more))
    return state.model_copy(update={"content": content, "due_on": due_on, "parties": parties, "revised_at": now})


def answered(
    state: CallForActionState, by: AskedHere, word: ActionWord, shown: bool, now: datetime
) -> CallForActionState:
    """With a party's own word; who was not asked joins a call that is open to all by it. Raises Conflict, NotPermitted, Invalid."""
    _while_open(state)
    mine = state.party(by.party)
    if mine is None and not state.open_to_all:
        raise NotPermitted("not_asked", f"No word of {by.party} is waited for", P5)
    if mine is None and len(state.parties) >= MOST_ASKED:
        raise Conflict("call_for_action_full", f"A call takes {MOST_ASKED} parties", P5)
    if faults := tuple(_of_word(word, now)):
        raise Invalid(faults, paragraph=P5)
    mine = mine or _asked(by, "joined", now)
    if word.answer != "will_do" and mine.did():
        raise Conflict("report_stands", "Your party reported what it did; take that back first", P5)
    said = {"answer": word.answer, "word": word, "answered_at": now, "shown": shown}
    return _with(state, mine.model_copy(update=said))


def showing(state: CallForActionState, party: str, shown: bool) -> CallForActionState:
    """With whether a party lets others read its word and reports, at any time. Raises Conflict."""
    mine = _who_said(state, party)
    if mine.shown == shown:
        raise Conflict("nothing_changed", "That is what your party said", P5)
    return _with(state, mine.model_copy(update={"shown": shown}))


def reported(state: CallForActionState, party: str, done: ActionDone, now: datetime) -> tuple[CallForActionState, int]:
    """With what a party says that it did, and the number of that. Raises Conflict, Invalid naming every fault."""
    _while_open(state)
    mine = _who_said(state, party)
    if mine.answer != "will_do":
        raise Conflict("not_undertaken", "Say first that your party does something", P5)
    if len(mine.reports) >= MOST_ACTION_REPORTS:
        raise Conflict("call_for_action_full", f"A party reports {MOST_ACTION_REPORTS} times", P5)
    _fits(state, done, now)
    number = len(mine.reports) + 1
    report = ActionReport(**_said(done), number=number, said_at=now)
    return _with(state, mine.model_copy(update={"reports": (*mine.reports, report)})), number


def corrected(
    state: CallForActionState, party: str, number: int, done: ActionDone, now: datetime
) -> CallForActionState:
    """With a report as it should have been, also once the call is closed. Raises Conflict, Invalid naming every fault."""
    mine, report = _report(state, party, number)
    if ActionDone(**_said(report)) == done:
        raise Conflict("nothing_changed", "It says so already", P5)
    _fits(state, done, now)
    said = ActionReport(**_said(done), number=number, said_at=report.said_at, corrected_at=now)
    return _with(state, _replaced(mine, said))


def taken_back(state: CallForActionState, party: str, number: int, now: datetime) -> CallForActionState:
    """Without a report that its party takes back, also once the call is closed. Raises Conflict, Invalid."""
    mine, report = _report(state, party, number)
    return _with(state, _replaced(mine, report.model_copy(update={"withdrawn_at": now})))


def closed(state: CallForActionState, outcome: ActionOutcome, now: datetime) -> CallForActionState:
    """With words on what came of it. Raises Conflict, Invalid."""
    return _ended(state, "closed", outcome, now)


def withdrawn(state: CallForActionState, outcome: ActionOutcome, now: datetime) -> CallForActionState:
    """Taken back, with words on why. Raises Conflict, Invalid."""
    return _ended(state, "withdrawn", outcome, now)


def _ended(state: CallForActionState, status: str, outcome: ActionOutcome, now: datetime) -> CallForActionState:
    _while_open(state)
    if faults := tuple(no_person_named("/text", outcome.text)):
        raise Invalid(faults, paragraph=P5)
    return state.model_copy(update={"status": status, "outcome": outcome, "ended_at": now})


def _while_open(state: CallForActionState) -> None:
    if state.status != "open":
        raise Conflict(f"call_for_action_{state.status}", f"The call for action is {state.status}", P5)


def _who_said(state: CallForActionState, party: str) -> AskedParty:
    mine = state.party(party)
    if mine is None or mine.answer == "pending":
        raise Conflict("not_answered", "Your party has said nothing on it yet", P5)
    return mine


def _report(state: CallForActionState, party: str, number: int) -> tuple[AskedParty, ActionReport]:
    mine = _who_said(state, party)
    found = next((one for one in mine.did() if one.number == number), None)
    if found is None:
        raise Invalid((Fault("/number", "is no report of your party that stands", "unknown_report"),), paragraph=P5)
    return mine, found


def _replaced(mine: AskedParty, report: ActionReport) -> AskedParty:
    return mine.model_copy(
        update={"reports": tuple(report if one.number == report.number else one for one in mine.reports)}
    )


def _with(state: CallForActionState, mine: AskedParty) -> CallForActionState:
    others = [one.party for one in state.parties]
    if mine.party not in others:
        return state.model_copy(update={"parties": (*state.parties, mine)})
    return state.model_copy(
        update={"parties": tuple(mine if one.party == mine.party else one for one in state.parties)}
    )


def _asked(one: AskedHere, came: Any, now: datetime) -> AskedParty:
    return AskedParty(party=one.party, came=came, asked_at=now, region=one.region)


def _said(done: ActionDone) -> dict[str, Any]:
    return {name: getattr(done, name) for name in ActionDone.model_fields}


def _fits(state: CallForActionState, done: ActionDone, now: datetime) -> None:
    faults = [*no_person_named("/text", done.text)]
    if done.done_on > now.date():
        faults.append(Fault("/done_on", "lies in the future", "date_in_future"))
    if done.raised is not None and state.content.kind != "resource_mobilisation":
        faults.append(Fault("/raised", "an amount is said of a call to mobilise resources", "no_amount_here"))
    elif done.raised is not None and done.raised.unit not in currencies():
        faults.append(Fault("/raised/unit", f"'{done.raised.unit}' is no currency", "not_a_currency"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P5)


def _of_content(content: CallForActionContent) -> Iterator[Fault]:
    yield from twice("/wordings/{n}/language", [one.language for one in content.wordings])
    yield from twice("/functional_areas/{n}", content.functional_areas)
    yield from twice("/countries/{n}", content.countries)
    for n, one in enumerate(content.wordings):
        yield from no_person_named(f"/wordings/{n}/title", one.title)
        yield from no_person_named(f"/wordings/{n}/text", one.text)


def _of_day(pointer: str, day: date, now: datetime) -> Iterator[Fault]:
    if day < now.date():
        yield Fault(pointer, "that day is over", "in_the_past")


def _of_asked(asked: Sequence[AskedHere], standing: Sequence[AskedParty]) -> Iterator[Fault]:
    there = {one.party for one in standing}
    yield from twice("/asked/{n}", [one.party for one in asked])
    for n, one in enumerate(asked):
        if one.party in there:
            yield Fault(f"/asked/{n}", f"'{one.party}' stands in it already", "twice")


_NEEDED = {"what": "words_needed", "language": "words_needed", "by": "date_needed"}
"""What goes with the word of who does something, and what its lack is called."""


def _of_word(word: ActionWord, now: datetime) -> Iterator[Fault]:
    does, declines = word.answer == "will_do", word.answer == "declined"
    for name, code in _NEEDED.items():
        if does and getattr(word, name) is None:
            yield Fault(f"/{name}", "is needed of who does something", code)
        elif not does and getattr(word, name) is not None:
            yield Fault(f"/{name}", "is said of who does something", "not_of_this_answer")
    if declines and word.reason_code is None:
        yield Fault("/reason_code", "is needed of who declines", "reason_needed")
    elif not declines and word.reason_code is not None:
        yield Fault("/reason_code", "is said of who declines", "not_of_this_answer")
    if does and word.by is not None:
        yield from _of_day("/by", word.by, now)
    if word.what is not None:
        yield from no_person_named("/what", word.what)
