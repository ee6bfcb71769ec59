"""Pausing, going on, and ending before the end; what was not delivered goes back to need and roster (WM 7, 11, 16)."""

from datetime import datetime, timedelta

from services.delivery.domain import amounts
from services.delivery.domain.stages import may
from services.delivery.domain.terms import a_side
from shared.contracts.shapes.engagement import Ending, EndReason, EngagementState, Stage
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P11
from shared.modalities.steps.of_engagements import CLOSE, END_EARLY, PAUSE, RESUME, WITHDRAW, EngagementStep


def paused(state: EngagementState, party: str, reason: str, now: datetime) -> EngagementState:
    """The engagement at rest, with the reason. Raises Conflict, NotPermitted."""
    may(state, PAUSE)
    a_side(state, party)
    rest = {"stage": "paused", "paused_from": state.stage, "paused_because": reason, "last_word_at": now}
    return state.model_copy(update=rest)


def resumed(state: EngagementState, party: str, now: datetime) -> EngagementState:
    """The engagement going on. Raises Conflict, NotPermitted."""
    may(state, RESUME)
    a_side(state, party)
    on = {"stage": "in_progress", "paused_from": None, "paused_because": None, "last_word_at": now}
    return state.model_copy(update=on)


def _over(
    state: EngagementState, stage: Stage, by: str, reason: EndReason, words: str | None, now: datetime
) -> EngagementState:
    if reason == "other" and words is None:
        raise Invalid((Fault("/words", "another reason is said in words", "words_needed"),), paragraph=P11)
    ending = Ending(reason=reason, words=words, by=by, ended_at=now)
    lines = amounts.released(state.lines, keep_agreed=False)
    changed = {"stage": stage, "ending": ending, "lines": lines, "ended_at": now, "report_due_at": None}
    return state.model_copy(update=changed)


def ended(
    state: EngagementState, party: str, reason: EndReason, words: str | None, now: datetime, look_back: timedelta
) -> EngagementState:
    """A side ends it: withdrawn before the start, ended early after. What was delivered stays. Raises Conflict, Invalid, NotPermitted."""
    step: EngagementStep = WITHDRAW if state.stage in WITHDRAW.stages else END_EARLY
    may(state, step)
    a_side(state, party)
    if step is WITHDRAW:
        return _over(state, "withdrawn", party, reason, words, now)
    after = _over(state, "ended_early", party, reason, words, now)
    return after.model_copy(update={"sustainability_due_at": now + look_back})


def closed(state: EngagementState, officer: str, words: str, now: datetime) -> EngagementState:
    """An officer closes what no side gives word of any more, and says why. It speaks for no side. Raises Conflict."""
    may(state, CLOSE)
    return _over(state, "closed_unfulfilled", officer, "no_word_from_sides", words, now)
