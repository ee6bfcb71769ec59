"""Our services ask each other by one client, whose connections end before the other side ends them."""

import re
from pathlib import Path

from shared.runtime.edge_settings import EdgeSettings
from shared.runtime.http.asking import KEPT_S, asking

ROOT = Path(__file__).parents[2]
MADE = re.compile(r"httpx\.(?:AsyncClient|Client)\(([^\n]*)")
HERE = "shared/runtime/http/asking.py"
HELD = re.compile(r"transport=|limits=KEPT|limits=few")
"""A client that asks inside its own process, or says how long it keeps a connection."""
OF_CONNECTIONS = {"tests/integration/test_edge_bounds.py": "what becomes of idle connections is what it tries"}


def made_elsewhere(files: dict[str, str]) -> set[str]:
    """Files that make a client of their own, which keeps connections as long as the side that ends them."""
    return {
        path for path, text in files.items() if path != HERE and any(not HELD.search(one) for one in MADE.findall(text))
    }


def test_nobody_makes_a_client_of_their_own() -> None:
    """Nor does the demo, a test or a tool: who keeps a connection as long as its other end asks over one that is being ended."""
    files = {str(path.relative_to(ROOT)): path.read_text() for folder in ("shared", "services", "deploy", "tests", "tools")
             for path in (ROOT / folder).rglob("*.py") if path != Path(__file__)}  # fmt: skip
    assert HERE in files
    assert made_elsewhere(files) == set(OF_CONNECTIONS)
    of_services = {path: text for path, text in files.items() if path.startswith(("shared/", "services/"))}
    assert not {path for path, text in of_services.items() if MADE.search(text) and path != HERE}


def test_a_planted_client_is_found() -> None:
    planted = {"services/x.py": "http = httpx.AsyncClient(timeout=1)", HERE: "httpx.AsyncClient()",
               "tests/y.py": "httpx.AsyncClient(transport=asgi)\nhttpx.AsyncClient()"}  # fmt: skip
    assert made_elsewhere(planted) == {"services/x.py", "tests/y.py"}
    assert made_elsewhere({"tests/z.py": "httpx.AsyncClient(transport=asgi)"}) == set()


def test_a_connection_ends_here_before_it_ends_there() -> None:
    assert EdgeSettings.model_fields["idle_s"].default > KEPT_S
    pool = asking(1)._transport._pool  # type: ignore[attr-defined]
    assert pool._keepalive_expiry == KEPT_S
