"""An officer takes a proposal back (WM 11)."""

from services.matching.actions.end_match import end_match
from services.matching.actions.the_match import MATCH, Matching, board_of
from shared.application.use_case import Change, Done, Stored
from shared.contracts.incoming import Strict
from shared.contracts.shapes.match import MatchState
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a


class WithdrawalBody(Strict):
    """Why a proposal is taken back."""

    reason: Text


async def withdraw(doing: Matching, match: Stored[MatchState], body: WithdrawalBody) -> Done[MatchState]:
    """Raises Conflict when it is over or confirmed already."""
    after = await end_match(board_of(doing), doing.uow, match.state, match.version, "withdrawn", body.reason)
    return Done(after, match.version + 1, after.match_id)


WITHDRAW_MATCH = Change(MATCH, a.WITHDRAW_MATCH, WithdrawalBody, withdraw)
