"""An officer confirms a match that both sides accepted (WM 19, 20); the public hears of it only by consent (WM 17)."""

from datetime import datetime

from services.matching.actions.change_need import change_needs
from services.matching.actions.publish_match import publish_match
from services.matching.actions.the_match import MATCH, Matching, board_of
from services.matching.domain import match as domain
from services.matching.domain import need
from services.matching.domain.ports import Board, Recorder
from services.matching.invariants.both_sides_accept import both_sides_accept
from shared.application.use_case import Change, Done, Stored
from shared.contracts.incoming import Strict
from shared.contracts.matching import MatchConfirmed
from shared.contracts.shapes.match import MatchState
from shared.contracts.shapes.support_offer import Channel, DeliveryMode
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P19, P20


async def confirm_match(
    board: Board,
    recorder: Recorder,
    match: MatchState,
    version: int,
    channel: Channel,
    delivery_mode: DeliveryMode,
    officer: str,
    now: datetime,
) -> MatchState:
    """Raises Conflict while an answer is missing, Invalid for a channel or mode that an offer does not allow."""
    for offer_id in {line.offer_id for line in match.lines}:
        offer = await board.offer(offer_id)
        if offer is not None and offer.content.channels and channel not in offer.content.channels:
            words = f"offer {offer.reference} is for {', '.join(offer.content.channels)}"
            raise Invalid((Fault("/channel", words, "channel_not_offered"),), paragraph=P19)
        if offer is not None and offer.content.delivery_modes and delivery_mode not in offer.content.delivery_modes:
            words = f"offer {offer.reference} is for {', '.join(offer.content.delivery_modes)}"
            raise Invalid((Fault("/delivery_mode", words, "mode_not_offered"),), paragraph=P20)
    after = domain.confirmed(match, channel, delivery_mode, officer, now)
    both_sides_accept(match)
    await change_needs(board, recorder, match.lines, need.commit)
    await board.keep_match(after, version + 1)
    recorder.record(MatchConfirmed(aggregate_id=match.match_id, aggregate_version=version + 1, match=after))
    await publish_match(board, recorder, after)
    return after


class ConfirmationBody(Strict):
    """How the support is channelled and delivered (WM 19, 20)."""

    channel: Channel
    delivery_mode: DeliveryMode


async def confirm(doing: Matching, match: Stored[MatchState], body: ConfirmationBody) -> Done[MatchState]:
    """Raises Conflict, Invalid."""
    after = await confirm_match(
        board_of(doing), doing.uow, match.state, match.version, body.channel, body.delivery_mode, doing.by.subject,
        doing.now,
    )  # fmt: skip
    return Done(after, match.version + 1, after.match_id)


CONFIRM_MATCH = Change(MATCH, a.CONFIRM_MATCH, ConfirmationBody, confirm)
