"""A warning without a running service: made with intake's own rules, so that its states are possible."""

from datetime import datetime
from typing import Any

from services.intake.domain import warning as domain
from shared.contracts import warnings
from shared.contracts.shapes.warning import EarlySignal, WarningState

TCD = "iso3166:TCD"


def signal_body(**changes: Any) -> dict[str, Any]:
    """A signal, as its body says it."""
    return {
        "kind": "applications_rise", "country": TCD, "month": "2026-01", "after": 60,
        "before": [{"month": f"2025-{n:02}", "count": 10} for n in range(7, 13)],
        "mean_before": 10.0, "dispersion": 1.0, "chance": 1e-12, "limit": 0.01,
        "threshold": {"least": 20, "ratio": 1.5, "alpha": 0.01},
    } | changes  # fmt: skip


class Warned:
    """Each method takes a step and gives its event."""

    def __init__(self, now: datetime, **changes: Any) -> None:
        self.version, self.now = 1, now
        new = domain.NewWarning("w1", "WARNING-2026-WCA-001", "wca", now)
        self.state = domain.raised(new, EarlySignal.model_validate(signal_body(**changes)))
        self.begun: warnings.WarningRaised = self._event(warnings.WarningRaised)

    def _event(self, kind: type[warnings.WarningEvent]) -> Any:
        return kind(aggregate_id=self.state.warning_id, aggregate_version=self.version, warning=self.state)

    def _next(self, kind: type[warnings.WarningEvent], state: WarningState) -> Any:
        self.version, self.state = self.version + 1, state
        return self._event(kind)

    def taken_up(self, words: str = "Looking at the border") -> Any:
        return self._next(warnings.WarningTakenUp, domain.taken_up(self.state, words, "en", self.now))

    def set_aside(self, reason: str = "A backlog was registered at once") -> Any:
        return self._next(warnings.WarningWasSetAside, domain.set_aside(self.state, reason, "en", self.now))

    def led(self) -> Any:
        after = domain.led_to_crisis(self.state, "c1", "CRISIS-2026-WCA-001", self.now)
        return self._next(warnings.WarningLedToCrisis, after)
