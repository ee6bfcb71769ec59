"""Abusive documents are refused before they are looked at, and production says nothing of the schema."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from graphql import GraphQLObjectType, get_introspection_query, parse, validate

from services.gateway.graphql import documents as prepared
from services.gateway.graphql.documents import LONGEST, Documents
from services.gateway.graphql.limits import DocumentLimits
from services.gateway.graphql.schema import build_schema
from services.gateway.main import build
from tests.support.gateway import JSON, ByName, settings_of

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
ITEM = build_schema()._schema.type_map["Item"]
assert isinstance(ITEM, GraphQLObjectType)
FULL = "edges { cursor node { " + " ".join(ITEM.fields).replace(
    "lines", "lines { lineId unit }").replace("findings", "findings { paragraph reason }").replace(
    "versions", "versions { number }").replace("history", "history { type }") + " } }"  # fmt: skip


def nested(levels: int) -> str:
    return "{" + "a{" * levels + "b" + "}" * (levels + 1)


def chain(length: int, spreads: int, last: str = "region") -> str:
    links = "".join(f"fragment F{n} on StreamFreshness {{ {f'...F{n + 1} ' * spreads} }} " for n in range(length))
    return f"{{ freshness {{ ...F0 }} }} {links} fragment F{length} on StreamFreshness {{ {last} }}"


ABUSIVE = {
    "deep": (nested(15), "query_too_deep"),
    "deep through fragments": (
        "{ ...F0 } " + "".join(f"fragment F{n} on Query {{ a {{ ...F{n + 1} }} }} " for n in range(15))
        + "fragment F15 on Query { b }", "query_too_deep"),
    "deeper than a parser goes": (nested(600), "nested too deeply"),
    "deep argument": ("{ supportRequests(filter: " + "{a:" * 400 + "1" + "}" * 400 + ") { totalCount } }", "nested too deeply"),
    "tokens": ("{ freshness { " + "region " * 2100 + "} }", "more than 2000 tokens"),
    "aliases": ("{ " + " ".join(f"a{n}: freshness {{ region }}" for n in range(31)) + " }", "too_many_aliases"),
    "aliases through spreads": (
        "{ freshness { " + " ".join("... { ...F }" for _ in range(16)) + " } }"
        " fragment F on StreamFreshness { a: region b: region }", "too_many_aliases"),
    "directives": ("{ freshness { region " + "@include(if: true) " * 51 + "} }", "too_many_directives"),
    "directives through spreads": (
        "{ freshness { " + "...F " * 20 + "} } fragment F on StreamFreshness { region @skip(if: false) "
        "epoch @skip(if: false) stream @skip(if: false) }", "too_many_directives"),
    "directives on the operation": ("query " + "@x " * 51 + "{ freshness { region } }", "too_many_directives"),
    "one field again and again": ("{ freshness { " + "region " * 1900 + "} }", "too_many_repetitions"),
    "one root again and again": ("{ " + "freshness { region } " * 480 + "}", "too_many_repetitions"),
    "many fragments of the same": (
        "{ freshness { " + " ".join(f"...F{n}" for n in range(100)) + " } }"
        + " ".join(f"fragment F{n} on StreamFreshness {{ region source epoch }}" for n in range(100)),
        "too_many_repetitions"),
    "spreads that double": (chain(150, 2), "too_many_repetitions"),
    "spreads that double aliases": (chain(150, 2, "a: region"), "too_many_aliases"),
    "spreads longer than the stack": (chain(220, 1), "Validation aborted"),
    "a fragment in itself": ("{ freshness { ...F } } fragment F on StreamFreshness { region ...F }", "Cannot spread"),
    "every page with everything": (
        "{ " + " ".join(f"a{n}: supportRequests(first: 200) {{ {FULL} }}" for n in range(25)) + " }", "query_too_costly"),
    "the schema": ("{ __schema { types { name } } }", "introspection has been disabled"),
    "the schema deeply": ("{ __type(name: \"Item\") { fields { type { fields { type { fields { name } } } } } } }", "introspection"),
}  # fmt: skip


async def send(make: Callable[[httpx.AsyncClient], Any], **settings: Any) -> httpx.Response:
    """An answer of a gateway whose database is not there: what is refused never needed it."""
    service = build(settings_of(NOWHERE, **settings), verifier=ByName())
    transport = httpx.ASGITransport(app=service.app())
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
        answer: httpx.Response = await make(http)
    await service.database.dispose()
    return answer


async def post(query: str, **settings: Any) -> httpx.Response:
    return await send(lambda http: http.post("/graphql", json={"query": query}), **settings)


@pytest.mark.parametrize("name", ABUSIVE)
async def test_an_abusive_document_is_refused(name: str) -> None:
    query, expected = ABUSIVE[name]
    answer = (await post(query)).json()
    assert answer["data"] is None
    assert expected in json.dumps(answer["errors"])


def test_there_are_twenty_of_them() -> None:
    assert len(ABUSIVE) >= 20


async def test_limits_are_seen_to_before_the_rules_that_compare_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    rules: list[Any] = []
    monkeypatch.setattr(prepared, "validate", lambda s, d, r, **more: rules.append(r) or validate(s, d, r, **more))
    await post(ABUSIVE["one root again and again"][0])
    assert len(rules) == 1


@pytest.mark.control
@pytest.mark.parametrize("name", ["aliases", "directives", "one field again and again", "every page with everything"])
async def test_without_its_limit_the_document_goes_through(name: str) -> None:
    most = {"query_aliases": 1000, "query_directives": 1000, "query_repeats": 3000, "query_cost": 1e9}
    answer = (await post(ABUSIVE[name][0], **most)).json()
    assert not any("query_" in str(error) or "too_many" in str(error) for error in answer["errors"])


async def test_every_limit_that_is_passed_is_named() -> None:
    query = (
        "{ " + " ".join(f"a{n}: freshness {{ region @skip(if: false) @include(if: true) }}" for n in range(40)) + " }"
    )
    answer = (await post(query)).json()
    assert {e["extensions"]["code"] for e in answer["errors"]} == {"too_many_aliases", "too_many_directives"}
    assert "has 40 aliases; 30 is the most" in answer["errors"][0]["message"]


@pytest.mark.parametrize(
    ("status", "make"),
    [
        (400, lambda http: http.post("/graphql", json=[{"query": "{ freshness { region } }"}] * 10)),
        (413, lambda http: http.post("/graphql", json={"query": "{ a }" + "#" * 1_048_576})),
        (400, lambda http: http.post("/graphql", json=5)),
        (400, lambda http: http.post("/graphql", content="[" * 100_000, headers=JSON)),
        (400, lambda http: http.post("/graphql", content=b'{"query": "\xff"}', headers=JSON)),
        (415, lambda http: http.post("/graphql", files={"map": b"{}"}, data={"operations": "{}"})),
        (400, lambda http: http.post("/graphql", json={"query": 'subscription { itemChanged(key: "x") { status } }'})),
        (400, lambda http: http.get("/graphql", params={"query": "{ freshness { region } }"})),
        (404, lambda http: http.get("/graphql", headers={"Accept": "text/html"})),
    ],
)
async def test_what_is_no_single_posted_operation_is_refused(
    status: int, make: Callable[[httpx.AsyncClient], Any]
) -> None:
    assert (await send(make)).status_code == status


@pytest.mark.control
async def test_development_has_its_explorer_its_hints_and_the_schema() -> None:
    page = await send(lambda http: http.get("/graphql", headers={"Accept": "text/html"}), mode="development")
    assert (page.status_code, "graphiql" in page.text.lower()) == (200, True)
    assert "Did you mean" in (await post("{ freshnes { region } }", mode="development")).text
    assert (await post(get_introspection_query(), mode="development")).json()["data"]
    query = await send(lambda http: http.get("/graphql?query={freshness{region}}"), mode="development")
    assert query.status_code == 400


@pytest.mark.parametrize(
    "query",
    ["{ freshnes { region } }", "{ freshness { regio } }", "{ supportRequests(firs: 1) { nodes { id } } }",
     "{ supportRequests(filter: {regio: 1}) { nodes { id } } }", "{ freshness { ...F } } fragment F on Freshnes { a }"],
)  # fmt: skip
async def test_production_gives_no_hints(query: str) -> None:
    answer = await post(query)
    assert answer.json()["errors"]
    assert "Did you mean" not in answer.text


async def test_what_goes_wrong_inside_stays_inside() -> None:
    answer = await post("{ regions { region } }")
    assert answer.json()["errors"][0]["extensions"]["code"] == "database_away"
    assert "127.0.0.1" not in answer.text


def test_documents_are_kept_within_bounds() -> None:
    kept = Documents(DocumentLimits(65_536, 1000, 10, 10, 10, 10, 1000), 3, production=True)
    texts = [f"{{ a{n} }}" for n in range(5)]
    for text in texts:
        kept.keep(text, parse(text), 1)
        assert kept.known(texts[0]) is not None
    assert [kept.known(text) is not None for text in texts] == [True, False, False, True, True]
    kept.keep("{ a }" + " " * LONGEST, parse("{ a }"), 1)
    assert len(kept) == 3
