"""A review of the terms through its life (WM 21). Pure: state in, state out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from services.dialogue.domain.its_period import its_period
from shared.contracts.shapes.review import (
    MOST_PROPOSALS,
    Decided,
    FromMeeting,
    ReviewConcerned,
    ReviewConclusion,
    ReviewedPeriod,
    ReviewProposal,
    ReviewState,
    ReviewStatus,
)
from shared.modalities.errors import Conflict, Fault, Invalid, NotFound, NotPermitted, twice
from shared.modalities.paragraphs import P21, PARAGRAPHS

_NUMBERS = frozenset(one.number for one in PARAGRAPHS)


@dataclass(frozen=True)
class NewReview:
    """What every new review has."""

    review_id: str
    reference: str
    region: str
    now: datetime

    def own(self) -> dict[str, Any]:
        """The same, as the state names it."""
        return {name: getattr(self, name) for name in ("review_id", "reference", "region")} | {"begun_at": self.now}


@dataclass(frozen=True)
class ProposedChange:
    """What a party proposes."""

    party: str
    paragraph: str
    language: str
    text: str
    meeting: FromMeeting | None = None


@dataclass(frozen=True)
class ProposalDecision:
    """What became of a proposal, and why."""

    proposal_id: str
    decision: Decided
    words: str


def due(begun: NewReview, due_on: date, since: date) -> ReviewState:
    """The yearly review, whose day has come. ``since``: the first day that no concluded review has looked at."""
    period = ReviewedPeriod(from_on=min(since, due_on - timedelta(days=1)), until_on=due_on - timedelta(days=1))
    return ReviewState(**begun.own(), status="due", came="yearly", due_on=due_on, period=period)


def asked(begun: NewReview, by: str, region: str | None, reason: str, language: str) -> ReviewState:
    """A review that a party asks for, with its reason."""
    return ReviewState(
        **begun.own(), status="asked", came="asked", asked_by=by, asked_region=region, reason=reason,
        reason_language=language,
    )  # fmt: skip


def _while(state: ReviewState, *statuses: ReviewStatus) -> None:
    """Raises Conflict that says how the review stands."""
    if state.status not in statuses:
        raise Conflict(f"review_{state.status}", f"The review is {state.status}", P21)


def declined(state: ReviewState, reason: str, language: str) -> ReviewState:
    """No review for now. Raises Conflict; the yearly one is not declined."""
    if state.status == "due":
        raise Conflict("review_is_owed", "The terms are reviewed every year: this one is opened", P21)
    _while(state, "asked")
    return state.model_copy(
        update={"status": "declined", "declined_because": reason, "declined_language": language}
    )  # fmt: skip


def opened(
    state: ReviewState,
    period: ReviewedPeriod,
    words: str,
    language: str,
    concerned: Iterable[ReviewConcerned],
    others: Iterable[ReviewState],
    now: datetime,
) -> ReviewState:
    """The review over a period. ``others``: reviews of the deployment that look at one. Raises Conflict, Invalid."""
    _while(state, "due", "asked")
    its_period(state, period, others, now.date())
    return state.model_copy(
        update={
            "status": "opened", "period": period, "words": words, "language": language, "opened_at": now,
            "concerned": tuple(concerned),
        }
    )  # fmt: skip


def consulting(state: ReviewState, until: date, now: datetime) -> ReviewState:
    """Every party may propose, until a day; the day may be put off, never brought forward. Raises Conflict, Invalid."""
    _while(state, "opened", "consulting")
    if until < now.date():
        raise Invalid((Fault("/until_on", "has passed", "in_the_past"),), paragraph=P21)
    if state.consult_until is not None and until <= state.consult_until:
        fault = Fault("/until_on", f"lies before {state.consult_until}, which the parties were told", "out_of_order")
        raise Invalid((fault,), paragraph=P21)
    return state.model_copy(
        update={"status": "consulting", "consult_until": until, "consulting_at": state.consulting_at or now}
    )


def proposed(state: ReviewState, one: ProposedChange, proposal_id: str, now: datetime) -> ReviewState:
    """The review with one more proposal. Raises Conflict, Invalid for a paragraph that the document does not have."""
    _while(state, "consulting")
    if not state.takes_proposals(now.date()):
        raise Conflict("consultation_over", f"Proposals were taken until {state.consult_until}", P21)
    if len(state.proposals) >= MOST_PROPOSALS:
        raise Conflict("review_full", f"A review takes {MOST_PROPOSALS} proposals", P21)
    if one.paragraph not in _NUMBERS:
        fault = Fault("/paragraph", "the working modalities have no such paragraph", "unknown_paragraph")
        raise Invalid((fault,), paragraph=P21)
    said = ReviewProposal(
        proposal_id=proposal_id, party=one.party, paragraph=one.paragraph, language=one.language, text=one.text,
        meeting=one.meeting, made_at=now,
    )  # fmt: skip
    return state.model_copy(update={"proposals": (*state.proposals, said)})


def withdrawn(state: ReviewState, proposal_id: str, by: str, now: datetime) -> ReviewState:
    """The review without the text of a proposal. Raises NotFound, NotPermitted for another party's, Conflict."""
    found = state.proposal(proposal_id)
    if found is None:
        raise NotFound("not_found", "There is no such proposal")
    if found.party != by:
        raise NotPermitted("not_its_proposer", "A party takes its own proposals back", P21)
    _while(state, "consulting")
    if found.withdrawn_at is not None:
        raise Conflict("proposal_withdrawn", "The proposal was taken back", P21)
    gone = found.model_copy(update={"text": None, "withdrawn_at": now})
    return _with(state, {proposal_id: gone})


