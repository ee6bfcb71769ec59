"""Every role sends GraphQL operations of chance over HTTP to a gateway before its owners: none is answered by a fault of ours.

``ACSG_TEST_GRAPHQL`` sets how many each role sends; ``make fuzz`` sends 2,000.
"""

import asyncio
import itertools
import json
import os
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from deploy.local.postgres import Postgres
from services.gateway.graphql import documents
from services.gateway.graphql.schema import build_schema
from shared.contracts.event import Event
from shared.runtime.http.asking import asking
from shared.runtime.http.problems import problem
from tests.support.bodies import offer_body, request_body
from tests.support.chance_operations import Chance, Known
from tests.support.gateway import JSON, gateway
from tests.support.interface_things import THINGS
from tests.support.interfaces import SERVICES, Interfaces
from tests.support.meetings import meeting_body
from tests.support.odd_values import Case, cases
from tests.support.practices import practice_body
from tests.support.served import served
from tools.bench import made_up

pytestmark = pytest.mark.long

SEED, EACH = 20261129, int(os.environ.get("ACSG_TEST_GRAPHQL", "60"))
NOBODY = "nobody"
WHO = (NOBODY, "wca-officer", "geneva-officer", "tcd-authority", "tcd-office", "fra-authority", "euaa", "integrator-acme",
       "wca-service")  # fmt: skip
OURS, ITEMS, AT_ONCE, AGAIN = "went wrong", 40, 3, 4
BECAME = ("data", "refused", "faults")
SCHEMA = build_schema()._schema


class Sent(NamedTuple):
    """What became of one role's operations: faults of ours; how many were answered with data, were refused, and were done."""

    faults: list[str]
    became: Counter[str]


