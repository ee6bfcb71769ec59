"""How a service of any deployment comes to know which organisations are registered, and what it says until it does (WM 3, 6)."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncConnection

from deploy.local.postgres import Postgres
from services.intake.main import build
from services.intake.settings import IntakeSettings
from services.intake.storage.tables import known
from shared.application import knowing_organisations
from shared.application.knowing_organisations import KnowingOrganisations
from shared.contracts import vocabulary as v
from shared.contracts.organisations import OrganisationMerged, OrganisationRegistered
from shared.contracts.party_names import party_name
from shared.contracts.vocabulary import organisations
from shared.modalities.access.actor import PUBLIC
from shared.runtime.db.database import Database
from shared.runtime.db.known_organisations import changes_since
from shared.runtime.db.row_security.context import ServiceAtWork
from shared.runtime.kafka.records import Record
from tests.support.bodies import request_body
from tests.support.databases import Named, environment, serving
from tests.support.forged import forged
from tests.support.poll import until

pytestmark = pytest.mark.paragraph("3")


@pytest.fixture(autouse=True)
def _released_alone() -> Iterator[None]:
    yield
    v.forget_registered()


@asynccontextmanager
async def intake(
    server: Postgres, folder: Path, name: str
) -> AsyncIterator[tuple[FastAPI, KnowingOrganisations, Database]]:
    """Intake of Europe, which hears Geneva and through it the other regions."""
    settings = IntakeSettings(**await environment(server, folder, "intake", name), deployment="europe", hub="geneva")
    service = build(settings, verifier=Named())
    assert isinstance(service.knows, KnowingOrganisations)
    try:
        yield service.app(), service.knows, service.database
    finally:
        await service.database.dispose()


def told(code: str, version: int, says: str = "wca", event: type[Any] = OrganisationRegistered, **state: Any) -> Record:
    """What another deployment tells of one, by way of Geneva."""
    aggregate = f"0193a5f0-0000-7000-8000-{abs(hash(code)) % 10**12:012}"

    def change(body: dict[str, Any]) -> None:
        names = [{"since": "2024-01-01", "names": [{"language": "en", "name": f"Organisation {code}"}]}]
        body |= {"aggregate_id": aggregate, "aggregate_version": version}
        body["organisation"] |= {
            "organisation_id": aggregate,
            "code": code,
            "status": "registered",
            "names": names,
            "merged_into": None,
            "until": None,
        } | state

    topic, partition, key, headers, body = forged(
        event, f"geneva.{says}.", says, body=change, sequence=version, id=f"{code}-{version}"
    )
    return Record(topic, partition, version, key.decode(), tuple(headers), body)


async def test_what_other_deployments_register_is_known_after_a_moment_and_at_the_next_start(
    postgres: Postgres, tmp_path: Path
) -> None:
    async with intake(postgres, tmp_path, "knowing") as (_, knows, database):
        await knows.consumer.handle([told("wca-one", 2), told("wca-two", 2)])
        assert "wca-one" not in organisations()
        assert await knows.read() == 2
        assert organisations()["wca-one"].names[0].label == "Organisation wca-one"
        assert await knows.read() == 0
        merged = told(
            "wca-one", 3, event=OrganisationMerged, status="merged", merged_into="org:wca-two", until="2026-05-01"
        )
        await knows.consumer.handle([merged, told("wca-one", 2), merged])
        assert await knows.read() == 1
        assert (party_name("org:wca-one", "en"), party_name("org:wca-one", "en", date(2025, 1, 1))) == (
            "Organisation wca-two",
            "Organisation wca-one",
        )
        v.forget_registered()
        again = KnowingOrganisations(database, known)
        assert await again.read() == 2
        assert organisations()["wca-one"].leads_to == "wca-two"
        async with database.reading(PUBLIC) as connection:
            assert (await connection.execute(sa.select(known.organisation.c.code))).all() == [], "no reader's own table"


async def test_one_that_comes_while_changes_are_read_is_read_then_or_after(postgres: Postgres, tmp_path: Path) -> None:
    async with intake(postgres, tmp_path, "knowing_between") as (_, knows, database):
        await knows.consumer.handle([told("wca-one", 2)])

        class Between:
            """A connection; another organisation is told of between its first statement and the second."""

            asked = 0

            def __init__(self, connection: AsyncConnection) -> None:
                self.connection = connection

            async def execute(self, query: Any) -> Any:
                found = await self.connection.execute(query)
                self.asked += 1
                if self.asked == 1:
                    await knows.consumer.handle([told("wca-two", 2)])
                return found

        async with database.reading(ServiceAtWork("organisations")) as connection:
            first = await changes_since(Between(connection), known, 0, 10)  # type: ignore[arg-type]
        async with database.reading(ServiceAtWork("organisations")) as connection:
            then = await changes_since(connection, known, first.changed, 10)
        assert {row.state["code"] for row in (*first.rows, *then.rows)} == {"wca-one", "wca-two"}


async def test_no_deployment_gives_an_id_of_another_nor_one_that_was_released(
    postgres: Postgres, tmp_path: Path
) -> None:
    async with intake(postgres, tmp_path, "knowing_lies") as (_, knows, _database):
        await knows.consumer.handle([told("esa-hers", 2), told("euaa", 2), told("wca-own", 2)])
        assert await knows.read() == 1
        assert "esa-hers" not in organisations()
        assert organisations()["euaa"].kind == "regional_organisation"


async def test_until_it_is_read_once_an_unknown_id_is_tried_again(postgres: Postgres, tmp_path: Path) -> None:
    async with intake(postgres, tmp_path, "knowing_start") as (app, knows, _database), serving(app) as http:

        async def asked(party: str) -> tuple[int, str]:
            headers = {
                "Authorization": "Bearer fra-authority",
                "Idempotency-Key": f"start-{party}-{asyncio.get_running_loop().time()}",
            }
            body = request_body(requesting_states=["iso3166:FRA"], supporters=[party])
            answer = await http.post("/support-requests", json=body, headers=headers)
            said = answer.json()
            return answer.status_code, said["errors"][0]["code"] if said.get("errors") else said.get("code", "")

        knows.begin()
        assert await asked("org:wca-one") == (503, "organisations_awaited")
        await knows.read()
        assert await asked("org:wca-one") == (503, "organisations_awaited"), "an empty table says nothing yet"
        assert (await asked("org:ecre"))[1] not in {"organisations_awaited", "unknown_organisation"}
        await knows.end_reached()
        await knows.read()
        assert await asked("org:wca-one") == (422, "unknown_organisation")
        await knows.consumer.handle([told("wca-one", 2)])
        async with knows.beside(app):
            knows_it = await until(lambda: _known("wca-one"), "what a process that serves alone reads")
        assert knows_it
        assert (await asked("org:wca-one"))[1] not in {"organisations_awaited", "unknown_organisation"}


async def _known(code: str) -> bool:
    return code in organisations()


async def test_many_are_read_in_parts(postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowing_organisations, "MOST_AT_ONCE", 40)
    async with intake(postgres, tmp_path, "knowing_many") as (_, knows, _database):
        await knows.consumer.handle([told(f"wca-o{n}", 2) for n in range(50)])
        knows.begin()
        await knows.end_reached()
        assert await knows.read() == 40
        assert v.organisations_are_awaited(), "a part is not all"
        assert await knows.read() == 10
        assert not v.organisations_are_awaited()
        assert len(organisations()) == 50 + len(v.released_organisations())
