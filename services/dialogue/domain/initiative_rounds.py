"""What the sides of an initiative find of a State's system: the joint diagnosis, rounds of an audit, the State's word on them (WM 7). Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from services.dialogue.domain.initiative import named_in
from shared.contracts.shapes.initiative import (
    MOST_CYCLES,
    AuditCycle,
    CycleContent,
    DiagnosisContent,
    InitiativeSide,
    InitiativeState,
    JointDiagnosis,
    Recommendation,
    RecommendationWord,
    Recommended,
)
from shared.modalities.errors import Conflict, Fault, Invalid, NotFound, NotPermitted, twice
from shared.modalities.paragraphs import P7


def diagnosed(
    state: InitiativeState, said: DiagnosisContent, side: InitiativeSide, now: datetime
) -> InitiativeState:  # fmt: skip
    """With a diagnosis as one side words it, in place of an earlier one by which nobody else stands any more. Raises Conflict, Invalid."""
    _at_work(state)
    if state.cycles:
        raise Conflict("rounds_stand_on_it", "Rounds of the audit stand on the diagnosis", P7)
    faults = twice("/areas/{n}/functional_area", (one.functional_area for one in said.areas))
    faults += named_in(("summary", said.summary), *((f"areas/{n}/text", one.text) for n, one in enumerate(said.areas)))
    _refused(faults + list(_not_to_come(said, now)))
    one = JointDiagnosis(**said.model_dump(), recorded_at=now, said_by=(side,))
    return state.model_copy(update={"diagnosis": one})


def stood_by(state: InitiativeState, side: InitiativeSide) -> InitiativeState:
    """Another side stands by the diagnosis. Raises Conflict, NotPermitted for who wrote it."""
    _at_work(state)
    if state.diagnosis is None:
        raise Conflict("no_diagnosis", "No diagnosis is written down", P7)
    if side in state.diagnosis.said_by:
        raise NotPermitted("not_asked", "Your side stands by it already", P7)
    said = state.diagnosis.model_copy(update={"said_by": (*state.diagnosis.said_by, side)})
    return state.model_copy(update={"diagnosis": said})


def audited(
    state: InitiativeState, said: CycleContent, recommended: Sequence[Recommended], side: InitiativeSide, now: datetime
) -> InitiativeState:
    """With a further round. Raises Conflict for a pilot and before it runs, Invalid naming every fault."""
    if state.content.kind != "quality_assurance":
        raise Conflict("no_rounds", "Rounds of an audit are of the quality-assurance initiative", P7)
    if state.status != "running":
        raise Conflict(f"initiative_{state.status}", f"It is {state.status}", P7)
    if len(state.cycles) >= MOST_CYCLES:
        raise Conflict("too_many_rounds", f"It takes {MOST_CYCLES} rounds", P7)
    _refused([*_not_to_come(said, now), *_of_round(state, said, recommended)])
    numbered = tuple(Recommendation(**one.model_dump(), number=n) for n, one in enumerate(recommended, 1))
    cycle = AuditCycle(
        **said.model_dump(), number=len(state.cycles) + 1, recorded_at=now, recorded_by=side, recommendations=numbered
    )
    return state.model_copy(update={"cycles": (*state.cycles, cycle)})


def _of_round(state: InitiativeState, said: CycleContent, recommended: Sequence[Recommended]) -> Iterator[Fault]:
    last = state.cycles[-1] if state.cycles else None
    if last is not None and said.held_on <= last.held_on:
        yield Fault("/held_on", f"the round before was on {last.held_on}", "out_of_order")
    for n, one in enumerate(said.findings):
        if one.count > said.sample:
            yield Fault(f"/findings/{n}/count", f"the sample has {said.sample}", "more_than_sample")
        if any((it.functional_area, it.fault) == (one.functional_area, one.fault) for it in said.findings[:n]):
            yield Fault(f"/findings/{n}", "it stands here already", "twice")
    yield from twice("/auditors/{n}", said.auditors)
    yield from named_in(
        *((f"recommendations/{n}/text", one.text) for n, one in enumerate(recommended)),
        *((f"follow_ups/{n}/text", one.text) for n, one in enumerate(said.follow_ups)),
    )
    yield from _followed(last, said)


def _followed(last: AuditCycle | None, said: CycleContent) -> Iterator[Fault]:
    """Each recommendation of the round before that the State took up is followed once, and nothing else is."""
    known = {one.number for one in last.recommendations if one.answer != "not_accepted"} if last is not None else set()
    named = [one.recommendation for one in said.follow_ups]
    for n, number in enumerate(named):
        if number not in known:
            yield Fault(
                f"/follow_ups/{n}/recommendation", "the round before took up no such one", "unknown_recommendation"
            )
    yield from twice("/follow_ups/{n}/recommendation", map(str, named))
    for number in sorted(known - set(named)):
        yield Fault("/follow_ups", f"what became of recommendation {number} is not said", "follow_up_needed")


def recommendation_answered(
    state: InitiativeState, cycle: int, number: int, word: RecommendationWord, text: str | None, now: datetime
) -> InitiativeState:
    """With the State's word on a recommendation, in place of one it said before. Raises Conflict, NotFound, Invalid."""
    if state.status == "closed":
        raise Conflict("initiative_closed", "It is closed", P7)
    found = next((one for one in state.cycles if one.number == cycle), None)
    asked = next((one for one in found.recommendations if one.number == number), None) if found is not None else None
    if found is None or asked is None:
        raise NotFound("not_found", f"Round {cycle} has no recommendation {number}")
    if found is not state.cycles[-1]:
        raise Conflict("round_followed", "A later round says what became of it", P7)
    _refused(list(named_in(("text", text))))
    said = asked.model_copy(update={"answer": word, "answer_text": text, "answered_at": now})
    those = tuple(said if one is asked else one for one in found.recommendations)
    with_word = found.model_copy(update={"recommendations": those})
    return state.model_copy(update={"cycles": tuple(with_word if one is found else one for one in state.cycles)})


def _at_work(state: InitiativeState) -> None:
    if state.status not in ("agreed", "running"):
        raise Conflict(f"initiative_{state.status}", f"It is {state.status}", P7)


def _not_to_come(said: DiagnosisContent | CycleContent, now: datetime) -> Iterator[Fault]:
    if said.held_on > now.date():
        yield Fault("/held_on", "lies in the future", "date_in_future")


def _refused(faults: Sequence[Fault]) -> None:
    if faults:
        raise Invalid(tuple(faults), paragraph=P7)
