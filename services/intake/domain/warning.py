"""A warning through its life: a signal that officers judge (WM 12). Pure: state in, state out."""

from dataclasses import dataclass
from datetime import datetime
from math import isclose

from shared.contracts.shapes.warning import (
    WAITING,
    EarlySignal,
    WarningLed,
    WarningSetAside,
    WarningState,
    WarningTaken,
)
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P12


@dataclass(frozen=True)
class NewWarning:
    """What every new warning has."""

    warning_id: str
    reference: str
    region: str
    now: datetime


def raised(new: NewWarning, signal: EarlySignal) -> WarningState:
    """An open warning. Raises Invalid where the numbers are by themselves no signal: what is kept is what the rule says."""
    if faults := _faults(signal, new.now):
        raise Invalid(tuple(faults), paragraph=P12)
    return WarningState(
        warning_id=new.warning_id,
        reference=new.reference,
        region=new.region,
        status="open",
        key=signal.key,
        signal=signal,
        raised_at=new.now,
    )


def taken_up(state: WarningState, words: str, language: str, now: datetime) -> WarningState:
    """An officer looks into it. Raises Conflict when one did already, or it was judged."""
    if state.status == "taken_up":
        raise Conflict("warning_taken_up", f"{state.reference} was taken up by an officer", P12)
    _waits(state)
    taken = WarningTaken(words=words, language=language, taken_at=now)
    return state.model_copy(update={"status": "taken_up", "taken": taken})


def set_aside(state: WarningState, reason: str, language: str, now: datetime) -> WarningState:
    """An officer judges that it is none. Raises Conflict once it was judged."""
    _waits(state)
    aside = WarningSetAside(reason=reason, language=language, set_aside_at=now)
    return state.model_copy(update={"status": "set_aside", "aside": aside})


def led_to_crisis(state: WarningState, crisis_id: str, reference: str, now: datetime) -> WarningState:
    """A crisis was declared upon it. Raises Conflict once it was judged."""
    _waits(state)
    led = WarningLed(crisis_id=crisis_id, reference=reference, declared_at=now)
    return state.model_copy(update={"status": "led_to_crisis", "led": led})


def _waits(state: WarningState) -> None:
    if state.status not in WAITING:
        raise Conflict("warning_judged", f"{state.reference} was judged by an officer", P12)


def _faults(signal: EarlySignal, now: datetime) -> list[Fault]:
    counts, found = [one.count for one in signal.before], []
    months = [one.month for one in signal.before]
    mean = sum(counts) / len(counts)
    if signal.month > now.date().isoformat()[:7]:
        found.append(Fault("/signal/month", "lies in the future", "date_in_future"))
    if months != sorted(set(months)) or months[-1] >= signal.month:
        found.append(Fault("/signal/before", "are months before it, each once, the oldest first", "out_of_order"))
    if not isclose(mean, signal.mean_before, rel_tol=1e-9, abs_tol=1e-9):
        found.append(Fault("/signal/mean_before", "is not the mean of the months before", "no_signal"))
    if signal.after < max(signal.threshold.least, signal.threshold.ratio * mean):
        found.append(Fault("/signal/after", "is below its own threshold", "no_signal"))
    if signal.chance > signal.limit or signal.limit > signal.threshold.alpha:
        found.append(Fault("/signal/chance", "is above its own limit", "no_signal"))
    return found
