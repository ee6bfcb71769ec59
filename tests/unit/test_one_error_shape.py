"""Every refusal of every service, also those nobody wrote: unknown paths, wrong methods, other types, the unforeseen."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request, Response
from jsonschema import Draft202012Validator

from services.dialogue.http import documents
from services.roster.http import imports
from shared.modalities.access.actions import READ_HEALTH
from shared.runtime.http.issued import PATH as INTROSPECTION
from shared.runtime.http.middleware import MAX_BODY
from shared.runtime.http.openapi import FAULT, PROBLEM
from shared.runtime.http.routes import route
from tests.support.notifications_desk import NamedActors
from tests.unit.test_policy_rows import SERVICES, app_of

LARGER = {path.replace("{", "").replace("}", ""): most for path, most in {**imports.LARGER, **documents.LARGER}.items()}
SHAPE = Draft202012Validator({**PROBLEM, "components": {"schemas": {"Fault": FAULT}}})


def client(app: FastAPI) -> httpx.AsyncClient:
    app.state.verifier = NamedActors()
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")


def is_problem(answer: httpx.Response, status: int) -> None:
    """Of the one shape, with the headers that every answer carries."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    SHAPE.validate(answer.json())
    assert answer.json()["status"] == status
    assert answer.headers["x-request-id"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def operations(app: FastAPI) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in app.openapi()["paths"].items():
        for method, described in methods.items():
            yield method.upper(), path.replace("{", "").replace("}", ""), described


@pytest.mark.parametrize("service", SERVICES)
async def test_whatever_is_refused_is_refused_in_one_shape(service: str) -> None:
    app = app_of(service)
    known = {"Authorization": "Bearer tcd-authority"}
    seen = 0
    async with client(app) as http:
        is_problem(await http.get("/no/such/path"), 404)
        for method, path, described in operations(app):
            if path.startswith(("/health", "/metrics")):
                continue
            seen += 1
            is_problem(await http.request("TRACE", path), 405)
            if path != INTROSPECTION:  # Who holds a token may ask about it, and is not asked for another.
                is_problem(await http.request(method, path, headers={"Authorization": "Bearer nobody"}), 401)
            is_problem(await http.request(method, path + "?x=%00", headers=known), 400)
            large = b" " * (LARGER.get(path, MAX_BODY) + 1)
            is_problem(await http.request(method, path, headers=known, content=large), 413)
            if {} not in described["security"]:
                is_problem(await http.request(method, path, content=b"{"), 401)
    assert seen > 2 or service == "gateway"


@pytest.mark.parametrize("service", SERVICES)
def test_the_examples_of_bodies_are_good_ones(service: str) -> None:
    document = app_of(service).openapi()
    for _, _, described in operations(app_of(service)):
        for media in described.get("requestBody", {}).get("content", {}).values():
            for example in media["schema"].get("examples", ()):
                Draft202012Validator(media["schema"] | {"components": document["components"]}).validate(example)


def test_operations_have_names_of_their_own() -> None:
    for service in SERVICES:
        names = [described["operationId"] for _, _, described in operations(app_of(service))]
        assert len(set(names)) == len(names)


async def test_another_type_than_json_is_refused_as_such() -> None:
    async with client(app_of("intake")) as http:
        asked = {"Authorization": "Bearer tcd-authority", "Idempotency-Key": "a-key-of-ours"}
        for path in ("/support-requests", "/support-requests/check"):
            is_problem(await http.post(path, content=b"<a/>", headers=asked | {"Content-Type": "text/xml"}), 415)
            is_problem(await http.post(path, content=b"{", headers=asked), 422)
            deep = b'{"lines": [{"period": {"strat": "2026-01-01"}}]}'
            refused = await http.post(path, content=deep, headers=asked)
            is_problem(refused, 422)
            assert ("/lines/0/period/strat", "extra_forbidden") in {
                (fault["pointer"], fault["code"]) for fault in refused.json()["errors"]
            }


async def test_what_is_no_graphql_is_refused_like_everything() -> None:
    async with client(app_of("gateway")) as http:
        json = {"Content-Type": "application/json"}
        is_problem(await http.post("/graphql", content=b"{", headers=json), 400)
        is_problem(await http.post("/graphql", content=b'{"query": 1}', headers=json), 400)
        is_problem(await http.post("/graphql", content=b"a=1", headers={"Content-Type": "text/plain"}), 415)
        is_problem(await http.put("/graphql", content=b"{}"), 405)


async def test_what_nobody_foresaw_leaves_without_its_insides() -> None:
    app, router = app_of("roster"), APIRouter()

    @route(router, "GET", "/planted", READ_HEALTH, summary="Fails", answer="text/plain")
    async def planted(_: Request) -> Response:
        raise ZeroDivisionError("with a secret inside")

    app.include_router(router)
    async with client(app) as http:
        answer = await http.get("/planted")
    is_problem(answer, 500)
    assert "secret" not in answer.text
