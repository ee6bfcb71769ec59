"""An officer takes a counter into a new proposal, or keeps the proposal as it is, with the reason (WM 11)."""

from dataclasses import replace

from pydantic import Field

from services.matching.actions.counter_match import settle
from services.matching.actions.end_match import end_match
from services.matching.actions.propose_match import PROPOSE_MATCH, MatchLineBody, ProposalBody, proposing
from services.matching.actions.the_match import MATCH, Matching, board_of
from services.matching.domain import counter as domain
from services.matching.storage.moving import share_fence
from shared.application.runner import as_part_of
from shared.application.use_case import Change, Done, Stored
from shared.contracts.incoming import Strict
from shared.contracts.shapes.match import MatchState
from shared.contracts.shapes.values import Amount, Id, LineId, Text
from shared.modalities.access import actions as a


class OtherAmountBody(Strict):
    """Of a line whose two units differ: the amount in the other side's unit."""

    request_id: Id
    request_line_id: LineId
    offer_id: Id
    offer_line_id: LineId
    amount: Amount

    @property
    def key(self) -> domain.LineKey:
        """Which line it is of."""
        return self.request_id, self.request_line_id, self.offer_id, self.offer_line_id


class TakenCounterBody(Strict):
    """Why a counter is taken; ``amounts`` for lines of which it changes the amount and whose two units differ."""

    reason: Text
    amounts: tuple[OtherAmountBody, ...] = Field(default=(), max_length=100)


class KeptProposalBody(Strict):
    """Why the proposal stays as it is."""

    reason: Text


def _role_of(match: MatchState, party: str) -> str:
    return next(side.role for side in match.sides if side.party == party)


async def take_counter(doing: Matching, match: Stored[MatchState], body: TakenCounterBody) -> Done[MatchState]:
    """In one transaction the match ends and another is proposed from what is countered, by the checks of every proposal; both
    sides answer it anew. Raises Conflict, Invalid; then nothing changed.
    """
    state, board = match.state, board_of(doing)
    await share_fence(doing.uow.connection)
    counter = domain.waiting(state, match.part)
    others = {one.key: one.amount for one in body.amounts}
    lines = domain.lines_taken(state, counter, _role_of(state, counter.party), others)
    next_id = doing.new_id()
    taken = domain.settled(state, counter, "taken", doing.now, doing.by.subject, body.reason)
    taken = taken.model_copy(update={"followed_by": next_id})
    await settle(doing, taken, match.version + 1, counter)
    # The need is open again within this transaction, so that the proposal that follows takes it before anybody else can.
    over = await end_match(board, doing.uow, taken, match.version + 1, "withdrawn", "countered")
    asked = ProposalBody(lines=tuple(MatchLineBody(**line.model_dump()) for line in lines), reason=body.reason)
    await as_part_of(doing, replace(PROPOSE_MATCH, handler=proposing(next_id, over)), asked)
    return Done(over, match.version + 2, over.match_id)


async def keep_proposal(doing: Matching, match: Stored[MatchState], body: KeptProposalBody) -> Done[MatchState]:
    """The proposal stays as it is, and the party is asked again. Raises NotFound, Conflict."""
    counter = domain.waiting(match.state, match.part)
    after = domain.settled(match.state, counter, "kept", doing.now, doing.by.subject, body.reason)
    await settle(doing, after, match.version + 1, counter)
    return Done(after, match.version + 1, after.match_id)


TAKE_COUNTER = Change(MATCH, a.TAKE_COUNTER, TakenCounterBody, take_counter)
KEEP_PROPOSAL = Change(MATCH, a.KEEP_PROPOSAL, KeptProposalBody, keep_proposal)
