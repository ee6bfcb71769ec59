"""A pilot or the quality-assurance initiative through its life: whose word begins it, steps, to whom it is shown, how it ends (WM 7, 11).

Pure: state in, state out. What is found of the system of the State stands in ``initiative_rounds``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.dialogue.domain.no_person_named import no_person_named
from shared.contracts.shapes.initiative import (
    InitiativeContent,
    InitiativeOutcome,
    InitiativePartner,
    InitiativeReader,
    InitiativeSide,
    InitiativeState,
    InitiativeStatus,
    InitiativeStep,
    PlannedStep,
)
from shared.modalities.errors import Conflict, Fault, Invalid, NotFound, NotPermitted, twice
from shared.modalities.paragraphs import P11


@dataclass(frozen=True)
class ServedParty:
    """A party, and the deployment that serves it, if that is another than the initiative's."""

    party: str
    region: str | None = None


@dataclass(frozen=True)
class NewInitiative:
    """What every new initiative has."""

    initiative_id: str
    reference: str
    region: str
    now: datetime

    def own(self) -> dict[str, Any]:
        """The same, as the state names it."""
        return {name: getattr(self, name) for name in ("initiative_id", "reference", "region")} | {"begun_at": self.now}


def opened(begun: NewInitiative, content: InitiativeContent, partner: ServedParty | None) -> InitiativeState:
    """By its State's word; agreed at once where the State names nobody beside it. Raises Invalid naming every fault."""
    faults = _faults(content) + _of_partner(content.country, partner)
    if faults:
        raise Invalid(tuple(faults), paragraph=P11)
    state = InitiativeState(
        **begun.own(), status="proposed", content=content, opened_by=content.country, answer="accepted",
        partner=_asked(partner, begun.now),
    )  # fmt: skip
    return _settled(state, begun.now)


