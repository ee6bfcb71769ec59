"""A party of another region reads what it is shown at the owner, at that moment; Geneva's copy follows each change (WM 6, 17)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.intake.storage import shown
from shared.runtime.clock import FixedClock
from tests.support.bodies import another
from tests.support.databases import as_
from tests.support.exchange import exchanging
from tests.support.gateway import Gateway, gateway
from tests.support.owners import Intake, Network, geneva_over
from tests.support.read_model import ReadModel
from tests.support.served import served

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
FRA, DEU, ECRE = "iso3166:FRA", "iso3166:DEU", "org:ecre"
READERS = ("fra-authority", "deu-authority", "ecre", "refugee-rights-turkey", "integrator-ecre", "europe-officer")
ASKED = "query ($r: String, $n: Int! = 50) { solicitedRequests(first: $n, region: $r) { itemId region fields } }"


@dataclass
class Two:
    """The intake of one region, the gateway of another, and Geneva's read model; ``europe`` keeps nothing at all."""

    wca: Intake
    europe: Gateway
    geneva: ReadModel

    async def agree(self, request_id: str, fields: tuple[str, ...] = ("title",), **to_whom: Any) -> None:
        body = {"fields": fields} | to_whom
        await self.wca.call("PUT", f"/support-requests/{request_id}/consent", body)

    async def in_europe(self, who: str) -> list[dict[str, Any]]:
        """What a reader is shown in Europe of the other region's requests."""
        return list((await self.europe.ask(who, ASKED, r="wca"))["solicitedRequests"])

    async def sees(self) -> set[str]:
        """Who is shown something in Europe; what Geneva shows, once it heard, is the same."""
        await self.geneva.told(await self.wca.published())
        found = {who: await self.in_europe(who) for who in READERS}
        there = {who: (await self.geneva.ask(who, ASKED))["solicitedRequests"] for who in READERS}
        assert there == found
        return {who for who in READERS if found[who]}


@asynccontextmanager
async def opened(postgres: Postgres, folder: Path) -> AsyncIterator[Two]:
    network, clock = Network(), FixedClock(NOW)
    wca = Intake(postgres, folder, network, clock)
    await wca.start()
    geneva = await geneva_over(postgres, folder, network, clock)
    try:
        async with served(wca.service.app()) as there, served(exchanging()) as tokens:
            known = {"peers": {"wca": {"intake": there}}, "token_url": f"{tokens}/token"}
            async with gateway(NOWHERE, deployment="europe", **known) as europe:
                yield Two(wca, europe, geneva)
    finally:
        await wca.stop()
        await geneva.close()


@pytest_asyncio.fixture(loop_scope="session")
async def two(postgres: Postgres, tmp_path: Path) -> AsyncIterator[Two]:
    async with opened(postgres, tmp_path) as made:
        yield made


@pytest.mark.paragraph("17")
async def test_another_region_shows_what_is_agreed_to_whom_it_is_agreed_and_keeps_nothing(two: Two) -> None:
    one = await two.wca.submit(title="CANARY-title", summary="CANARY-summary")
    assert await two.sees() == set()
    for to_whom, readers in (
        ({"parties": [DEU]}, {"deu-authority"}),
        ({"kinds": ["ngo"], "but": [ECRE]}, {"refugee-rights-turkey"}),
        ({"but": [FRA]}, {"deu-authority", "ecre", "refugee-rights-turkey", "europe-officer"}),
        ({"audiences": ["public"]}, set(READERS)),
        ({"parties": [FRA]}, {"fra-authority"}),
    ):
        await two.agree(one, **to_whom)
        assert await two.sees() == readers, to_whom
    # The agreed fields and no other; the region where the State may be named.
    assert await two.in_europe("fra-authority") == [
        {"itemId": one, "region": None, "fields": {"title": "CANARY-title"}}
    ]
    await two.agree(one, ("requesting_states",), parties=[FRA])
    (shown_now,) = await two.in_europe("fra-authority")
    assert (shown_now["region"], shown_now["fields"]) == ("wca", {"requesting_states": ["iso3166:TCD"]})
    # The door between deployments gives the services of another region nothing at all.
    for actor in ("europe-service", "esa-service"):
        found = await two.wca.http.get("/federation/states", params={"kind": "request", "ids": one}, headers=as_(actor))
        assert (found.status_code, found.json()["states"]) == (200, [])
    await two.wca.call("DELETE", f"/support-requests/{one}/consent", None)
    assert await two.sees() == set()


async def test_pages_are_newest_first_and_bounded(two: Two) -> None:
    made = [await two.wca.submit(title=f"Request {n}", **another()) for n in range(5)]
    for request in made[:4]:
        await two.agree(request)
    found: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = await two.wca.http.get("/shown-requests", params={"first": 3} | after, headers=as_("fra-authority"))
        found += [one["request_id"] for one in page.json()["requests"]]
        if (following := page.json()["next"]) is None:
            break
        after = {"after": following}
    assert found == sorted(made[:4], reverse=True)
    none = await two.wca.http.get("/shown-requests", params={"first": 0}, headers=as_("fra-authority"))
    assert none.json() == {"requests": [], "next": None}
    for wrong in ({"first": 201}, {"after": "made-up"}):
        refused = await two.wca.http.get("/shown-requests", params=wrong, headers=as_("fra-authority"))
        assert refused.status_code == 422
    past = 'query { solicitedRequests(region: "wca", asOf: "2026-05-01T00:00:00Z") { itemId } }'
    (error,) = (await two.europe.send("fra-authority", past)).json()["errors"]
    assert "as they are now" in str(error)
    nowhere = await two.europe.send("fra-authority", ASKED, variables={"r": "nowhere"})
    assert nowhere.json()["errors"][0]["extensions"]["code"] == "invalid_parameters"
    unknown = await two.europe.send("fra-authority", ASKED, variables={"r": "esa"})
    assert unknown.json()["errors"][0]["extensions"]["code"] == "unknown_region"


@pytest.mark.control
async def test_an_owner_that_shows_to_whoever_asks_is_found(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    one = await two.wca.submit(title="CANARY-title")
    await two.agree(one, parties=[DEU])
    allowed = type("Allowed", (), {"allowed": True})
    monkeypatch.setattr(shown, "decide", lambda *_: allowed)
    monkeypatch.setattr(shown, "in_audience", lambda column, _: column.is_not(None))
    assert await two.in_europe("fra-authority") == [], "behind the policy stands the database"
    owner = await asyncpg.connect(str(two.wca.service.settings.migration_url))
    await owner.execute("alter table support_request disable row level security")
    await owner.close()
    assert await two.in_europe("fra-authority")
