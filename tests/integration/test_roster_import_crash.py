"""A worker that is killed between two batches of a roster: another goes on after the last of them, and doubles nothing (WM 7)."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from deploy.demo.client import Client
from deploy.local.postgres import Postgres
from deploy.local.stack import Stack
from services.roster.actions.take_rows import RowRead
from services.roster.domain.imported import RosterImport
from services.roster.importing.worker import Importer, LeaseLost
from services.roster.storage.imports import ImportRepository
from shared.modalities.access.actor import Actor
from shared.runtime.db.cause import ByClock
from tests.support.poll import until
from tests.support.rosters import as_file, desk, row

pytestmark = pytest.mark.paragraph("7")
ROWS, BATCH = 10, 3


async def ended(client: Client, path: str) -> dict[str, object]:
    """The import once it is done; how far it is can be read at any time."""

    async def done() -> dict[str, object] | None:
        found: dict[str, object] = await client.call("fra-authority", "GET", "roster", path)
        assert int(str(found["done"])) <= ROWS
        return found if found["status"] == "done" else None

    return await until(done, "the end of the import")


async def send(client: Client, source: str, titles: str) -> str:
    """A roster of ten offers; where it stands."""
    rows = [row(number, title=f"{titles} number {number}") for number in range(ROWS)]
    headers = {"Authorization": f"Bearer {await client.token('fra-authority')}", "Idempotency-Key": str(uuid4())}
    url = f"{client.addresses['roster'].rstrip('/')}/roster/imports"
    answer = await client.http.post(url, params={"source": source}, content=as_file(rows), headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.headers["Location"])


async def kept(stack: Stack, source: str) -> tuple[int, int, int]:
    """Rows, offers and events of a roster."""
    connection = await asyncpg.connect(stack.databases["roster"])
    rows = "select state ->> 'offer_id' from imported_row where source = $1"
    try:
        found = [one[0] for one in await connection.fetch(rows, source)]
        offers = await connection.fetchval("select count(*) from support_offer where offer_id = any($1::uuid[])", found)
        heard = "select count(*) from outbox where key = any($1) and type = 'acsg.roster.offer-listed'"
        return len(found), offers, await connection.fetchval(heard, found)
    finally:
        await connection.close()


async def test_a_worker_killed_between_batches_is_gone_on_after(stack: Stack, client: Client) -> None:
    settings = {"ACSG_IMPORT_BATCH_ROWS": str(BATCH), "ACSG_IMPORT_LEASE_S": "3"}
    stack.replace("roster", "worker", **settings)
    calm = await ended(client, await send(client, "Calm", "Calm"))
    stack.replace("roster", "worker", **settings, ACSG_FAILPOINT="import_after_batch:2")
    before = stack.pid("roster", "worker")
    where = await send(client, "Killed", "Killed")

    async def gone() -> bool:
        return stack.pid("roster", "worker") != before

    await until(gone, "the crash of the roster's worker")
    killed = await ended(client, where)
    assert killed["counts"] == calm["counts"] == {"listed": ROWS, "proposed": 0, "unchanged": 0, "quarantined": 0}
    assert await kept(stack, "Killed") == await kept(stack, "Calm") == (ROWS, ROWS, ROWS)
    report = await client.call("fra-authority", "GET", "roster", f"{where}/rows")
    assert [one["number"] for one in report["rows"]] == list(range(2, ROWS + 2))


ROWS_ASKED = '{ importedRows(status: "proposed", roster: "GraphQL") { nodes { entryId version status party body source history } } }'
ANSWERED = """mutation($one: String!, $version: Int!, $key: String!) {
  answerImportedRow(entryId: $one, answer: "agreed", expectedVersion: $version, key: $key) { state version problem { code } } }"""
COUNTED = "{ rosterImports { nodes { source status rows done counts { listed proposed unchanged quarantined } } } }"


@pytest.mark.paragraph("18")
async def test_over_graphql_a_party_offers_what_is_proposed_to_it(client: Client) -> None:
    rows = as_file([row(number, title=f"Over GraphQL number {number}") for number in range(2)])
    headers = {"Authorization": f"Bearer {await client.token('wca-officer')}", "Idempotency-Key": str(uuid4())}
    url = f"{client.addresses['roster'].rstrip('/')}/roster/imports"
    sent = await client.http.post(url, params={"source": "GraphQL"}, content=rows, headers=headers)
    assert sent.status_code == 201, sent.text

    async def taken() -> dict[str, Any] | None:
        found = (await client.graphql("wca-officer", COUNTED))["rosterImports"]["nodes"]
        return next((one for one in found if one["source"] == "GraphQL" and one["status"] == "done"), None)

    counts = (await until(taken, "the import, as the gateway tells it"))["counts"]
    assert counts == {"listed": 0, "proposed": 2, "unchanged": 0, "quarantined": 0}
    assert (await client.graphql("deu-authority", ROWS_ASKED))["importedRows"]["nodes"] == []
    proposed = (await client.graphql("fra-authority", ROWS_ASKED))["importedRows"]["nodes"]
    one = next(one for one in proposed if one["body"]["title"] == "Over GraphQL number 0")
    assert (one["source"], one["history"], one["party"]) == (None, None, "iso3166:FRA")
    said = {"one": one["entryId"], "version": one["version"], "key": str(uuid4())}
    for who, code in (("deu-authority", "not_found"), ("wca-officer", "not_permitted")):
        refused = await client.graphql(who, ANSWERED, said | {"key": str(uuid4())})
        assert refused["answerImportedRow"]["problem"]["code"] == code
    answer = (await client.graphql("fra-authority", ANSWERED, said))["answerImportedRow"]
    assert (answer["problem"], answer["state"]["status"], answer["version"]) == (None, "listed", 2)
    offer = answer["state"]["offer_id"]

    async def on_the_roster() -> bool:
        query = "query($k: String!) { item(key: $k) { kind } }"
        return bool((await client.graphql("fra-authority", query, {"k": offer}))["item"])

    await until(on_the_roster, "the offer in the read model, by its ordinary event")


class Forgetful(Importer):
    """Keeps no progress, as a worker would whose batches and progress were not one transaction."""

    async def _take_in(self, state: RosterImport, actor: Actor) -> None:
        await super()._take_in(state.model_copy(update={"done": 0}), actor)


@pytest.mark.control
@pytest.mark.parametrize("kind", [Importer, Forgetful])
async def test_progress_that_is_forgotten_shows(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[Importer]
) -> None:
    async with desk(postgres, tmp_path, f"imports_{kind.__name__.lower()}", import_batch_rows=BATCH) as at:
        answer = await at.sends("fra-authority", as_file([row(number) for number in range(ROWS)]))
        worker, whole, batches = kind(at.service.database, at.settings), Importer._batch, iter(range(9))

        async def dies(self: Importer, state: RosterImport, actor: Actor, rows: list[RowRead]) -> RosterImport:
            if next(batches) == 2:
                raise LeaseLost
            return await whole(self, state, actor, rows)

        monkeypatch.setattr(Importer, "_batch", dies)
        await worker.look()
        half = await at.reads("fra-authority", answer.headers["Location"])
        assert (half["status"], half["done"], half["rows"]) == ("running", 2 * BATCH, ROWS)
        async with at.service.database.unit_of_work(ByClock("test")) as uow:
            await ImportRepository(uow.connection).hold(half["import_id"], worker._name, None)
        await worker.look()
        found = await at.reads("fra-authority", answer.headers["Location"])
        offers = await at.scalar("select count(*) from support_offer")
        good = kind is Importer
        assert (found["status"], offers) == (("done", ROWS) if good else ("failed", 2 * BATCH))


async def test_two_workers_never_take_the_same_roster(postgres: Postgres, tmp_path: Path) -> None:
    async with desk(postgres, tmp_path, "imports_two", import_batch_rows=1) as at:
        await at.sends("fra-authority", as_file([row(number) for number in range(ROWS)]))
        workers = [Importer(at.service.database, at.settings) for _ in range(3)]
        await asyncio.gather(*(one.look() for one in workers))
        (found,) = (await at.reads("fra-authority", "/roster/imports"))["imports"]
        assert (found["status"], found["counts"]["listed"], found["counts"]["unchanged"]) == ("done", ROWS, 0)
        assert await at.scalar("select count(*) from support_offer") == ROWS
