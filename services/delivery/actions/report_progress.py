"""A side reports what was delivered, reached or spent, or that nothing changed (WM 15.vii)."""

from pydantic import Field

from services.delivery.actions.engagement import Delivery, Engagement, PartyBody, after, by_party
from services.delivery.domain import following
from shared.contracts.delivery import ProgressReported
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.engagement_plan import Evidence, ReportedDelivery, ReportedMilestone, UseOfFunds
from shared.contracts.shapes.values import Day, LineId, Measured, Quantity, Text
from shared.modalities.access import actions as a


class DeliveryBody(PartyBody):
    """Something was delivered. ``covers``: how much of the request line it meets, in that line's unit."""

    line_id: LineId
    delivery_id: LineId | None = None
    quantity: Quantity
    covers: Quantity
    delivered_on: Day
    words: Text | None = None
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=20)


class MilestoneBody(PartyBody):
    """Where a milestone stands."""

    milestone_id: LineId
    reached: bool
    actual: Measured | None = None
    words: Text | None = None
    as_of: Day
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=20)


class FundsBody(PartyBody):
    """What money was used for."""

    line_id: LineId
    used: Quantity
    used_on: Day
    purpose: Text
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=20)


def _said(stored: Engagement, state: EngagementState, body: PartyBody, what: str) -> ProgressReported:
    return ProgressReported(**after(stored, state), party=body.party, what=what)


async def report_delivery(doing: Delivery, stored: Engagement, body: DeliveryBody) -> ProgressReported:
    """More than was agreed is allowed, and shown. Raises Conflict, Invalid naming every fault."""
    given = body.model_dump(exclude={"party"})
    said = {"report_id": doing.new_id(), "reported_by": body.party, "reported_at": doing.now}
    report = ReportedDelivery.model_validate(given | said)
    return _said(stored, following.delivered(stored.state, report, doing.now), body, "delivery")


async def report_milestone(doing: Delivery, stored: Engagement, body: MilestoneBody) -> ProgressReported:
    """Raises Conflict for one that is met, Invalid naming every fault."""
    given = body.model_dump(exclude={"party"})
    report = ReportedMilestone.model_validate(given | {"reported_by": body.party, "reported_at": doing.now})
    return _said(stored, following.milestone_said(stored.state, report, doing.now), body, "milestone")


async def report_funds(doing: Delivery, stored: Engagement, body: FundsBody) -> ProgressReported:
    """Raises Conflict, Invalid naming every fault."""
    given = body.model_dump(exclude={"party"})
    said = {"report_id": doing.new_id(), "reported_by": body.party, "reported_at": doing.now}
    report = UseOfFunds.model_validate(given | said)
    return _said(stored, following.funds_used(stored.state, report, doing.now), body, "funds")


async def say_no_change(doing: Delivery, stored: Engagement, body: PartyBody) -> ProgressReported:
    """One call; the next word is owed later. Raises Conflict."""
    return _said(stored, following.unchanged(stored.state, body.party, doing.now), body, "unchanged")


REPORT_DELIVERY = by_party(a.REPORT_PROGRESS, DeliveryBody, report_delivery)
REPORT_MILESTONE = by_party(a.REPORT_PROGRESS, MilestoneBody, report_milestone)
REPORT_FUNDS = by_party(a.REPORT_PROGRESS, FundsBody, report_funds)
SAY_NO_CHANGE = by_party(a.REPORT_PROGRESS, PartyBody, say_no_change)
