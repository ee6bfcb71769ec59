"""How many exports run at the same time: in the process, of one caller, and of all callers without a token together."""

from prometheus_client import Gauge

from services.gateway.settings import GatewaySettings
from shared.runtime.http.places import Bounds, Places

OPEN = Gauge("acsg_exports_open", "Exports that are being written")
AGAIN_S = 15.0


def turnstile(settings: GatewaySettings) -> Places:
    """Places of exports; whoever finds none comes again later."""
    each = settings.exports_per_caller
    return Places("exports", Bounds(settings.exports_at_once, each, each, settings.kept_for_known), AGAIN_S, OPEN)
