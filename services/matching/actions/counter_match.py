"""A party says what it would give or take instead of what is proposed, or takes that back; an officer answers it (WM 11)."""

from decimal import Decimal

from pydantic import Field

from services.matching.actions.the_match import MATCH, Matching, board_of
from services.matching.domain import counter as domain
from services.matching.domain.ports import Board
from shared.application.use_case import Change, Done, NoBody, Stored
from shared.contracts.incoming import Strict
from shared.contracts.matching import CounterAnswered, MatchCountered
from shared.contracts.shapes.counter import Counter
from shared.contracts.shapes.match import MatchState, Side
from shared.contracts.shapes.values import DeclineReason, Id, Language, LineId, Measured, PartyId, Text
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_match
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P11


class CounterLineBody(Strict):
    """One line of the match, by the party's own line; by the other side's too where that alone tells two of them apart."""

    request_id: Id | None = None
    request_line_id: LineId | None = None
    offer_id: Id | None = None
    offer_line_id: LineId | None = None
    amount: Measured = Field(description="In the unit of the party's own line; 0: not this line")


class CounterBody(Strict):
    """A party's own counter; lines that it does not name stay as they are proposed."""

    party: PartyId
    lines: tuple[CounterLineBody, ...] = Field(min_length=1, max_length=100)
    words: Text | None = None
    language: Language | None = None
    reason_code: DeclineReason | None = None


async def own_of(board: Board, match: MatchState, side: Side) -> domain.OwnLines:
    """What of a match is a side's own: an offerer gives no more than its offer has left beside what is held for this match, a
    requester takes no more than it asks.
    """
    things, most = set[str](), dict[tuple[str, str], Decimal]()
    if side.role == "requester":
        for one in sorted({line.request_id for line in match.lines}):
            request = await board.request(one)
            if request is not None and side.party in request.content.requesting_states:
                things.add(one)
                most |= {(one, line.line_id): line.quantity.amount for line in request.content.lines}
        return domain.OwnLines(frozenset(things), most)
    for one in sorted({line.offer_id for line in match.lines}):
        offer = await board.offer(one)
        if offer is not None and side.party in offer.content.offering_parties:
            things.add(one)
            most |= {(one, line.line_id): line.remaining for line in offer.capacity}
    for line in match.lines:
        if (key := (line.offer_id, line.offer_line_id)) in most:
            most[key] += line.quantity.amount
    return domain.OwnLines(frozenset(things), most)


async def counter_match(doing: Matching, match: Stored[MatchState], body: CounterBody) -> Done[MatchState]:
    """Raises Conflict, Invalid, NotPermitted for another party's counter."""
    authorise(doing.by, a.COUNTER_MATCH, of_match(match.state).only(body.party))
    side = domain.may_counter(match.state, body.party)
    if (body.words is None) is not (body.language is None):
        fault = Fault("/language", "words say their language, and a language has words", "language_needed")
        raise Invalid((fault,), paragraph=P11)
    named = [domain.NamedLine(**line.model_dump()) for line in body.lines]
    own = await own_of(board_of(doing), match.state, side)
    counter = Counter(
        counter_id=doing.new_id(), party=body.party, lines=domain.lines_countered(match.state, side, own, named),
        words=body.words, language=body.language, reason_code=body.reason_code, made_at=doing.now,
    )  # fmt: skip
    after, version = domain.countered(match.state, counter), match.version + 1
    await board_of(doing).keep_match(after, version)
    doing.uow.record(
        MatchCountered(
            aggregate_id=after.match_id, aggregate_version=version, match=after, party=counter.party,
            counter_id=counter.counter_id,
        )
    )  # fmt: skip
    return Done(after, version, after.match_id)


async def settle(doing: Matching, after: MatchState, version: int, counter: Counter) -> None:
    """Stores what became of a counter, and says so."""
    await board_of(doing).keep_match(after, version)
    doing.uow.record(
        CounterAnswered(
            aggregate_id=after.match_id, aggregate_version=version, match=after, party=counter.party,
            counter_id=counter.counter_id,
        )
    )  # fmt: skip


async def withdraw_counter(doing: Matching, match: Stored[MatchState], _: NoBody) -> Done[MatchState]:
    """Its party takes it back and owes its answer again. Raises NotFound, Conflict, NotPermitted for another party's."""
    mine = [one for one in match.state.counters if one.party == doing.by.party]
    counter = domain.waiting(match.state.model_copy(update={"counters": tuple(mine)}), match.part)
    authorise(doing.by, a.WITHDRAW_COUNTER, of_match(match.state).only(counter.party))
    after = domain.settled(match.state, counter, "withdrawn", doing.now)
    await settle(doing, after, match.version + 1, counter)
    return Done(after, match.version + 1, after.match_id)


COUNTER_MATCH = Change(MATCH, a.COUNTER_MATCH, CounterBody, counter_match)
WITHDRAW_COUNTER = Change(MATCH, a.WITHDRAW_COUNTER, NoBody, withdraw_counter)
