"""The other side confirms what one side reported, or says what was otherwise (WM 15.vii)."""

from pydantic import Field

from services.delivery.actions.engagement import Delivery, Engagement, PartyBody, after, by_party
from services.delivery.domain import following
from shared.contracts.delivery import ReportAnswered
from shared.contracts.shapes.values import LineId, Text
from shared.modalities.access import actions as a


class DeliveryAnswerBody(PartyBody):
    """``words``: what was otherwise; needed when it is not confirmed."""

    report_id: LineId
    confirms: bool
    words: Text | None = None


class MilestoneAnswerBody(PartyBody):
    """``place``: of the report in the list of the engagement's milestone reports, from 0."""

    place: int = Field(ge=0, le=1000)
    confirms: bool
    words: Text | None = None


async def answer_delivery(doing: Delivery, stored: Engagement, body: DeliveryAnswerBody) -> ReportAnswered:
    """Raises NotFound, Conflict, Invalid, NotPermitted for the side that reported."""
    state = following.delivery_answered(stored.state, body.report_id, body.party, body.confirms, body.words, doing.now)
    return ReportAnswered(**after(stored, state), party=body.party, what="delivery")


async def answer_milestone(doing: Delivery, stored: Engagement, body: MilestoneAnswerBody) -> ReportAnswered:
    """Raises NotFound, Conflict, Invalid, NotPermitted for the side that reported."""
    state = following.milestone_answered(stored.state, body.place, body.party, body.confirms, body.words, doing.now)
    return ReportAnswered(**after(stored, state), party=body.party, what="milestone")


ANSWER_DELIVERY = by_party(a.ANSWER_REPORT, DeliveryAnswerBody, answer_delivery)
ANSWER_MILESTONE = by_party(a.ANSWER_REPORT, MilestoneAnswerBody, answer_milestone)
