"""Every way in has a row of the policy: REST routes of every service, topics, and the actions themselves."""

import importlib
import os
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from fastapi import APIRouter, FastAPI

from deploy.local.processes import ROOT
from services.console.http.register import register
from shared.contracts.catalogue import topics
from shared.contracts.topic import READING, Tier
from shared.modalities.access.actions import ACTIONS
from shared.modalities.access.policy import RULES

PAGES = "console"
WAYS = ("/sign-in/start", "/sign-in/again", "/sign-in/back", "/sign-out", "/language")
SERVICES = sorted({path.parent.name for path in (ROOT / "services").glob("*/main.py")} - {PAGES})
"""Services with an interface for programs; the console speaks to people (tests/unit/console)."""
GRAPHQL = {"/graphql"}
"""Its fields have rows of their own, see test_gateway.py."""
DOCUMENTS = {"/openapi.json", "/docs", "/docs/oauth2-redirect"}
"""The interface's own description says nothing of anyone."""
RULED = {rule.action.name for rule in RULES}


def app_of(service: str) -> FastAPI:
    """A service's application, composed as in production; nothing is connected before the first use."""
    settings = {"ACSG_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing", "ACSG_MODE": "development"}
    with patch.dict(os.environ, settings):
        made = importlib.import_module(f"services.{service}.main").build().app()
    assert isinstance(made, FastAPI)
    return made


def without_row(app: FastAPI) -> list[str]:
    """Operations of an application that name no action of the policy, or one that no rule allows anybody."""
    described = app.openapi()["paths"]
    found = [
        f"{method.upper()} {path}"
        for path, methods in described.items()
        for method, operation in methods.items()
        if operation.get("x-acsg-action") not in RULED
    ]
    return sorted([*found, *(path for path in served(app) if path not in described)])


def served(app: FastAPI) -> Iterator[str]:
    """Every path that is really served, described or not."""
    pending = list(app.routes)
    while pending:
        route = pending.pop()
        inner = getattr(route, "original_router", None)
        if inner is not None:
            pending += inner.routes
        elif (path := getattr(route, "path", None)) is not None and path not in GRAPHQL | DOCUMENTS:
            yield path


@pytest.mark.parametrize("service", SERVICES)
def test_every_route_has_a_row(service: str) -> None:
    app = app_of(service)
    assert len(list(served(app))) > 2
    assert [path for path in without_row(app) if path.rpartition(" ")[2] not in GRAPHQL] == []


def test_the_console_has_pages_of_its_register_and_ways_in_alone() -> None:
    """It decides nothing: what a page shows or does the gateway's rows decide, asked with the person's own token."""
    pages = {page.path for page in register()}
    found = {path.rpartition(" ")[2] for path in without_row(app_of(PAGES))}
    assert len(pages) > 20
    assert found == pages | {*WAYS, "/static/{name}", "/favicon.ico"}


def test_a_planted_route_is_found() -> None:
    app, router = app_of("roster"), APIRouter()

    async def planted() -> dict[str, str]:
        return {}

    router.add_api_route("/planted", planted)
    router.add_api_route("/hidden", planted, include_in_schema=False)
    router.add_api_route("/misnamed", planted, openapi_extra={"x-acsg-action": "offer.steal"})
    app.include_router(router)
    assert without_row(app) == ["/hidden", "GET /misnamed", "GET /planted"]


def test_every_topic_has_a_row() -> None:
    assert set(READING) == set(Tier)
    assert {READING[topic.tier].name for topic in topics()} <= RULED


def test_every_action_is_ruled_and_every_rule_is_of_an_action() -> None:
    assert set(ACTIONS) == RULED
