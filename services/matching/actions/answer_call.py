"""A party that is asked declines with a coded reason, or says after which day it may be asked again (WM 17).

What it offers it says by an offer in response.
"""

from typing import Literal

from pydantic import Field

from services.matching.actions.the_call import CALL, Call, done
from services.matching.actions.the_match import Matching
from services.matching.domain import call as domain
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.matching import CallAnswered
from shared.contracts.shapes.call import Solicitation
from shared.contracts.shapes.values import Day, DeclineReason, LineId, PartyId
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_solicitation


class CallAnswerBody(Strict):
    """A party's own answer. ``line_ids``: the part of what is asked that it is about; none: all of it."""

    party: PartyId
    answer: Literal["declined", "ask_again"]
    line_ids: tuple[LineId, ...] = Field(default=(), max_length=100)
    reason_code: DeclineReason | None = None
    ask_again_after: Day | None = None
    named_to_state: bool = Field(default=False, description="Let the requesting States know that it was asked")


async def answer_call(doing: Matching, call: Call, body: CallAnswerBody) -> Done[Solicitation]:
    """Raises Conflict once it is closed, Invalid for who was not asked, NotPermitted for another party's answer."""
    if call.state.of(body.party) is not None:
        authorise(doing.by, a.ANSWER_CALL, of_solicitation(call.state.region, call.state).only(body.party))
    after = domain.answered(
        call.state, body.party, body.answer, doing.now, lines=body.line_ids, reason_code=body.reason_code,
        ask_again_after=body.ask_again_after, named_to_state=body.named_to_state,
    )  # fmt: skip
    return await done(doing, call, after, CallAnswered, party=body.party)


ANSWER_CALL = Change(CALL, a.ANSWER_CALL, CallAnswerBody, answer_call)
