"""Both sides and the Secretariat judge it, and later whether results last (WM 15.iii, 15.vii)."""

from typing import Literal

from pydantic import Field

from services.delivery.actions.engagement import ENGAGEMENT, Delivery, Engagement, PartyBody, after, by_party, changed
from services.delivery.domain import looking_back, publication
from shared.application.use_case import Change, Done
from shared.contracts.delivery import EvaluationGiven, PublicationAnswered, SustainabilityReviewed
from shared.contracts.incoming import Strict
from shared.contracts.shapes.engagement import EngagementState, EvaluationContent
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a


class EvaluationBody(PartyBody):
    """How a side judges it."""

    evaluation: EvaluationContent


class SecretariatEvaluationBody(Strict):
    """How the Secretariat judges it."""

    evaluation: EvaluationContent


class ResultsBody(PartyBody):
    """Whether results still stand."""

    results_stand: Literal["yes", "partly", "no"]
    words: Text | None = None


class PublicationBody(PartyBody):
    """A party's word on what could be published, told by its digest."""

    digest: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of `publication` as it was read")
    answer: Literal["agreed", "taken_back"]


async def evaluate(doing: Delivery, stored: Engagement, body: EvaluationBody) -> EvaluationGiven:
    """A later one replaces an earlier one. Raises Conflict before the end."""
    state = looking_back.evaluated(stored.state, body.party, body.evaluation, doing.now)
    return EvaluationGiven(**after(stored, state), by=body.party)


async def evaluate_as_secretariat(
    doing: Delivery, stored: Engagement, body: SecretariatEvaluationBody
) -> Done[EngagementState]:
    """Raises Conflict before the end."""
    state = looking_back.evaluated_by_secretariat(stored.state, doing.by.subject, body.evaluation, doing.now)
    return await changed(doing, EvaluationGiven(**after(stored, state), by="secretariat"))


async def say_results_stand(doing: Delivery, stored: Engagement, body: ResultsBody) -> SustainabilityReviewed:
    """Raises Conflict before it is asked."""
    state = looking_back.results_stand(stored.state, body.party, body.results_stand, body.words, doing.now)
    return SustainabilityReviewed(**after(stored, state), party=body.party)


async def answer_publication(doing: Delivery, stored: Engagement, body: PublicationBody) -> PublicationAnswered:
    """Public once every party of both sides agreed to this text. Raises Conflict, Stale when another one stands there."""
    state = publication.answered(stored.state, body.party, body.digest, body.answer, doing.now)
    return PublicationAnswered(**after(stored, state), party=body.party, answer=body.answer)


EVALUATE = by_party(a.EVALUATE_ENGAGEMENT, EvaluationBody, evaluate)
EVALUATE_AS_SECRETARIAT = Change(
    ENGAGEMENT, a.EVALUATE_AS_SECRETARIAT, SecretariatEvaluationBody, evaluate_as_secretariat
)
SAY_RESULTS_STAND = by_party(a.SAY_RESULTS_STAND, ResultsBody, say_results_stand)
ANSWER_PUBLICATION = by_party(a.ANSWER_PUBLICATION, PublicationBody, answer_publication)
