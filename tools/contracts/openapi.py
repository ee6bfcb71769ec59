"""The OpenAPI 3.1 document of each service, as its interface itself serves it."""

import importlib
import json
from base64 import b64encode
from functools import cache

from shared.runtime.roles import ROLES
from shared.runtime.settings import RuntimeSettings

NOWHERE = {
    "database_url": "postgresql://nobody@127.0.0.1:1/nothing", "mode": "production", "console_keys": b64encode(bytes(32)).decode(),
}  # fmt: skip
"""Nothing is connected before it is first used."""
PAGES = "console"
"""Speaks to people alone: its register of pages is its document."""


@cache
def document(service: str) -> dict[str, object]:
    """A service's document."""
    kind: type[RuntimeSettings] = getattr(
        importlib.import_module(f"services.{service}.settings"), f"{service.title()}Settings"
    )
    built = importlib.import_module(f"services.{service}.main").build(kind.model_validate(NOWHERE))
    found: dict[str, object] = built.app().openapi()
    return found


def files() -> dict[str, str]:
    """Path below docs/ -> text."""
    return {
        f"openapi/{service}.json": json.dumps(document(service), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        for service in ROLES
        if service != PAGES
    }
