"""An officer takes a warning up with words, or sets it aside with a reason (WM 12)."""

from services.intake.actions.the_request import Intake
from services.intake.actions.the_warning import WARNING, Warned, after, changed
from services.intake.domain import warning as domain
from services.intake.storage.warnings import WarningRepository
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.shapes.crisis import CrisisState
from shared.contracts.shapes.values import Language, Text
from shared.contracts.shapes.warning import WarningState
from shared.contracts.warnings import WarningLedToCrisis, WarningTakenUp, WarningWasSetAside
from shared.modalities.access import actions as a
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P12


class WarningTakenBody(Strict):
    """What is looked at."""

    words: Text
    language: Language


class WarningAsideBody(Strict):
    """Why it is none."""

    reason: Text
    language: Language


async def take_up_warning(doing: Intake, stored: Warned, body: WarningTakenBody) -> Done[WarningState]:
    """Raises Conflict once an officer took it up or judged it."""
    state = domain.taken_up(stored.state, body.words, body.language, doing.now)
    return await changed(doing, WarningTakenUp(**after(stored, state)))


async def set_aside_warning(doing: Intake, stored: Warned, body: WarningAsideBody) -> Done[WarningState]:
    """Raises Conflict once it was judged."""
    state = domain.set_aside(stored.state, body.reason, body.language, doing.now)
    return await changed(doing, WarningWasSetAside(**after(stored, state)))


async def lead_to_crisis(doing: Intake, warning_id: str, crisis: CrisisState) -> None:
    """A crisis is declared upon a warning, in the same transaction. Raises Invalid: one of no State of it is as absent."""
    warnings = WarningRepository(doing.uow.connection)
    found = await warnings.called(warning_id, lock=True)
    if found is None or found[0].signal.country not in {one.party for one in crisis.states}:
        fault = Fault("/warning", "is no warning of a State that the crisis is about", "unknown_warning")
        raise Invalid((fault,), paragraph=P12)
    stored, version = found
    try:
        state = domain.led_to_crisis(stored, crisis.crisis_id, crisis.reference, doing.now)
    except Conflict as judged:
        raise Invalid((Fault("/warning", judged.detail, judged.code),), paragraph=P12) from judged
    event = WarningLedToCrisis(aggregate_id=state.warning_id, aggregate_version=version + 1, warning=state)
    await changed(doing, event)


TAKE_UP_WARNING = Change(WARNING, a.TAKE_UP_WARNING, WarningTakenBody, take_up_warning)
SET_ASIDE_WARNING = Change(WARNING, a.SET_ASIDE_WARNING, WarningAsideBody, set_aside_warning)
