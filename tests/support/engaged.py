"""An engagement through a life at random without a running service: made with delivery's own rules, so that its states are
possible ones.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from services.delivery.domain import ending, following, looking_back, planning, publication, terms
from shared.contracts import delivery
from shared.contracts.delivery import EngagementEvent
from shared.contracts.shapes.engagement import EngagementSide, EngagementState, EvaluationContent
from shared.contracts.shapes.engagement_plan import PlanContent, PlannedDelivery, PlannedMilestone, ReportedDelivery
from shared.contracts.shapes.engagement_terms import Signature
from shared.contracts.shapes.values import Quantity
from shared.modalities.errors import ModalityError
from tests.support.engagements import EVALUATION, of_made_up_match

WITHIN, LOOK_BACK = timedelta(days=30), timedelta(days=40)
PACKAGE = Quantity(amount=Decimal(1), unit="packages")
Made = tuple[type[EngagementEvent], EngagementState, dict[str, Any]]
Step = Callable[[EngagementState, str, datetime, random.Random], Made]


def _terms(state: EngagementState, party: str, now: datetime, _: random.Random) -> Made:
    latest = state.terms[-1].content
    smaller = latest.lines[0].model_copy(update={"quantity": PACKAGE, "covers": PACKAGE})
    after = terms.proposed(state, party, latest.model_copy(update={"lines": (smaller,)}), "Fewer", now)
    return delivery.TermsProposed, after, {"party": party}


def _signed(state: EngagementState, party: str, now: datetime, _: random.Random) -> Made:
    latest = state.terms[-1]
    word = Signature(party=party, version=latest.version, how="login", signed_at=now)
    return delivery.TermsSigned, terms.signed(state, word, latest.digest), {"party": party}


def _aside(state: EngagementState, party: str, now: datetime, _: random.Random) -> Made:
    version = state.terms[-1].version
    after = terms.set_aside(state, party, version, "Not this year", now)
    return delivery.TermsSetAside, after, {"party": party, "terms_version": version}


def _plan(state: EngagementState, party: str, now: datetime, chance: random.Random) -> Made:
    due = now.date() + timedelta(days=chance.randint(-3, 40))
    plan = state.plan.content if state.plan else None
    deliveries = (
        plan.deliveries
        if plan
        else (PlannedDelivery(delivery_id="d1", line_id="1", what="One", quantity=PACKAGE, due_on=due),)
    )
    judged = PlannedMilestone(milestone_id="m1", text="Trust", measure="qualitative", due_on=due + timedelta(days=9))
    milestones = plan.milestones if plan else (judged,)
    content = PlanContent(monitoring=f"By {party} {due}", deliveries=deliveries, milestones=milestones)
    return delivery.PlanProposed, planning.proposed(state, party, content, now), {"party": party}


def _agreed(state: EngagementState, party: str, now: datetime, _: random.Random) -> Made:
    version = state.plan.version if state.plan else 1
    return delivery.PlanAgreed, planning.agreed(state, party, version, now), {"party": party}


def _started(state: EngagementState, party: str, now: datetime, _: random.Random) -> Made:
    return delivery.EngagementStarted, planning.started(state, party, now), {"party": party}


def _reported(state: EngagementState, party: str, now: datetime, _: random.Random) -> Made:
    report = ReportedDelivery(
        report_id=f"r{len(state.deliveries)}", line_id="1", delivery_id="d1" if state.deliveries else None, quantity=PACKAGE, covers=PACKAGE, delivered_on=now.date(),
        reported_by=party, reported_at=now,
    )  # fmt: skip
    after = following.delivered(state, report, now)
    return delivery.ProgressReported, after, {"party": party, "what": "delivery"}


def _answered(state: EngagementState, party: str, now: datetime, chance: random.Random) -> Made:
    report = f"r{chance.randint(0, max(0, len(state.deliveries) - 1))}"
    after = following.delivery_answered(state, report, party, chance.random() < 0.7, "So it was", now)
    return delivery.ReportAnswered, after, {"party": party, "what": "delivery"}


def _paused(state: EngagementState, party: str, now: datetime, _: random.Random) -> Made:
    return delivery.EngagementPaused, ending.paused(state, party, "Rains", now), {"party": party}


def _resumed(state: EngagementState, party: str, now: datetime, _: random.Random) -> Made:
    return delivery.EngagementResumed, ending.resumed(state, party, now), {"party": party}


def _fulfilled(state: EngagementState, party: str, now: datetime, _: random.Random) -> Made:
    after = following.fulfilled(state, party, now, LOOK_BACK)
    if after.stage == "fulfilled":
        return delivery.EngagementFulfilled, after, {}
    return delivery.FulfilmentSaid, after, {"party": party}


def _ended(state: EngagementState, party: str, now: datetime, chance: random.Random) -> Made:
    if chance.random() < 0.2:
        return delivery.EngagementEnded, ending.closed(state, "officer", "No word", now), {}
    return delivery.EngagementEnded, ending.ended(state, party, "funding_lost", None, now, LOOK_BACK), {}


def _evaluated(state: EngagementState, party: str, now: datetime, chance: random.Random) -> Made:
    content = EvaluationContent.model_validate(EVALUATION | {"may_be_public": chance.random() < 0.7})
    return delivery.EvaluationGiven, looking_back.evaluated(state, party, content, now), {"by": party}


def _published(state: EngagementState, party: str, now: datetime, chance: random.Random) -> Made:
    digest = state.publication.digest if state.publication else ""
    answer: Literal["agreed", "taken_back"] = "agreed" if chance.random() < 0.8 else "taken_back"
    after = publication.answered(state, party, digest, answer, now)
    return delivery.PublicationAnswered, after, {"party": party, "answer": answer}


def _looked(state: EngagementState, party: str, now: datetime, _: random.Random) -> Made:
    after = looking_back.results_stand(state, party, "yes", None, now)
    return delivery.SustainabilityReviewed, after, {"party": party}


def _beside(state: EngagementState, _: str, now: datetime, chance: random.Random) -> Made:
    party = chance.choice(("org:ecre", "iso3166:SEN"))
    if chance.random() < 0.6:
        after = looking_back.champion_asked(state, party)
    else:
        after = looking_back.champion_answered(state, party, chance.choice(("accepted", "declined", "ended")), now)
    return delivery.ChampionChanged, after, {"party": party}


STEPS: Mapping[str, Step] = {
    "terms": _terms, "signed": _signed, "aside": _aside, "plan": _plan, "agreed": _agreed, "started": _started, "reported": _reported,
    "answered": _answered, "paused": _paused, "resumed": _resumed, "fulfilled": _fulfilled, "ended": _ended,
    "evaluated": _evaluated, "published": _published, "looked": _looked, "beside": _beside,
}  # fmt: skip
LIFE: Sequence[tuple[str, ...]] = (
    ("terms", "signed", "beside"), ("signed",), ("plan", "beside"), ("agreed",), ("started", "beside"),
    ("reported", "paused"), ("reported", "answered", "resumed", "plan", "terms"),
    ("terms", "signed", "aside"), ("answered", "resumed", "fulfilled", "signed"),
    ("fulfilled", "ended", "evaluated"), ("evaluated", "looked", "published"),
)  # fmt: skip
"""What is tried in the parts of a life, in their order; what its stage does not allow does not happen."""
EARLY = 0.01
"""How often somebody would rather end it."""


def life(chance: random.Random, one: str, begin: datetime) -> Iterator[tuple[datetime, EngagementEvent]]:
    """The events of an engagement up to some part of its life, each with its moment."""
    now, version, reference = begin, 1, f"ENGAGEMENT-{one}"
    state = of_made_up_match(one, f"m-{one}", reference, now)
    if chance.random() < 0.5:
        third = EngagementSide(party="iso3166:DEU", role="offerer", region="europe")
        state = state.model_copy(update={"sides": (*state.sides, third)})
    state = following.word_due(state, WITHIN)
    yield now, delivery.EngagementOpened(aggregate_id=one, aggregate_version=1, engagement=state)
    for part in LIFE[: chance.randint(0, len(LIFE))]:
        for tried in chance.choices(part, k=8):
            name = "ended" if chance.random() < EARLY else tried
            now += timedelta(days=chance.randint(0, 2), minutes=chance.randint(0, 500))
            party = chance.choice([side.party for side in state.sides])
            with suppress(ModalityError):
                kind, after, more = STEPS[name](state, party, now, chance)
                state, version = following.word_due(after, WITHIN), version + 1
                yield now, kind(aggregate_id=one, aggregate_version=version, engagement=state, **more)