def concluded(
    state: ReviewState,
    decisions: tuple[ProposalDecision, ...],
    words: str,
    language: str,
    terms_from: date | None,
    now: datetime,
) -> ReviewState:
    """The review at its end: each proposal that stands has a decision. Raises Conflict, Invalid naming every fault.

    Who was told a day has until its end to propose; changed terms hold from a day to come, never from one that has passed.
    """
    _while(state, "consulting")
    if state.takes_proposals(now.date()):
        raise Conflict("consultation_runs", f"Proposals may be made until {state.consult_until}", P21)
    standing = {one.proposal_id: one for one in state.proposals if one.withdrawn_at is None}
    faults = _faults_of(decisions, standing)
    if terms_from is not None and terms_from < now.date():
        faults.append(Fault("/terms_from", "has passed: changed terms are never dated back", "in_the_past"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P21)
    decided = {
        one.proposal_id: standing[one.proposal_id].model_copy(
            update={"decision": one.decision, "decision_words": one.words}
        )
        for one in decisions
    }
    end = ReviewConclusion(words=words, language=language, concluded_at=now, terms_from=terms_from)
    return _with(state, decided).model_copy(update={"status": "concluded", "conclusion": end})


def _faults_of(decisions: tuple[ProposalDecision, ...], standing: Mapping[str, ReviewProposal]) -> list[Fault]:
    """Decisions of what does not stand, said twice, and proposals without one."""
    seen = [one.proposal_id for one in decisions]
    faults = twice("/decisions/{n}/proposal_id", seen)
    faults += [
        Fault(f"/decisions/{n}/proposal_id", "is no proposal that stands", "unknown_proposal")
        for n, name in enumerate(seen)
        if name not in standing
    ]
    faults += [
        Fault("/decisions", f"says nothing of proposal {name}", "undecided") for name in standing if name not in seen
    ]
    return faults


def _with(state: ReviewState, changed: Mapping[str, ReviewProposal]) -> ReviewState:
    proposals = tuple(changed.get(one.proposal_id, one) for one in state.proposals)
    return state.model_copy(update={"proposals": proposals})
