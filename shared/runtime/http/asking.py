"""How our services ask each other over HTTP: over connections that who asks ends before who is asked does."""

from typing import Any

import httpx

from shared.runtime.edge_settings import EdgeSettings
from shared.runtime.observability import tracing

KEPT_S = float(EdgeSettings.model_fields["idle_s"].default) / 2
"""How long an idle connection is kept for the next question. A service ends one after ``idle_s``: who keeps it as long (httpx
keeps it five seconds, as we do) now and then asks over one that is being ended, and takes its owner for away.
"""


KEPT = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=KEPT_S)
"""Of whoever asks our services: our services, the demo, tests, tools."""


class _Asking(httpx.AsyncClient):
    """Each question is a part of what it is asked for, and says so to who answers."""

    async def send(self, request: httpx.Request, **how: Any) -> httpx.Response:
        """One question."""
        parent, url = tracing.now(), request.url
        if parent is None:
            return await super().send(request, **how)
        port = url.port or (443 if url.scheme == "https" else 80)
        asked: tracing.Attributes = {
            "http.request.method": request.method,
            "server.address": url.host,
            "server.port": port,
        }
        with tracing.span(request.method, "client", parent, asked) as span:
            request.headers["traceparent"] = span.traceparent or parent
            answer = await super().send(request, **how)
            span.tell(attributes={"http.response.status_code": answer.status_code})
            if answer.status_code >= 400:
                span.fail(str(answer.status_code))
            return answer


def asking(seconds: float, *, base_url: str = "", trust_env: bool = False) -> httpx.AsyncClient:
    """A client that waits so long at most and follows nowhere else. ``trust_env``: proxies of the environment, for what is
    outside: it is told nothing of our traces.
    """
    made = httpx.AsyncClient if trust_env else _Asking
    return made(base_url=base_url, timeout=seconds, follow_redirects=False, trust_env=trust_env, limits=KEPT)
