"""What a party says itself on a call for action: what it does and by when, that it does not, what it did; who may read that (WM 5)."""

from pydantic import ConfigDict, Field

from services.dialogue.actions.call_for_action import CALL_FOR_ACTION, CalledForAction, after, asked_here, changed
from services.dialogue.actions.meeting import Dialogue
from services.dialogue.domain import call_for_action as domain
from shared.application.use_case import Change, Done
from shared.contracts.calls_for_action import ActionDoneReported, CallForActionAnswered
from shared.contracts.incoming import Strict
from shared.contracts.shapes.call_for_action import MOST_ACTION_REPORTS, ActionDone, ActionWord, CallForActionState
from shared.modalities.access import actions as a


class ActionWordBody(ActionWord):
    """One's party's own word. ``shown``: whether others that were asked may read it, with what one reports."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shown: bool = False

    def word(self) -> ActionWord:
        """The word itself, as it is kept."""
        return ActionWord.model_validate(self.model_dump(exclude={"shown"}))


class ActionShownBody(Strict):
    """Whether others that were asked may read one's party's word and reports."""

    shown: bool


class ActionDoneBody(ActionDone):
    """What one's party did. ``corrects``: the number of a report of one's own that should have said this."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    corrects: int | None = Field(default=None, ge=1, le=MOST_ACTION_REPORTS)

    def done(self) -> ActionDone:
        """The statement itself, as it is kept."""
        return ActionDone.model_validate(self.model_dump(exclude={"corrects"}))


class ReportBackBody(Strict):
    """Which report of one's own is taken back."""

    number: int = Field(ge=1, le=MOST_ACTION_REPORTS)


async def answer_call_for_action(
    doing: Dialogue, stored: CalledForAction, body: ActionWordBody
) -> Done[CallForActionState]:
    """Raises Conflict, NotPermitted for who is not asked, Invalid naming every fault."""
    party = doing.by.party or ""
    state = domain.answered(stored.state, asked_here(doing, [party])[0], body.word(), body.shown, doing.now)
    return await changed(doing, CallForActionAnswered(**after(stored, state), party=party))


async def show_own_action(doing: Dialogue, stored: CalledForAction, body: ActionShownBody) -> Done[CallForActionState]:
    """Raises Conflict."""
    party = doing.by.party or ""
    state = domain.showing(stored.state, party, body.shown)
    return await changed(doing, CallForActionAnswered(**after(stored, state), party=party))


async def report_on_call_for_action(
    doing: Dialogue, stored: CalledForAction, body: ActionDoneBody
) -> Done[CallForActionState]:
    """Raises Conflict, Invalid naming every fault."""
    party, number = doing.by.party or "", body.corrects
    if number is not None:
        state = domain.corrected(stored.state, party, number, body.done(), doing.now)
    else:
        state, number = domain.reported(stored.state, party, body.done(), doing.now)
    return await changed(doing, ActionDoneReported(**after(stored, state), party=party, number=number))


async def take_report_back(doing: Dialogue, stored: CalledForAction, body: ReportBackBody) -> Done[CallForActionState]:
    """Raises Conflict, Invalid."""
    party = doing.by.party or ""
    state = domain.taken_back(stored.state, party, body.number, doing.now)
    return await changed(doing, ActionDoneReported(**after(stored, state), party=party, number=body.number))


ANSWER_CALL_FOR_ACTION = Change(CALL_FOR_ACTION, a.ANSWER_CALL_FOR_ACTION, ActionWordBody, answer_call_for_action)
SHOW_OWN_ACTION = Change(CALL_FOR_ACTION, a.REPORT_ON_CALL_FOR_ACTION, ActionShownBody, show_own_action)
REPORT_ON_CALL_FOR_ACTION = Change(
    CALL_FOR_ACTION, a.REPORT_ON_CALL_FOR_ACTION, ActionDoneBody, report_on_call_for_action
)
TAKE_ACTION_REPORT_BACK = Change(CALL_FOR_ACTION, a.REPORT_ON_CALL_FOR_ACTION, ReportBackBody, take_report_back)
