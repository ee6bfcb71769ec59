"""A command whose owner is another deployment says which one, rather than that somebody is away (WM 6)."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.local.postgres import Postgres
from deploy.local.processes import port
from services.gateway.graphql.home import leads_to, owner_of
from shared.contracts.matching import MatchReserved
from tests.support.gateway import gateway
from tests.support.happenings import Request, match, offer
from tests.support.read_model import read_model
from tools.bench.world import Region, Told

NOW = datetime(2026, 5, 1, tzinfo=UTC)
HERE = {"notifications_url": "http://127.0.0.1:1", "peers": {"wca": {"intake": "http://127.0.0.1:1"}}}
PROBLEM = "{ state problem { status code detail owner retryAfter } }"
WITHDRAW = (
    f"""mutation($r: String!) {{ withdrawConsent(requestId: $r, expectedVersion: 1, key: "not-here-1") {PROBLEM} }}"""
)
SUBMIT = f"""mutation($c: JSON!) {{ submitSupportRequest(content: $c, key: "not-here-2") {PROBLEM} }}"""
ANSWER = f"""mutation($m: String!, $p: String!) {{
  answerMatch(matchId: $m, party: $p, answer: "accepted", expectedVersion: 1, key: "not-here-3") {PROBLEM} }}"""
RETRY = f"""mutation($d: String!) {{ retryDelivery(deliveryId: $d, key: "not-here-4") {PROBLEM} }}"""


@asynccontextmanager
async def nothing_found(code: str = "not_found") -> AsyncIterator[str]:
    """A service that knows no such thing; its address."""
    body = json.dumps({"title": "Not found", "status": 404, "detail": "There is no such thing", "code": code}).encode()
    head = b"HTTP/1.1 404 Not Found\r\nContent-Type: application/problem+json\r\nConnection: close\r\nContent-Length: "

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head + str(len(body)).encode() + b"\r\n\r\n" + body)
        await writer.drain()
        writer.close()

    number = port(0, "a service of a test")
    async with await asyncio.start_server(say, "127.0.0.1", number):
        yield f"http://127.0.0.1:{number}"


@pytest.mark.clause("11.5")
@pytest.mark.paragraph("6")
async def test_geneva_names_the_owner_of_an_item_that_its_reader_knows(filled: str) -> None:
    async with gateway(filled, deployment="geneva", scope="global", **HERE) as asked:
        done = (await asked.ask("tcd-authority", WITHDRAW, r="request-000000"))["withdrawConsent"]
        assert done["state"] is None
        # Its address is known, and nobody answers there; then it is not known.
        assert (done["problem"]["status"], done["problem"]["code"], done["problem"]["owner"]) == (
            503,
            "owner_away",
            "wca",
        )
        assert "'wca'" in done["problem"]["detail"]
    other_peers = HERE | {"peers": {"wca": {"roster": "http://127.0.0.1:1"}}}
    async with gateway(filled, deployment="geneva", scope="global", **other_peers) as asked:
        problem = (await asked.ask("tcd-authority", WITHDRAW, r="request-000000"))["withdrawConsent"]["problem"]
        assert (problem["status"], problem["code"], problem["owner"]) == (409, "not_here", "wca")
        assert "'wca'" in problem["detail"]
        other = (await asked.ask("ner-authority", WITHDRAW, r="request-000000"))["withdrawConsent"]["problem"]
        assert (other["code"], other["owner"], "it belongs to" in other["detail"]) == ("not_here", None, False)


@pytest.mark.paragraph("8")
@pytest.mark.parametrize(
    ("content", "owner"),
    [
        ({"requesting_states": ["iso3166:TCD"]}, "wca"), ({"requesting_states": ["iso3166:KEN", "iso3166:TCD"]}, "esa"),
        ({}, None), ({"requesting_states": []}, None), ({"requesting_states": "iso3166:TCD"}, None),
        ({"requesting_states": [7]}, None), ({"requesting_states": ["iso3166:XYZ"]}, None), ([], None),
    ],
)  # fmt: skip
async def test_geneva_says_who_takes_a_new_request(filled: str, content: Any, owner: str | None) -> None:
    async with gateway(filled, deployment="geneva", scope="global", **HERE) as asked:
        done = (await asked.ask("tcd-authority", SUBMIT, c=content))["submitSupportRequest"]["problem"]
        code = "owner_away" if owner == "wca" else "not_here"
        assert (done["code"], done["owner"], "wca" in done["detail"]) == (code, owner, owner in {"wca", None})


def test_an_offer_goes_to_the_deployment_of_its_lead() -> None:
    assert leads_to({"offering_parties": ["iso3166:FRA"]}, date(2026, 5, 1)) == "europe"
    assert leads_to({"offering_parties": ["org:euaa"]}, date(2026, 5, 1)) is None


def test_what_was_handed_over_belongs_to_who_took_it() -> None:
    assert owner_of("wca", {"status": "in_line"}) == "wca"
    assert owner_of("wca", {"handed_over_to": None}) == "wca"
    assert owner_of("wca", {"handed_over_to": "esa"}) == "esa"


@pytest.mark.paragraph("6")
async def test_an_owner_that_runs_here_and_does_not_know_the_item_names_its_deployment(filled: str) -> None:
    """Geneva has notifications of its own: a delivery of a region is not there."""
    async with nothing_found() as address, gateway(
        filled, deployment="geneva", scope="global", **HERE | {"notifications_url": address}
    ) as asked:  # fmt: skip
        done = (await asked.ask("geneva-officer", RETRY, d="delivery-000000"))["retryDelivery"]["problem"]
        assert (done["code"], done["owner"]) == ("not_here", "wca")
        gone = (await asked.ask("geneva-officer", RETRY, d="delivery-999999"))["retryDelivery"]["problem"]
        assert (gone["status"], gone["code"], gone["owner"]) == (404, "not_found", None)


@pytest.mark.control
async def test_what_is_not_found_at_home_is_not_found(filled: str) -> None:
    async with nothing_found() as address, gateway(filled, intake_url=address) as asked:
        done = (await asked.ask("tcd-authority", WITHDRAW, r="request-000000"))["withdrawConsent"]["problem"]
        assert (done["status"], done["code"]) == (404, "not_found")


@pytest.mark.paragraph("17")
async def test_the_deployment_of_a_match_is_named_to_those_who_may_know_it(postgres: Postgres, tmp_path: Path) -> None:
    """An offerer whose match is with a request that shows no State is not told which bureau's it is."""
    # No matching runs at Geneva.
    model = await read_model(postgres, tmp_path, NOW, notifications_url="http://127.0.0.1:1")
    region = Region("wca")
    request = Request("request-001", NOW, title="A title")
    events = [request.submitted, request.decided(NOW), request.consent(NOW, ("title",)), offer("offer-001", NOW),
              match(MatchReserved, request, NOW, {"iso3166:TCD": "pending", "iso3166:FRA": "pending"}, status="reserved", version=1)]  # fmt: skip
    told = [Told(e.wire_type, e.aggregate_id, e.aggregate_version, e.model_dump(mode="json"), NOW) for e in events]
    await model.told([region.record(one) for one in told])
    try:
        own = (await model.ask("tcd-authority", ANSWER, m="match-1", p="iso3166:TCD"))["answerMatch"]["problem"]
        assert (own["code"], own["owner"]) == ("not_here", "wca")
        other = (await model.ask("fra-authority", ANSWER, m="match-1", p="iso3166:FRA"))["answerMatch"]["problem"]
        assert (other["code"], other["owner"], "wca" in other["detail"]) == ("not_here", None, False)
    finally:
        await model.close()


@pytest.mark.control
async def test_an_owner_that_is_here_and_does_not_answer_is_away(filled: str) -> None:
    async with gateway(filled, intake_url="http://127.0.0.1:1") as asked:
        done = (await asked.ask("tcd-authority", WITHDRAW, r="request-000000"))["withdrawConsent"]
        assert (done["problem"]["code"], done["problem"]["retryAfter"]) == ("owner_away", 1)
