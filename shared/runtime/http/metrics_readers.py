"""Who may read /metrics: they count what nobody agreed to show, and their labels may name who reads what."""

import hmac
from collections.abc import Callable

from fastapi import Request

from shared.runtime.edge_settings import EdgeSettings
from shared.runtime.http.door import among

_PASSED_ON = ("x-forwarded-for", "forwarded", "via", "x-real-ip")


def readers_of_metrics(settings: EdgeSettings) -> Callable[[Request], bool]:
    """Whether a request may read them: with their token, or from an address that may and not through a proxy.

    What a proxy on this machine passes on comes from this machine as well, so that the address says nothing of it.
    """
    near, token = among(settings.metrics_readers), settings.metrics_token

    def may_read(request: Request) -> bool:
        given = request.headers.get("authorization", "")
        if token is not None and hmac.compare_digest(given.encode(), f"Bearer {token.get_secret_value()}".encode()):
            return True
        passed_on = any(name in request.headers for name in _PASSED_ON)
        return not passed_on and request.client is not None and near(request.client.host)

    return may_read
