"""An officer keeps a signal of early warning, for an officer to judge; nothing follows from it by itself (WM 12)."""

from typing import Any

from pydantic import ConfigDict

from services.intake.actions.served_here import served_here
from services.intake.actions.the_request import Intake
from services.intake.domain import warning as domain
from services.intake.storage.warnings import WarningRepository
from shared.application.use_case import Done, Make, whole
from shared.contracts.incoming import Strict
from shared.contracts.shapes.warning import EarlySignal, WarningState
from shared.contracts.warnings import WarningRaised
from shared.modalities.access import actions as a
from shared.modalities.access.crises import warning
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P12

EXAMPLE: dict[str, Any] = {
    "signal": {
        "kind": "applications_rise", "country": "iso3166:TCD", "month": "2026-01", "after": 60,
        "before": [{"month": f"2025-{n:02}", "count": 10} for n in range(7, 13)],
        "mean_before": 10.0, "dispersion": 1.0, "chance": 1e-12, "limit": 0.01,
        "threshold": {"least": 20, "ratio": 1.5, "alpha": 0.01},
    }
}  # fmt: skip


class WarningBody(Strict):
    """The signal, with the numbers that the rule found; its country is one that is served here."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    signal: EarlySignal


async def raise_warning(doing: Intake, body: WarningBody) -> Done[WarningState]:
    """Raises Invalid naming every fault, Conflict when the signal is kept already: the same one never becomes two."""
    warnings, here = WarningRepository(doing.uow.connection), doing.context.settings.deployment
    await served_here(doing, {"/signal/country": body.signal.country}, "a warning is kept where its State is served")
    if await warnings.kept(body.signal.key) is not None:
        raise _kept(body.signal)
    new = await warnings.begun(doing.new_id(), here, doing.now)
    state = domain.raised(new, body.signal)
    if not await warnings.add_first(state):
        raise _kept(body.signal)
    doing.uow.record(WarningRaised(aggregate_id=state.warning_id, aggregate_version=1, warning=state))
    return Done(state, 1, state.warning_id)


def _kept(signal: EarlySignal) -> Conflict:
    return Conflict("signal_kept", f"{signal.key} is kept as a warning already", P12)


RAISE_WARNING = Make(
    a.RAISE_WARNING, WarningBody, lambda doing, _: warning(doing.context.settings.deployment), raise_warning, whole
)  # fmt: skip
