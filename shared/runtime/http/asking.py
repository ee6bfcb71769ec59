"""How our services ask each other over HTTP: over connections that who asks ends before who is asked does."""

import httpx

from shared.runtime.edge_settings import EdgeSettings

KEPT_S = float(EdgeSettings.model_fields["idle_s"].default) / 2
"""How long an idle connection is kept for the next question. A service ends one after ``idle_s``: who keeps it as long (httpx
keeps it five seconds, as we do) now and then asks over one that is being ended, and takes its owner for away.
"""


KEPT = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=KEPT_S)
"""Of whoever asks our services: our services, the demo, tests, tools."""


def asking(seconds: float, *, base_url: str = "", trust_env: bool = False) -> httpx.AsyncClient:
    """A client that waits so long at most and follows nowhere else. ``trust_env``: proxies of the environment, for what is
    outside.
    """
    return httpx.AsyncClient(
        base_url=base_url, timeout=seconds, follow_redirects=False, trust_env=trust_env, limits=KEPT
    )
