"""The time limits that a deployment starts from."""

from shared.contracts.reference.working_days import due
from shared.modalities.steps.limits import Limits

LIMITS = Limits(due)
