"""Our services ask each other by one client, whose connections end before the other side ends them."""

import re
from pathlib import Path

from shared.runtime.edge_settings import EdgeSettings
from shared.runtime.http.asking import KEPT_S, asking

ROOT = Path(__file__).parents[2]
MADE = re.compile(r"httpx\.(?:AsyncClient|Client)\(")
HERE = "shared/runtime/http/asking.py"


def made_elsewhere(files: dict[str, str]) -> set[str]:
    """Files that make a client of their own."""
    return {path for path, text in files.items() if MADE.search(text) and path != HERE}


def test_nobody_makes_a_client_of_their_own() -> None:
    files = {str(path.relative_to(ROOT)): path.read_text() for folder in ("shared", "services")
             for path in (ROOT / folder).rglob("*.py")}  # fmt: skip
    assert HERE in files
    assert not made_elsewhere(files)


def test_a_planted_client_is_found() -> None:
    assert made_elsewhere({"services/x.py": "http = httpx.AsyncClient(timeout=1)", HERE: "httpx.AsyncClient()"}) == {
        "services/x.py"
    }


def test_a_connection_ends_here_before_it_ends_there() -> None:
    assert EdgeSettings.model_fields["idle_s"].default > KEPT_S
    pool = asking(1)._transport._pool  # type: ignore[attr-defined]
    assert pool._keepalive_expiry == KEPT_S
