"""A declared crisis through its life (WM 12). Pure: state in, state out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.contracts.shapes.crisis import (
    MOST_LOOKS,
    CrisisConcerned,
    CrisisContent,
    CrisisEnd,
    CrisisLook,
    CrisisState,
    CrisisWord,
)
from shared.modalities.errors import Conflict, Fault, Invalid, NotPermitted, twice
from shared.modalities.paragraphs import P12


@dataclass(frozen=True)
class NewCrisis:
    """What every new crisis has."""

    crisis_id: str
    reference: str
    region: str
    now: datetime


def declared(new: NewCrisis, content: CrisisContent, reason: str, states: Sequence[str]) -> CrisisState:
    """A crisis of these States. Raises Invalid naming every fault."""
    faults = twice("/states/{n}", states)
    if content.from_on > new.now.date():
        faults.append(Fault("/content/from_on", "lies in the future: what may come is a signal", "date_in_future"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P12)
    return CrisisState(
        crisis_id=new.crisis_id,
        reference=new.reference,
        region=new.region,
        status="declared",
        content=content,
        reason=reason,
        states=tuple(CrisisConcerned(party=one) for one in states),
        declared_at=new.now,
        stands_since=new.now,
    )


def said(state: CrisisState, party: str, word: CrisisWord) -> CrisisState:
    """The crisis with a State's own word, its first or another one. Raises Invalid, NotPermitted for whom it is not about.

    It is taken at any time: who agreed that others read of it may take that back when the crisis is over.
    """
    faults = []
    if not word.agrees and word.words is None:
        faults.append(Fault("/words", "say why: it is read by the officers", "words_needed"))
    if not word.agrees and word.shown:
        words = "who objects to a declaration does not have it shown to others"
        faults.append(Fault("/shown", words, "objects_and_shows"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P12)
    if all(one.party != party for one in state.states):
        raise NotPermitted("not_its_state", "A State says its own word on a crisis that it is in", P12)
    states = tuple(one.model_copy(update={"word": word}) if one.party == party else one for one in state.states)
    shown = all(one.word is not None and one.word.shown for one in states)
    since = state.shown_at or (word.said_at if shown else None)
    return state.model_copy(update={"states": states, "open_to_others": shown, "shown_at": since})


def reviewed(state: CrisisState, words: str, language: str, now: datetime) -> CrisisState:
    """It still stands, an officer says why. Raises Conflict."""
    _stands(state)
    look = CrisisLook(words=words, language=language, looked_at=now)
    return state.model_copy(update={"stands_since": now, "looks": (*state.looks, look)[-MOST_LOOKS:]})


def ended(state: CrisisState, reason: str, language: str, now: datetime) -> CrisisState:
    """It is none any more, an officer says why. Raises Conflict."""
    _stands(state)
    return state.model_copy(
        update={"status": "ended", "end": CrisisEnd(reason=reason, language=language, ended_at=now)}
    )


def _stands(state: CrisisState) -> None:
    if state.status != "declared":
        raise Conflict("crisis_ended", f"{state.reference} ended", P12)
