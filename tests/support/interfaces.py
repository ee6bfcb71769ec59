"""The interfaces of all services as processes on a real PostgreSQL with a real issuer; no broker and no workers."""

import asyncio
import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx

from deploy.local.issuer import Issuer
from deploy.local.postgres import Postgres
from deploy.local.processes import port, start, stop, tail
from deploy.local.provision import working
from shared.runtime.http.asking import asking
from tests.support.databases import environment
from tests.support.poll import until

SERVICES = ("intake", "roster", "matching", "notifications", "gateway", "dialogue", "delivery")


@dataclass
class Interfaces:
    """Where they are, and tokens for demo actors."""

    folder: Path
    services: tuple[str, ...] = SERVICES
    addresses: dict[str, str] = field(default_factory=dict)
    databases: dict[str, str] = field(default_factory=dict)
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def token(self, name: str, at: float | None = None) -> str:
        """A bearer token of the issuer, as a party gets it by logging in; at another moment than now if one is given."""
        return Issuer(self.folder / "issuer.key", self.addresses["issuer"], "development").token(name, at)

    def call(self, who: str, service: str, method: str, path: str, body: object = None) -> httpx.Response:
        """One call, which must succeed."""
        headers = {"Authorization": f"Bearer {self.token(who)}", "Idempotency-Key": os.urandom(8).hex()}
        url = self.addresses[service]
        answer = httpx.request(method, url + path, json=body, headers=headers, timeout=30)
        if answer.status_code == 428:  # As a careful client does: what stands is read, and its version named.
            seen = httpx.get(url + answer.json()["read"], headers=headers, timeout=30)
            headers["If-Match"] = seen.headers["ETag"]
            answer = httpx.request(method, url + path, json=body, headers=headers, timeout=30)
        assert answer.is_success, answer.text
        return answer

    def up(self, postgres: Postgres, **settings: str) -> "Interfaces":
        """Starts the issuer and the interfaces of the services, and waits until each is ready."""
        issuer = port(0, "issuer")
        self.addresses["issuer"] = f"http://127.0.0.1:{issuer}"
        desk = ["deploy.local.desk", "--folder", str(self.folder), "--port", str(issuer)]
        desk += ["--smtp-port", str(port(0, "mail")), "--issuer", self.addresses["issuer"]]
        desk += ["--key", str(self.folder / "issuer.key")]
        plain = {name: value for name, value in os.environ.items() if not name.startswith("ACSG_")}
        self._start("desk", desk, plain | {"ACSG_MODE": "development"})
        ports = {service: port(0, service) for service in self.services}
        self.addresses |= {service: f"http://127.0.0.1:{number}" for service, number in ports.items()}
        neighbours = {f"ACSG_{service.upper()}_URL": self.addresses[service] for service in self.services}
        for service in self.services:
            given = asyncio.run(environment(postgres, self.folder, service, f"interface_{service}"))
            self.databases[service] = working(given["database_url"])
            said = {
                "ACSG_DATABASE_URL": given["database_url"], "ACSG_MODE": "development", "ACSG_POOL_SIZE": "4",
                "ACSG_ISSUER": self.addresses["issuer"], "ACSG_HTTP_PORT": str(ports[service]),
                "ACSG_KAFKA_BOOTSTRAP": "127.0.0.1:1", "PYTHONUNBUFFERED": "1",
            }  # fmt: skip
            self._start(service, [f"services.{service}", "api"], plain | said | neighbours | settings)
        for service in self.services:
            asyncio.run(self._ready(service))
            asyncio.run(self._heard(service))
        return self

    async def _heard(self, service: str) -> None:
        """There is no worker here that hears which organisations are registered: that there are none was heard."""
        connection = await asyncpg.connect(self.databases[service], server_settings={"acsg.service": "test"})
        try:
            if await connection.fetchval("select to_regclass('known_organisations_read')"):
                await connection.execute("update known_organisations_read set read_at = now()")
        finally:
            await connection.close()

    def _start(self, name: str, module: list[str], environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", *module]
        self.running.append(start(command, self.folder / f"{name}.log", environment))

    async def _ready(self, service: str) -> None:
        async def asked() -> bool:
            with contextlib.suppress(httpx.HTTPError):
                return (await http.get(f"{self.addresses[service]}/health/ready")).is_success
            return False

        async with asking(5) as http:
            try:
                await until(asked, service)
            except TimeoutError as late:
                raise TimeoutError(f"{late}: {tail(self.folder / f'{service}.log')}") from late

    def down(self) -> None:
        """Ends what was started."""
        for process in self.running:
            stop(process)