def proposed(
    begun: NewInitiative, content: InitiativeContent, served_by: str | None, partner: ServedParty | None
) -> InitiativeState:
    """By officers, to its State, which alone names who stands beside it. Raises Invalid naming every fault."""
    faults = _faults(content)
    if partner is not None:
        faults.append(Fault("/partner", "the State names who stands beside it", "its_state_names"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P11)
    return InitiativeState(**begun.own(), status="proposed", content=content, served_by=served_by, answer="pending")


def answered(
    state: InitiativeState, party: str, accepts: bool, partner: ServedParty | None, said: InitiativeOutcome | None, now: datetime
) -> InitiativeState:  # fmt: skip
    """With the own word of the State, which may name a partner, or of the partner, which may leave later too.

    Raises Conflict, NotPermitted for who is not asked, Invalid.
    """
    _while(state, "proposed", "agreed", "running")
    if party == state.content.country:
        if state.answer != "pending":
            raise NotPermitted("not_asked", "The State said its word; it ends what it does not carry on", P11)
        if faults := _of_partner(party, partner):
            raise Invalid(tuple(faults), paragraph=P11)
        if not accepts:
            over = {"status": "closed", "closed_at": now, "outcome": said, "answer": "declined"}
            return state.model_copy(update=over)
        return _settled(state.model_copy(update={"answer": "accepted", "partner": _asked(partner, now)}), now)
    return _partners_word(state, party, accepts, partner, now)


def _partners_word(
    state: InitiativeState, party: str, accepts: bool, partner: ServedParty | None, now: datetime
) -> InitiativeState:
    mine = state.partner
    if (
        mine is None
        or mine.party != party
        or mine.answer not in ("pending", "accepted")
        or (accepts and mine.answer == "accepted")
    ):
        raise NotPermitted("not_asked", f"No such word of {party} is waited for", P11)
    if partner is not None:
        raise Invalid((Fault("/partner", "the State names who stands beside it", "its_state_names"),), paragraph=P11)
    word = "accepted" if accepts else "declined" if mine.answer == "pending" else "left"
    said = mine.model_copy(update={"answer": word, "answered_at": now})
    # What a partner that leaves would have done is the Secretariat's to take up.
    steps = tuple(
        one.model_copy(update={"by": "secretariat"})
        if not accepts and one.by == "partner" and one.done_on is None
        else one
        for one in state.steps
    )
    return _settled(state.model_copy(update={"partner": said, "steps": steps}), now)


def _settled(after: InitiativeState, now: datetime) -> InitiativeState:
    waits = after.answer == "pending" or (after.partner is not None and after.partner.answer == "pending")
    if waits or after.status != "proposed":
        return after
    return after.model_copy(update={"status": "agreed", "agreed_at": now})


def planned(state: InitiativeState, steps: Sequence[PlannedStep], today: date) -> InitiativeState:
    """With its steps, in place of those that are not done; what was done stays. The first ones make it run.

    Raises Conflict before the diagnosis of a quality-assurance initiative is joint, Invalid naming every fault.
    """
    _while(state, "agreed", "running")
    if state.content.kind == "quality_assurance" and (state.diagnosis is None or not state.diagnosis.joint()):
        raise Conflict(
            "diagnosis_not_joint", "Steps follow from a diagnosis that the State and another side stand by", P11
        )
    if faults := list(_of_steps(state, steps, today)):
        raise Invalid(tuple(faults), paragraph=P11)
    done = tuple(one for one in state.steps if one.done_on is not None)
    first = max((one.number for one in state.steps), default=0) + 1
    new = tuple(InitiativeStep(**one.model_dump(), number=first + n) for n, one in enumerate(steps))
    return state.model_copy(update={"status": "running", "steps": (*done, *new)})


def _of_steps(state: InitiativeState, steps: Sequence[PlannedStep], today: date) -> Iterator[Fault]:
    last, beside = state.content.period.end, sides(state)
    for n, one in enumerate(steps):
        yield from no_person_named(f"/steps/{n}/title", one.title)
        if one.due_on < today:
            yield Fault(f"/steps/{n}/due_on", "that day is over", "in_the_past")
        elif last is not None and one.due_on > last:
            yield Fault(f"/steps/{n}/due_on", f"it ends on {last}", "out_of_order")
        if one.by not in beside:
            yield Fault(f"/steps/{n}/by", "nobody stands beside its State and the Secretariat", "no_partner")
        if any((it.title, it.due_on) == (one.title, one.due_on) for it in steps[:n]):
            yield Fault(f"/steps/{n}", "it stands here already", "twice")


def sides(state: InitiativeState) -> frozenset[str]:
    """Who stands in it by its own word, beside the Secretariat."""
    partner = {"partner"} if state.partner is not None and state.partner.answer == "accepted" else set()
    return frozenset({"state", "secretariat"} | partner)


def step_done(state: InitiativeState, side: InitiativeSide, number: int, on: date, today: date) -> InitiativeState:
    """With a step that its side did. Raises Conflict, NotFound, NotPermitted for another side, Invalid."""
    _while(state, "running")
    found = next((one for one in state.steps if one.number == number), None)
    if found is None:
        raise NotFound("not_found", f"It has no step {number}")
    if found.by != side:
        raise NotPermitted("not_its_own", f"Step {number} is another side's", P11)
    if found.done_on is not None:
        raise Conflict("nothing_changed", f"Step {number} is done", P11)
    if on > today:
        raise Invalid((Fault("/done_on", "lies in the future", "date_in_future"),), paragraph=P11)
    done = found.model_copy(update={"done_on": on})
    return state.model_copy(update={"steps": tuple(done if one is found else one for one in state.steps)})


def shown(state: InitiativeState, readers: Sequence[ServedParty], with_figures: bool) -> InitiativeState:
    """To whom its State shows it from now on; who was shown it before hears that it is no more. Raises Conflict, Invalid."""
    if state.answer != "accepted":
        raise Conflict(f"initiative_{state.status}", "Its State has not said its word yet", P11)
    mine = {state.content.country, state.partner.party if state.partner is not None else ""}
    faults = [
        Fault(f"/readers/{n}", f"'{one.party}' stands in it already", "twice")
        for n, one in enumerate(readers)
        if one.party in mine or one.party in [it.party for it in readers[:n]]
    ]
    if faults:
        raise Invalid(tuple(faults), paragraph=P11)
    now = {one.party for one in readers}
    past = tuple(one.model_copy(update={"shown": False}) for one in state.readers if one.party not in now)
    those = tuple(InitiativeReader(party=one.party, shown=True, region=one.region) for one in readers)
    return state.model_copy(update={"readers": (*those, *past), "with_figures": with_figures and bool(those)})


def led_to(state: InitiativeState, practice_id: str) -> InitiativeState:
    """The good practice that it led to. Raises Conflict."""
    _while(state, "running", "closed")
    if state.agreed_at is None:
        raise Conflict(f"initiative_{state.status}", "What was never agreed led to nothing", P11)
    if state.practice_id == practice_id:
        raise Conflict("nothing_changed", "That is the practice that it led to", P11)
    return state.model_copy(update={"practice_id": practice_id})


def closed(state: InitiativeState, outcome: InitiativeOutcome, now: datetime) -> InitiativeState:
    """It is over. Officers end it early alone; as planned it is closed by its State, once nothing is open.

    Raises Conflict, NotPermitted, Invalid naming every fault.
    """
    _while(state, "proposed", "agreed", "running")
    if outcome.said_by != "state" and not outcome.early:
        raise NotPermitted(
            "its_states_own", "How it went is its State's to say; officers end what they do not carry on", P11
        )
    faults = list(no_person_named("/text", outcome.text))
    if not outcome.early and (state.status != "running" or any(one.done_on is None for one in state.steps)):
        faults.append(Fault("/early", "steps are open: it ends early", "steps_open"))
    if not outcome.early and any(it.answer is None for one in state.cycles[-1:] for it in one.recommendations):
        faults.append(Fault("/early", "recommendations have no answer: it ends early", "recommendations_open"))
    if not outcome.early and state.content.kind == "pilot" and outcome.judged is None:
        faults.append(Fault("/judged", "Of a pilot this is needed", "pilot_needed"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P11)
    return state.model_copy(update={"status": "closed", "closed_at": now, "outcome": outcome})


def _while(state: InitiativeState, *statuses: InitiativeStatus) -> None:
    if state.status not in statuses:
        raise Conflict(f"initiative_{state.status}", f"It is {state.status}", P11)


def _asked(partner: ServedParty | None, now: datetime) -> InitiativePartner | None:
    if partner is None:
        return None
    return InitiativePartner(party=partner.party, answer="pending", asked_at=now, region=partner.region)


def _of_partner(country: str, partner: ServedParty | None) -> list[Fault]:
    mine = partner is not None and partner.party == country
    return [Fault("/partner", "the State stands in it already", "twice")] if mine else []


def _faults(content: InitiativeContent) -> list[Fault]:
    faults = twice("/functional_areas/{n}", content.functional_areas)
    faults += named_in(
        ("title", content.title), ("aim", content.aim), ("places", content.places), ("judged_by", content.judged_by)
    )
    if content.kind == "pilot":
        needed = {"places": content.places, "judged_by": content.judged_by, "period/end": content.period.end}
        faults += [
            Fault(f"/{name}", "Of a pilot this is needed", "pilot_needed")
            for name, value in needed.items()
            if value is None
        ]
    return faults


def named_in(*texts: tuple[str, str | None]) -> Iterable[Fault]:
    """Faults of texts, each with its place, that name a person."""
    return [fault for place, text in texts if text for fault in no_person_named(f"/{place}", text)]
