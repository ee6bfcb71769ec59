"""Existing rosters as files, and a roster service in this process that takes them in."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from deploy.local.postgres import Postgres
from services.roster.importing.worker import Importer
from services.roster.main import build
from services.roster.settings import RosterSettings
from shared.runtime.clock import SystemClock
from shared.runtime.entry import Service
from tests.support.databases import Named, as_, environment, serving

HEADS = ("row_id", "title", "language", "offering_parties", "availability/start", "lines/1/functional_areas",
         "lines/1/support_type", "lines/1/quantity/amount", "lines/1/quantity/unit")  # fmt: skip
MADE = {"row_id": "", "title": "Experts in registration", "language": "fr", "offering_parties": "France",
        "availability/start": "2026-01-01", "lines/1/functional_areas": "registration; reception",
        "lines/1/support_type": "technical", "lines/1/quantity/amount": "2", "lines/1/quantity/unit": "packages"}  # fmt: skip


def row(number: int, **changes: str) -> dict[str, str]:
    """A row of a good offer of France."""
    return MADE | {"row_id": f"R-{number}", "title": f"Experts in registration, team {number}"} | changes


def as_file(rows: Iterable[Mapping[str, str]], separator: str = ",", heads: Iterable[str] = HEADS) -> bytes:
    """Rows in CSV."""
    file = io.StringIO(newline="")
    names = list(heads)
    writer = csv.DictWriter(file, names, delimiter=separator, extrasaction="raise", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


@dataclass
class Desk:
    """A roster service without a worker of its own: ``takes`` is the worker's look."""

    service: Service
    settings: RosterSettings
    http: httpx.AsyncClient

    async def sends(self, actor: str, file: bytes, path: str = "/roster/imports", **asked: Any) -> httpx.Response:
        """A file, with what is said beside it."""
        headers = as_(actor, str(asked.pop("key", uuid4()))) | {"Content-Type": "application/octet-stream"}
        return await self.http.post(path, params={"source": "Test"} | asked, content=file, headers=headers)

    async def tries(self, actor: str, file: bytes, **asked: Any) -> dict[str, Any]:
        """A dry run's answer."""
        answer = await self.sends(actor, file, "/roster/imports/dry-run", **asked)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def takes(self, actor: str, file: bytes, **asked: Any) -> dict[str, Any]:
        """A file sent and taken in; the import as it ended."""
        answer = await self.sends(actor, file, **asked)
        assert answer.status_code == 201, answer.text
        await Importer(self.service.database, self.settings).look()
        return await self.reads(actor, answer.headers["Location"])

    async def reads(self, actor: str, path: str, language: str = "en") -> dict[str, Any]:
        """What stands at an address."""
        answer = await self.http.get(path, headers=as_(actor) | {"Accept-Language": language})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def rows(self, actor: str, **asked: Any) -> list[dict[str, Any]]:
        """Rows of rosters."""
        answer = await self.http.get("/roster/imported-rows", params=asked, headers=as_(actor))
        found: list[dict[str, Any]] = answer.json()["rows"]
        return found

    async def says(
        self, actor: str, entry: str, what: str, body: Any = None, version: int | None = None
    ) -> httpx.Response:
        """A word about a row, on the version that stands unless another is named."""
        path = f"/roster/imported-rows/{entry}"
        if version is None:
            version = int((await self.http.get(path, headers=as_(actor))).headers.get("ETag", '"1"').strip('"'))
        headers = as_(actor, str(uuid4())) | {"If-Match": f'"{version}"'}
        return await self.http.request(
            "PUT" if what == "content" else "POST", f"{path}/{what}", json=body, headers=headers
        )

    async def scalar(self, query: str) -> Any:
        """One value of the service's database."""
        import sqlalchemy as sa

        async with self.service.database.reading() as connection:
            return (await connection.execute(sa.text(query))).scalar_one()


@asynccontextmanager
async def desk(postgres: Postgres, folder: Path, name: str, **more: Any) -> AsyncIterator[Desk]:
    """A roster of West and Central Africa on a fresh database."""
    given = await environment(postgres, folder, "roster", name, deployment="wca", **more)
    settings = RosterSettings(**given)
    service = build(settings, SystemClock(), Named())
    async with serving(service.app()) as http:
        yield Desk(service, settings, http)
