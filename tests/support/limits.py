"""The time limits that a deployment starts from."""

from shared.contracts.reference.working_days import due
from shared.modalities.steps.limits import Limits

LIMITS = Limits(
    due,
    revision=30,
    consent=30,
    seek=14,
    confirm=7,
    moderators=14,
    engage=30,
    ahead=14,
    unconfirmed=180,
    practice=1096,
    crisis=90,
)
