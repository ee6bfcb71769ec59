"""What pages of rule sets share: who may see what another set would find of open requests (WM 21)."""

from services.console.http.visit import Visit
from shared.modalities.access.actions import COMPARE_RULES
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_deployment


def compares(visit: Visit) -> bool:
    """Whether the person may, at its own deployment."""
    region = visit.actor.region
    return region is not None and decide(visit.actor, COMPARE_RULES, of_deployment(region)).allowed
