"""Reviews of the terms over HTTP (WM 21)."""

from fastapi import APIRouter
from pydantic import BaseModel

from services.dialogue import actions
from services.dialogue.queries.lists import REVIEWS
from services.dialogue.settings import DialogueSettings
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.review import ReviewState
from shared.runtime.http.versions import NotHeld

ALL = "/terms-reviews"
ONE = ALL + "/{review_id}"
TABLE = (
    At("POST", ALL, actions.ASK_FOR_REVIEW, ReviewState, "Ask for a review of the terms", made=ALL + "/{id}"),
    At("PUT", ONE + "/opening", actions.OPEN_REVIEW, ReviewState, "Open a review that is due or asked for"),
    At("PUT", ONE + "/refusal", actions.DECLINE_REVIEW, ReviewState, "Open no review for now, with the reason"),
    At("PUT", ONE + "/consultation", actions.CONSULT_ON_REVIEW, ReviewState, "Take proposals until a day, or a later one"),
    At("POST", ONE + "/proposals", actions.PROPOSE_IN_REVIEW, ReviewState, "Propose a change of the terms", made=""),
    At("POST", ONE + "/proposals/{proposal_id}/withdrawal", actions.WITHDRAW_PROPOSAL, ReviewState,
       "Take one's own proposal back", version=NotHeld("takes back what is one's own and nobody else changes")),
    At("PUT", ONE + "/conclusion", actions.CONCLUDE_REVIEW, ReviewState, "Conclude it, with a decision on each proposal"),
)  # fmt: skip


class ReviewsAnswer(BaseModel):
    """Reviews, the last begun first. ``after``: give it to read on; null at the end."""

    reviews: list[ReviewState]
    after: str | None


READ = ReadAt(REVIEWS, ALL, ONE, ReviewState, ReviewsAnswer,
              "Reviews of the terms, the last begun first",
              "A review of the terms, with its proposals")  # fmt: skip


def routes(runner: Runner[DialogueSettings]) -> APIRouter:
    """All routes of reviews."""
    router = APIRouter(tags=["reviews"])
    reads(router, runner.database, READ)
    commands(router, runner, *TABLE)
    return router
