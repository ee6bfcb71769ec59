"""The edge of every service: what the database could not hold is refused by name before it gets there."""

from typing import Any

import httpx
import pytest
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from shared.modalities.access.actions import READ_HEALTH
from shared.runtime.clock import SystemClock
from shared.runtime.http.app import create_app
from shared.runtime.http.routes import body_of, json, route
from shared.runtime.settings import RuntimeSettings
from tests.support.gateway import ByName


class Note(BaseModel):
    """Anything."""

    title: str
    more: dict[str, Any] = {}


async def nothing() -> None:
    return


@pytest.fixture
def http() -> httpx.AsyncClient:
    router = APIRouter()

    @route(router, "POST", "/notes/{name}", READ_HEALTH, summary="Keeps a note", answer=Note, body=Note, status=201)
    async def keep(request: Request) -> Response:
        return json(await body_of(request, Note))

    settings = RuntimeSettings(service="test", database_url="-")
    app = create_app(
        settings, title="T", routers=[router], verifier=ByName(), clock=SystemClock(), ready={}, close=nothing
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test")


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (rb'{"title": "a\u0000b"}', {"/title"}),
        (rb'{"title": "a", "more": {"x": ["\u0000", {"y": "\u0000"}]}}', {"/more/x/0", "/more/x/1/y"}),
        (rb'{"title": "a", "more": {"\u0000": 1}}', {"/more"}),
    ],
)
async def test_a_null_character_is_a_fault_with_its_place(http: httpx.AsyncClient, body: bytes, pointers: set) -> None:
    answer = await http.post("/notes/a", content=body)
    assert answer.status_code == 422
    assert {(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]} == {
        (pointer, "null_character") for pointer in pointers
    }


async def test_the_words_for_one_are_no_fault(http: httpx.AsyncClient) -> None:
    answer = await http.post("/notes/a", content=rb'{"title": "a\\u0000b"}')
    assert (answer.status_code, answer.json()["title"]) == (200, r"a\u0000b")


@pytest.mark.parametrize("address", ["/notes/a%00b", "/notes/a?x=%00"])
async def test_an_address_with_one_is_refused(http: httpx.AsyncClient, address: str) -> None:
    answer = await http.post(address, content=b"{}")
    assert (answer.status_code, answer.json()["code"]) == (400, "null_character")


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/notes/one"), ("GET", "/nothing"), ("GET", "/a%00b"), ("GET", "/livez")]
)
async def test_no_answer_is_kept_on_the_way_or_taken_for_something_else(
    http: httpx.AsyncClient, method: str, path: str
) -> None:
    async with http:
        answer = await http.request(
            method, path, json={"title": "A"}, headers={"Authorization": "Bearer tcd-authority"}
        )
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
