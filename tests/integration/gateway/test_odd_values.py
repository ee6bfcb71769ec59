"""Whatever a client sends to whatever argument, the answer is data or the client's fault with words: never ours."""

import json
import os
import random
from collections import Counter

import orjson
import pytest

from services.gateway.graphql import documents
from services.gateway.graphql.schema import build_schema
from tests.support.gateway import JSON, Gateway, gateway
from tests.support.odd_values import Case, cases, in_document

WHO = (None, "wca-officer", "geneva-officer", "tcd-authority", "euaa", "integrator-acme")
OURS = "went wrong"


EACH = int(os.environ.get("ACSG_TEST_ODD", "4"))
"""One case in so many is sent, and one at least to each place; 1 sends all of them, some twenty thousand."""


def all_of(operation: str) -> list[Case]:
    chance, reached = random.Random(EACH), set[str]()
    found = []
    for case in cases(build_schema()._schema, operation):
        if case.where not in reached or chance.random() * EACH < 1:
            found.append(case)
        reached.add(case.where)
    return found


async def failures(http: Gateway, given: list[Case]) -> list[str]:
    """Those answered by a server error, or by a refusal that says nothing."""
    found = []
    for number, case in enumerate(given):
        for one in (case, in_document(case)) if number % 2 else (case,):
            who = WHO[number % len(WHO)]
            headers = JSON | ({} if who is None else {"Authorization": f"Bearer {who}"})
            body = json.dumps({"query": one.query, "variables": one.variables}).encode()
            answer = await http.http.post("/graphql", content=body, headers=headers)
            said = answer.json()
            told = [error.get("message") for error in said.get("errors", ())]
            if answer.status_code >= 500 or OURS in answer.text or not all(told):
                found.append(f"{one.where} {one.variables} {one.query[:300]}: {answer.status_code} {answer.text[:300]}")
    return found


@pytest.mark.parametrize("operation", ["query", "mutation"])
async def test_no_value_makes_a_server_error(filled: str, operation: str) -> None:
    given = all_of(operation)
    async with gateway(filled, rate_quota=0) as http:
        found = await failures(http, given)
    assert not found, f"{len(found)} in {len(given)} cases:\n" + "\n".join(found[:20])


def test_the_walk_reaches_every_argument_and_makes_two_thousand_cases() -> None:
    schema = build_schema()._schema
    assert schema.query_type
    assert schema.mutation_type
    roots = [f for kind in (schema.query_type, schema.mutation_type) for f in kind.fields.items() if f[1].args]
    reached = Counter(case.where.partition("(")[0] for name in ("query", "mutation") for case in all_of(name))
    assert {name for name, _ in roots} <= set(reached)
    assert reached.total() + reached.total() // 2 >= 2000


@pytest.mark.parametrize(
    ("query", "variables", "code"),
    [
        ('{ item(key: "\\u0000") { itemId } }', {}, "null_character"),
        ("query($k: String!) { item(key: $k) { itemId } }", {"k": "a\0"}, "null_character"),
        ('{ supportOffers(filter: {party: "\\u0000"}) { nodes { itemId } } }', {}, "null_character"),
        ("{ supportOffers(filter: {changedFrom: \"0001-01-01T00:00:00+14:00\"}) { nodes { itemId } } }", {}, "moment"),
        ("query($a: DateTime) { solicitedRequests(asOf: $a) { itemId } }", {"a": "9999-12-31T23:59:59-14:00"}, "moment"),
        ('query($a: DateTime) { solicitedRequests(asOf: $a) { itemId } }', {"a": "2026-01-01T00:00:00"}, "moment"),
        ("query($a: String) { supportOffers(after: $a) { nodes { itemId } } }",
         {"a": "OTk5OS0xMi0zMVQyMzo1OTo1OS0xMjowMHx4"}, "cursor"),
        ("{ supportOffers(first: 99999999999999999999) { nodes { itemId } } }", {}, "whole_number"),
        ("mutation($c: JSON!) { submitSupportRequest(content: $c, key: \"12345678\") { problem { code } } }",
         {"c": {"n": 2**63}}, "whole_number"),
    ],
)  # fmt: skip
async def test_a_fault_of_the_client_says_its_code(filled: str, query: str, variables: dict, code: str) -> None:
    async with gateway(filled) as http:
        said = (await http.send("wca-officer", query, variables=variables)).json()
    codes = {fault["code"] for e in said["errors"] for fault in e["extensions"].get("faults", [e["extensions"]])}
    assert code in codes, said


async def test_half_of_a_surrogate_pair_is_no_json(filled: str) -> None:
    async with gateway(filled) as http:
        body = b'{"query": "query($k: String!) { item(key: $k) { itemId } }", "variables": {"k": "\\ud800"}}'
        answer = await http.http.post("/graphql", content=body, headers=JSON)
    assert answer.status_code == 400


@pytest.mark.control
async def test_without_the_look_at_values_a_null_character_is_our_fault(
    filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "check_variables", lambda _: None)
    async with gateway(filled) as http:
        answer = await http.send(
            "wca-officer", "query($k: String!) { item(key: $k) { itemId } }", variables={"k": "\0"}
        )
    assert OURS in orjson.dumps(answer.json()).decode()
