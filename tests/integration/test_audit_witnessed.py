"""Geneva keeps the head of a region's audit, and a chain that is cut or rewritten later is found by what it kept."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.gateway.read_model.kept_heads import kept_heads
from shared.runtime.audit.heads import Witnessed, of_source
from shared.runtime.audit.hub import kept_by_hub
from shared.runtime.audit.sealer import Sealer
from shared.runtime.audit.verification import check, connected
from shared.runtime.clock import FixedClock
from shared.runtime.federation.peers import Peers
from tests.support.databases import as_
from tests.support.owners import ISSUER, Intake, Network, geneva_over
from tests.support.read_model import ReadModel

SOURCE = "/acsg/wca/intake"


class Pair:
    """A region's intake, and Geneva's read model that asks it how far it is."""

    def __init__(self, network: Network, clock: FixedClock, intake: Intake, geneva: ReadModel) -> None:
        self.network, self.clock, self.intake, self.geneva = network, clock, intake, geneva

    async def grow(self, many: int = 1) -> None:
        """Commands, their audit rows sealed, Geneva asks; two minutes later."""
        for _ in range(many):
            await self.intake.submit(title=f"Interpreters {self.clock.now()}")
            self.clock.moment += timedelta(minutes=2)
        sealer = Sealer.of(self.intake.service.database)
        await sealer.seal()
        await sealer.close()
        await self.ask()

    async def ask(self) -> None:
        """Geneva asks the region's intake how far it is."""
        assert await self.geneva.upkeep.listener.ask(self.geneva.peers.owner("wca", "intake"))

    async def kept(self) -> list[Witnessed]:
        """What Geneva has."""
        async with self.geneva.database.reading() as connection:
            return list(await kept_heads(connection, SOURCE))

    async def verified(self, heads: list[Witnessed], epoch: int = 1) -> str | None:
        """What an operator of the region hears who holds the chain against some heads."""
        connection = await connected(self.intake.service.settings.database_url)
        try:
            found = await check(connection, of_source(heads, SOURCE, epoch))
        finally:
            await connection.close()
        return None if found is None else found.fault

    async def tamper(self, *statements: str) -> None:
        """What somebody does who owns the region's database."""
        url: Any = self.intake.service.settings.migration_url
        owner = await asyncpg.connect(url, server_settings={"acsg.service": "operator"})
        for one in (
            "alter table audit disable trigger all",
            "alter table audit disable row level security",
            *statements,
        ):
            await owner.execute(one)
        await owner.close()


@pytest_asyncio.fixture
async def pair(postgres: Postgres, tmp_path: Path) -> AsyncIterator[Pair]:
    network, clock = Network(), FixedClock(datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
    intake = Intake(postgres, tmp_path, network, clock)
    await intake.start()
    geneva = await geneva_over(postgres, tmp_path, network, clock)
    yield Pair(network, clock, intake, geneva)
    await intake.stop()
    await geneva.database.dispose()


async def test_geneva_keeps_heads_and_a_chain_that_only_grows_holds_against_all_of_them(pair: Pair) -> None:
    for _ in range(3):
        await pair.grow()
    await pair.ask()
    heads = await pair.kept()
    assert [(one.region, one.epoch, one.sealed) for one in heads] == [("wca", 1, place) for place in (1, 2, 3)]
    assert await pair.verified(heads) is None


async def test_a_cut_tail_and_a_rewritten_chain_are_told_to_geneva_and_found_by_the_operator(pair: Pair) -> None:
    await pair.grow(4)
    heads = await pair.kept()
    await pair.tamper("delete from audit where sealed > 2")
    await pair.ask()
    assert await pair.kept() == heads
    assert await pair.verified(heads) == "the tail that was witnessed is cut off"
    # He goes on from there, so that the chain is whole in itself and as long as before.
    await pair.tamper("alter table audit enable row level security")
    await pair.grow(2)
    now = await pair.kept()
    assert [one.sealed for one in now] == [4, 4]
    assert heads[0] in now
    with pytest.raises(ValueError, match="two chains"):
        await pair.verified(now)
    assert await pair.verified(heads) == "the chain is not the one that was witnessed"


async def test_a_restored_owner_is_no_alarm_and_its_new_heads_stand_apart(pair: Pair) -> None:
    await pair.grow(2)
    async with pair.intake.restored_later(2):
        await pair.grow(2)
    await pair.ask()
    await pair.grow(1)
    heads = await pair.kept()
    assert [(one.epoch, one.sealed) for one in heads] == [(1, 2), (1, 4), (2, 2), (2, 3)]
    assert await pair.verified(heads, epoch=2) is None


async def test_what_was_kept_nobody_takes_back(pair: Pair) -> None:
    await pair.grow()
    connection = await pair.geneva.database.connection()
    try:
        for statement in ("delete from audit_head", "update audit_head set hash = 'x'", "truncate audit_head"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()


async def test_a_regions_operator_hears_from_geneva_of_its_own_owners_alone(pair: Pair) -> None:
    await pair.grow(2)
    app = pair.geneva.service.app()
    pair.network.hosts["geneva-gateway"] = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=pair.network, base_url="http://geneva-gateway") as http:
        path = "/federation/audit-heads"
        for who, count in (("geneva-officer", 1), ("wca-service", 1), ("europe-service", 0)):
            answer = await http.get(path, params={"source": SOURCE}, headers=as_(who))
            assert (answer.status_code, len(answer.json()["heads"])) == (200, count), who
        for who in ("wca-officer", "tcd-authority"):
            assert (await http.get(path, params={"source": SOURCE}, headers=as_(who))).status_code == 403
        assert (await http.get(path, params={"source": "x"}, headers=as_("wca-service"))).status_code == 422
    settings = pair.intake.service.settings.model_copy(
        update={"hub": "geneva", "peers": {"geneva": {"gateway": "http://geneva-gateway"}}, "token_url": ISSUER}
    )
    pair.network.asking = "wca-service"
    peers = Peers(settings, pair.clock, httpx.AsyncClient(transport=pair.network))
    assert await kept_by_hub(settings, peers) == await pair.kept()


@pytest.mark.control
async def test_without_what_geneva_kept_the_cut_does_not_show(pair: Pair) -> None:
    await pair.grow(4)
    await pair.tamper("delete from audit where sealed > 2")
    connection = await connected(pair.intake.service.settings.database_url)
    try:
        assert await check(connection) is None
    finally:
        await connection.close()
