"""Both sides and the Secretariat judge it, and later whether results last (WM 15.iii, 15.vii)."""

from typing import Literal

from services.delivery.actions.engagement import ENGAGEMENT, Delivery, Engagement, PartyBody, after, by_party, changed
from services.delivery.domain import looking_back
from shared.application.use_case import Change, Done
from shared.contracts.delivery import EvaluationGiven, SustainabilityReviewed
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


EVALUATE = by_party(a.EVALUATE_ENGAGEMENT, EvaluationBody, evaluate)
EVALUATE_AS_SECRETARIAT = Change(
    ENGAGEMENT, a.EVALUATE_AS_SECRETARIAT, SecretariatEvaluationBody, evaluate_as_secretariat
)
SAY_RESULTS_STAND = by_party(a.SAY_RESULTS_STAND, ResultsBody, say_results_stand)
