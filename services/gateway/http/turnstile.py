"""How many exports run at the same time: in the process, and of one caller. The rest come again later."""

from collections import Counter
from collections.abc import Callable

from prometheus_client import Gauge

from services.gateway.settings import GatewaySettings
from shared.modalities.errors import Retryable

OPEN = Gauge("acsg_exports_open", "Exports that are being written")
AGAIN_S = 15.0


class Turnstile:
    """Lets callers in and counts them out."""

    def __init__(self, settings: GatewaySettings) -> None:
        self._settings = settings
        self._inside: Counter[str] = Counter()

    def enter(self, who: str) -> Callable[[], None]:
        """A place, and how it is given back; twice does no harm. Raises Retryable when there is none."""
        settings = self._settings
        if self._inside[who] >= settings.exports_per_caller:
            raise Retryable("too_many_exports", "Your earlier exports are still being written", AGAIN_S)
        if self._inside.total() >= settings.exports_at_once:
            raise Retryable("too_many_exports", "Too many exports are being written just now", AGAIN_S)
        self._inside[who] += 1
        OPEN.set(self._inside.total())
        given_back = False

        def leave() -> None:
            nonlocal given_back
            if not given_back:
                given_back = True
                self._inside[who] -= 1
                self._inside += Counter()
                OPEN.set(self._inside.total())

        return leave
