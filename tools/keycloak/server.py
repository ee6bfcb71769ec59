"""A Keycloak on loopback with our realm, in memory: it ends with who started it, and leaves nothing."""

import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from deploy.keycloak.realm import realm
from deploy.local.java import java
from deploy.local.processes import PATIENCE_S, port, start, stop, tail
from shared.runtime.http.asking import KEPT
from tools.keycloak.distribution import home

NAME = "acsg"


@dataclass
class Keycloak:
    """One that runs. ``secrets``: what it took from its environment when the realm was imported."""

    url: str
    secrets: Mapping[str, str]
    admin: str
    _http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=90, trust_env=False, limits=KEPT))

    @property
    def issuer(self) -> str:
        """The realm's name as an issuer."""
        return f"{self.url}/realms/{NAME}"

    @property
    def token_url(self) -> str:
        """Where it gives tokens."""
        return f"{self.issuer}/protocol/openid-connect/token"

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One call of the realm's administration; raises for what it refuses."""
        body = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": self.admin}
        given = self._http.post(f"{self.url}/realms/master/protocol/openid-connect/token", data=body)
        headers = {"Authorization": f"Bearer {given.raise_for_status().json()['access_token']}"}
        answer = self._http.request(method, f"{self.url}/admin/realms/{NAME}{path}", headers=headers, **more)
        return answer.raise_for_status()

    def person(self, name: str, password: str, **attributes: str) -> str:
        """Enters a person with what its tokens shall say; its identifier."""
        made = self.ask("POST", "/users", json={
            "username": name, "enabled": True, "email": f"{name}@example.org", "emailVerified": True, "firstName": "A",
            "lastName": "B", "attributes": {key: [value] for key, value in attributes.items()},
            "credentials": [{"type": "password", "value": password, "temporary": False}],
        })  # fmt: skip
        return made.headers["location"].rpartition("/")[2]

    def close(self) -> None:
        """Closes connections."""
        self._http.close()


@contextmanager
def running(consoles: Mapping[str, str], log: Path) -> Iterator[Keycloak]:
    """Keycloak with the realm of these deployments. Raises NoKeycloak, NoJava, RuntimeError with the end of its log."""
    folder, number, admin = home(), port(0, "Keycloak"), secrets.token_urlsafe(24)
    kept = {
        f"ACSG_{what}_SECRET_{one.upper()}": secrets.token_urlsafe(24)
        for one in consoles
        for what in ("CONSOLE", "CLIENT")
    }
    imports = folder / "data/import"
    imports.mkdir(parents=True, exist_ok=True)
    (imports / f"{NAME}-realm.json").write_text(json.dumps(realm(consoles, NAME)), "utf-8")
    environment = os.environ | kept | {
        "JAVA_HOME": str(Path(java()).resolve().parents[1]), "KC_BOOTSTRAP_ADMIN_USERNAME": "admin",
        "KC_BOOTSTRAP_ADMIN_PASSWORD": admin,
    }  # fmt: skip
    words = ["start-dev", "--import-realm", "--db", "dev-mem", "--http-host", "127.0.0.1", "--http-port", str(number)]
    process = start([str(folder / "bin/kc.sh"), *words], log, environment)
    made = Keycloak(f"http://127.0.0.1:{number}", kept, admin)
    try:
        _await(made, process, log)
        yield made
    finally:
        made.close()
        stop(process)


def _await(made: Keycloak, process: Any, log: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{made.issuer}/.well-known/openid-configuration", timeout=5, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise RuntimeError(f"Keycloak did not start:\n{tail(log)}")
