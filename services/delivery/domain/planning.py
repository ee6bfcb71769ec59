"""The plan: proposed by a side, agreed by both before the start (WM 11, 15.ii, 15.vii, 20)."""

from datetime import datetime

from services.delivery.domain.stages import may
from services.delivery.domain.terms import a_side
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.engagement_plan import Plan, PlanContent, PlanFinding, PlannedMilestone
from shared.modalities.errors import Conflict, Fault, Invalid, Stale, twice
from shared.modalities.paragraphs import P11, P15_II, P15_VII
from shared.modalities.steps.of_engagements import AGREE_PLAN, PROPOSE_PLAN, START


def proposed(state: EngagementState, party: str, content: PlanContent, now: datetime) -> EngagementState:
    """The engagement with a new version of its plan, agreed by who proposes it. Raises Conflict, Invalid, NotPermitted."""
    may(state, PROPOSE_PLAN)
    a_side(state, party)
    faults = [*_deliveries(state, content), *_milestones(content.milestones), *_met(state, content)]
    if faults:
        raise Invalid(tuple(faults), paragraph=P11)
    if state.plan is not None and state.plan.content == content:
        raise Conflict("nothing_changed", f"Version {state.plan.version} of the plan says the same", P11)
    version = 1 if state.plan is None else state.plan.version + 1
    plan = Plan(version=version, content=content, proposed_by=party, proposed_at=now, agreed_by=(party,))
    stage = "planning" if state.stage == "agreed" else state.stage
    changed = {"plan": plan, "stage": stage, "findings": findings(content), "last_word_at": now}
    return state.model_copy(update=changed)


def _deliveries(state: EngagementState, content: PlanContent) -> list[Fault]:
    lines = {line.line_id: line for line in state.lines if line.agreed > 0}
    faults = twice("/deliveries/{n}", (one.delivery_id for one in content.deliveries))
    for n, one in enumerate(content.deliveries):
        at = f"/deliveries/{n}"
        if one.line_id not in lines:
            faults.append(Fault(f"{at}/line_id", "the agreement has no such line", "unknown_line"))
        elif one.quantity.unit != lines[one.line_id].unit:
            words = f"line {one.line_id} is given in {lines[one.line_id].unit}"
            faults.append(Fault(f"{at}/quantity/unit", words, "other_unit"))
        if (one.partner is not None) != (one.by == "partner"):
            words = "a partner is named if, and only if, a partner delivers"
            faults.append(Fault(f"{at}/partner", words, "modes_contradict"))
    return faults


def _milestones(milestones: tuple[PlannedMilestone, ...]) -> list[Fault]:
    faults = twice("/milestones/{n}", (one.milestone_id for one in milestones))
    for n, one in enumerate(milestones):
        if one.measure == "qualitative" and (one.baseline is not None or one.target is not None):
            words = "what is judged in words has no number to reach"
            faults.append(Fault(f"/milestones/{n}/measure", words, "modes_contradict"))
    return faults


def _met(state: EngagementState, content: PlanContent) -> list[Fault]:
    """Faults of a plan that moves or drops what is met already, or what was reported on."""
    now = {one.milestone_id: one for one in content.milestones}
    before = {one.milestone_id: one for one in state.plan.content.milestones} if state.plan else {}
    met = {one.milestone_id for one in state.milestones if one.reached and one.standing != "disputed"}
    faults = [
        Fault("/milestones", f"milestone '{one}' is met, and is not moved any more", "milestone_met")
        for one in sorted(met)
        if now.get(one) != before.get(one)
    ]
    kept = {one.delivery_id for one in content.deliveries}
    reported = {one.delivery_id for one in state.deliveries if one.delivery_id is not None}
    faults += [
        Fault("/deliveries", f"delivery '{one}' was reported on, and stays in the plan", "delivery_reported")
        for one in sorted(reported - kept)
    ]
    return faults


def findings(content: PlanContent) -> tuple[PlanFinding, ...]:
    """What lacks before the start (WM 15.ii, 15.vii). A finding, never a bar."""
    measured = [one for one in content.milestones if one.measure != "qualitative"]
    numbered = bool(measured) and all(one.baseline is not None and one.target is not None for one in measured)
    judged = any(one.measure == "qualitative" for one in content.milestones)
    found = (
        (P15_VII, "monitoring", content.monitoring is not None, "how it is monitored is said"),
        (P15_II, "quantitative_milestones", numbered, "each milestone with a number has a baseline and a target"),
        (P15_II, "qualitative_milestones", judged, "a milestone that is judged in words"),
        (P15_VII, "deliveries", bool(content.deliveries), "what is delivered when is said"),
    )
    return tuple(
        PlanFinding(paragraph=paragraph.number, subject=subject, outcome="met" if met else "not_met", reason=reason)
        for paragraph, subject, met, reason in found
    )


def agreed(state: EngagementState, party: str, version: int, now: datetime) -> EngagementState:
    """The engagement with a party's own agreement to its plan. Raises Conflict, Stale, NotPermitted."""
    may(state, AGREE_PLAN)
    a_side(state, party)
    plan = state.plan
    if plan is None:
        raise Conflict("no_plan", "No plan was proposed yet", P11)
    if plan.version != version:
        raise Stale("plan_changed", f"The plan is at version {plan.version} now: read it first", P11)
    if party in plan.agreed_by:
        raise Conflict("already_agreed", f"{party} agreed to version {version} already", P11)
    after = plan.model_copy(update={"agreed_by": (*plan.agreed_by, party)})
    return state.model_copy(update={"plan": after, "last_word_at": now})


def started(state: EngagementState, party: str, now: datetime) -> EngagementState:
    """The engagement in progress. Raises Conflict until both sides agreed to the plan, NotPermitted."""
    may(state, START)
    a_side(state, party)
    if waited := sorted(state.sides_without(state.plan.agreed_by if state.plan else ())):
        raise Conflict("plan_not_agreed", f"Not agreed to the plan yet: {', '.join(waited)}", P11)
    return state.model_copy(update={"stage": "in_progress", "started_on": now.date(), "last_word_at": now})
