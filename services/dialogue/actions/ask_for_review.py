"""A State or an organisation asks for a review of the terms, with its reason (WM 21)."""

from pydantic import ConfigDict

from services.dialogue.actions.meeting import Dialogue, serves
from services.dialogue.domain import review as domain
from services.dialogue.storage.reviews import ReviewRepository
from shared.application.use_case import Done, Make, whole
from shared.contracts.incoming import Strict
from shared.contracts.reviews import ReviewAsked
from shared.contracts.shapes.review import ReviewState
from shared.contracts.shapes.values import Language, Text
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P21


class AskBody(Strict):
    """Why a review is asked for."""

    model_config = ConfigDict(
        frozen=True, extra="forbid",
        json_schema_extra={"examples": [{"reason": "Feedback came after ten weeks, twice.", "language": "en"}]},
    )  # fmt: skip

    reason: Text
    language: Language


async def ask_for_review(doing: Dialogue, body: AskBody) -> Done[ReviewState]:
    """Raises Conflict naming the review that the party asked for already, while the officers have not answered."""
    reviews, here, party = ReviewRepository(doing.uow.connection), doing.context.deployment, doing.by.party or ""
    begun = await reviews.begun(doing.new_id(), here, doing.now)
    if (open_one := await reviews.asked_by(party)) is not None:
        raise Conflict("review_asked_already", f"{open_one} waits for its answer", P21)
    state = domain.asked(begun, party, serves(doing, party), body.reason, body.language)
    await reviews.add(state)
    doing.uow.record(ReviewAsked(aggregate_id=state.review_id, aggregate_version=1, review=state))
    return Done(state, 1, state.review_id)


ASK_FOR_REVIEW = Make(
    a.ASK_REVIEW, AskBody, lambda doing, _: resources.review(doing.context.deployment, doing.by.party, "asked"),
    ask_for_review, whole,
)  # fmt: skip
