"""A party accepts a match, or declines it with a coded reason; declined by one it is over (WM 11)."""

from typing import Literal

from services.matching.actions.end_match import end_match
from services.matching.actions.the_match import MATCH, Matching, board_of
from services.matching.domain import match as domain
from shared.application.use_case import Change, Done, Stored
from shared.contracts.incoming import Strict
from shared.contracts.matching import MatchAnswered
from shared.contracts.shapes.match import MatchState, Side
from shared.contracts.shapes.values import DeclineReason, PartyId
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_match


class AnswerMatchBody(Strict):
    """A party's own answer."""

    party: PartyId
    answer: Literal["accepted", "declined"]
    reason_code: DeclineReason | None = None


async def answer_match(doing: Matching, match: Stored[MatchState], body: AnswerMatchBody) -> Done[MatchState]:
    """Raises Conflict, Invalid, NotPermitted for another party's answer."""
    # A party answers for itself alone, also when both are States that may read the match.
    authorise(doing.by, a.ANSWER_MATCH, of_match(match.state).only(body.party))
    given = Side(party=body.party, role="requester", answer=body.answer, reason_code=body.reason_code,
                 answered_at=doing.now)  # fmt: skip
    (after, side), board, version = domain.answered(match.state, given), board_of(doing), match.version + 1
    await board.keep_match(after, version)
    doing.uow.record(MatchAnswered(aggregate_id=after.match_id, aggregate_version=version, match=after, answered=side))
    if side.answer == "declined":
        over = await end_match(board, doing.uow, after, version, "declined", "declined")
        return Done(over, version + 1, over.match_id)
    return Done(after, version, after.match_id)


ANSWER_MATCH = Change(MATCH, a.ANSWER_MATCH, AnswerMatchBody, answer_match)