def operations(who: str, count: int, known: Known) -> Iterator[Case]:
    """Of one role: by turns one of chance, and one from the walk over every argument with an odd value in it."""
    chance = Chance(SCHEMA, f"{SEED} {who}", known)
    walked = list(itertools.chain(cases(SCHEMA, "query"), cases(SCHEMA, "mutation")))
    chosen = chance.some(walked, count // 3)
    for number in range(count):
        yield chosen[number // 3] if number % 3 == 2 and number // 3 < len(chosen) else chance.operation()


def fault_in(answer: httpx.Response) -> str | None:
    """What of an answer is ours: a server error, of an owner too, a refusal without words, a caller turned away."""
    if answer.status_code >= 500 or answer.status_code == 429 or OURS in answer.text:
        return f"{answer.status_code}"
    said = answer.json()
    errors = said.get("errors") or ()
    statuses = [error.get("extensions", {}).get("status", 200) for error in errors]
    statuses += [one["problem"]["status"] for one in (said.get("data") or {}).values()
                 if isinstance(one, dict) and isinstance(one.get("problem"), dict) and "status" in one["problem"]]  # fmt: skip
    bad = [status for status in statuses if status >= 500 or status == 429]
    return f"within: {bad}" if bad else None if all(error.get("message") for error in errors) else "no words"


def waits(answer: httpx.Response) -> bool:
    """Whether an owner was too busy, or away for a moment, and the command may be sent again with the same key."""
    return answer.status_code < 500 and "_away" in answer.text and fault_in(answer) is not None


async def answered(
    http: httpx.AsyncClient, body: bytes, headers: dict[str, str], became: Counter[str]
) -> httpx.Response:
    """What is answered. Who is told to wait asks again, and so does who had a connection that was ended just then."""
    for _ in range(AGAIN):
        try:
            answer = await http.post("/graphql", content=body, headers=headers | JSON)
        except httpx.TransportError:
            answer = None
        if answer is not None and not waits(answer):
            return answer
        became["again"] += 1
    return await http.post("/graphql", content=body, headers=headers | JSON)


async def send(http: httpx.AsyncClient, token: str | None, given: Iterator[Case], who: str = NOBODY) -> Sent:
    """Sends them one after the other."""
    faults, became = list[str](), Counter[str]()
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    for one in given:
        answer = await answered(
            http, json.dumps({"query": one.query, "variables": one.variables}).encode(), headers, became
        )
        fault = fault_in(answer)
        if fault is not None:
            faults.append(f"{one.where} {fault} {one.variables!s:.600} {one.query:.900}: {answer.text:.600}")
        body = answer.json() if fault is None else {}
        became["faults" if fault else "data" if body.get("data") else "refused"] += 1
        became["done"] += any(isinstance(v, dict) and v.get("state") for v in (body.get("data") or {}).values())
        if (sent := sum(became[name] for name in BECAME)) % 500 == 0:
            print(f"{who}: {sent}, {dict(became)}", *faults, sep="\n", flush=True)
    return Sent(faults, became)


@pytest.fixture(scope="module")
def interfaces(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Interfaces]:
    one = Interfaces(tmp_path_factory.mktemp("everyrole"))
    try:
        yield one.up(postgres, ACSG_RATE_QUOTA="0", ACSG_WEBHOOK_PRIVATE_ADDRESSES="true")
    finally:
        one.down()


def made(count: int) -> Iterator[Event]:
    for number in range(count):
        kinds = (made_up.request, made_up.offer, made_up.commitment, made_up.need, made_up.match, made_up.delivery)
        yield from (make(number) for make in kinds)


def known_of(interfaces: Interfaces) -> Known:
    """What the owners have, and good bodies: their documents' own examples, and those that most tests send."""
    values: dict[str, list[Any]] = {"party": ["iso3166:TCD", "iso3166:FRA"]}
    bodies: dict[str, list[Any]] = {}
    for service in SERVICES:
        asked = THINGS[service](interfaces)
        for _, parameters in asked.values():
            for name, value in parameters.items():
                values.setdefault(camel(name), []).append(value)
        paths = httpx.get(f"{interfaces.addresses[service]}/openapi.json", timeout=30).json()
        bodies |= examples(paths)
    content = {"submitSupportRequest": request_body, "reviseSupportRequest": request_body, "checkSupportRequest": request_body,
               "makeSupportOffer": offer_body, "conveneMeeting": meeting_body, "changeMeeting": meeting_body,
               "proposePractice": practice_body, "rewordPractice": practice_body}  # fmt: skip
    return Known(values, bodies | {name: [make() for _ in range(5)] for name, make in content.items()})


def camel(name: str) -> str:
    """A name as GraphQL has it."""
    return re.sub("_([a-z])", lambda found: found[1].upper(), name)


def examples(document: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Example bodies of an OpenAPI document by operation, with the objects in them: a mutation takes one or the other."""
    found = {}
    shapes = document.get("components", {}).get("schemas", {})
    for operation in (one for path in document["paths"].values() for one in path.values()):
        of = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        shape = shapes.get(of.get("$ref", "").rpartition("/")[2], of)
        if given := shape.get("examples"):
            inner = [
                value for one in given if isinstance(one, dict) for value in one.values() if isinstance(value, dict)
            ]
            found[camel(operation["operationId"])] = [*given, *inner]
    return found


async def by_each_role(interfaces: Interfaces, known: Known, count: int) -> dict[str, Sent]:
    """What became of so many operations of every role, some roles at once."""
    places = asyncio.Semaphore(AT_ONCE)
    async with asking(60, base_url=interfaces.addresses["gateway"]) as http:

        async def one(who: str) -> Sent:
            async with places:
                token = None if who == NOBODY else interfaces.token(who)
                return await send(http, token, operations(who, count, known), who)

        return dict(zip(WHO, await asyncio.gather(*map(one, WHO)), strict=True))


async def test_no_role_is_answered_by_a_fault_of_ours(interfaces: Interfaces) -> None:
    await made_up.fill(interfaces.databases["gateway"].partition("?")[0], made(ITEMS))
    known = await asyncio.to_thread(known_of, interfaces)
    found = await by_each_role(interfaces, known, EACH)
    print({who: dict(sent.became) for who, sent in found.items()})
    faults = [f"{who}: {fault}" for who, sent in found.items() for fault in sent.faults]
    assert not faults, f"{len(faults)} in {EACH * len(WHO)}:\n" + "\n".join(faults[:20])
    for who, sent in found.items():
        assert sum(sent.became[name] for name in BECAME) == EACH, (who, sent)
        assert sent.became["again"] <= 1 + EACH / 50, (who, sent.became)
        assert sent.became["data"] >= EACH / 3, (who, sent.became)
    assert sum(sent.became["done"] for sent in found.values()) >= 1, "commands come through to their owners"


def test_the_same_operations_come_again_and_every_root_field_has_its_turn() -> None:
    assert SCHEMA.query_type
    assert SCHEMA.mutation_type
    names = {*SCHEMA.query_type.fields, *SCHEMA.mutation_type.fields}
    count = 2 * len(names)
    first, again = ([*operations("one", count, Known())] for _ in range(2))
    assert first == again
    assert first != [*operations("another", count, Known())]
    assert names <= {case.where.partition("(")[0].partition(".")[0] for case in first}


@pytest.mark.control
async def test_without_the_look_at_values_a_fault_is_found(filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "check_variables", lambda _: None)
    async with gateway(filled, rate_quota=0) as asked:
        walked = (one for one in cases(SCHEMA, "query") if one.where == "item(key)")
        sent = await send(asked.http, "wca-officer", walked)
    assert any(OURS in fault for fault in sent.faults), sent.became


@asynccontextmanager
async def failing_owner() -> AsyncIterator[str]:
    """An owner that fails at whatever it is asked, with a problem document, as ours do."""
    planted = FastAPI()

    @planted.api_route("/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    async def fails(request: Request) -> Response:
        return problem(500, "internal", "Something broke", request.url.path)

    async with served(planted) as address:
        yield address


@pytest.mark.control
async def test_a_failing_owner_behind_an_answer_with_data_is_found(filled: str) -> None:
    async with failing_owner() as owner, gateway(filled, rate_quota=0, delivery_url=owner) as asked:
        query = 'mutation { startEngagement(engagementId: "x", expectedVersion: 1, key: "12345678", party: "iso3166:TCD") ' \
                "{ problem { status } } }"  # fmt: skip
        sent = await send(asked.http, "tcd-authority", iter([Case("startEngagement", query, {})]))
    assert "within: [500]" in sent.faults[0]
