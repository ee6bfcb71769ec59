"""How a service's application is served: the one place where the server's own settings are chosen."""

from typing import Any

import uvicorn

from shared.runtime.edge_settings import EdgeSettings
from shared.runtime.http.connections import Line, Socket
from shared.runtime.http.door import Door


def config_of(app: Any, settings: EdgeSettings, host: str, port: int) -> uvicorn.Config:
    """The server's settings, with connections of its own door."""
    door = {"door": Door(settings)}
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=8,
        timeout_keep_alive=settings.idle_s,  # type: ignore[arg-type]
        http=type("Line", (Line,), door),
        ws=type("Socket", (Socket,), door),
        ws_max_size=settings.socket_message_bytes,
        backlog=2048,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies,
    )
