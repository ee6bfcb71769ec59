"""Everything that REST can do, GraphQL can: each command of an owner is sent by a mutation of the gateway (design 11.2)."""

import dataclasses
import datetime
import inspect
import re
from collections.abc import Mapping
from enum import EnumMeta
from types import SimpleNamespace
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from fastapi import APIRouter, FastAPI, Request, Response

from services.gateway.graphql import edition_commands
from services.gateway.graphql.mutations import Mutation
from services.gateway.http.owners import CommandAnswer
from services.gateway.read_model.report_figures import CountedFigures
from shared.modalities.access.actions import SUBMIT_REQUEST
from shared.runtime.http.routes import route
from tests.unit.test_policy_rows import SERVICES, app_of
from tests.unit.test_versions_held import changes

ID = "x7x7x7x7"
Sent = tuple[str, str, str]

FILE = "a file is sent as it is, to the service itself"
MACHINES = "spoken between deployments and services alone"
ELSEWHERE: Mapping[Sent, str] = {
    ("gateway", "POST", "/support-requests/workbook"): FILE,
    ("intake", "POST", "/support-requests/workbook"): FILE,
    ("intake", "POST", "/drafts/{}/workbook"): FILE,
    ("roster", "POST", "/roster/imports"): FILE,
    ("roster", "POST", "/roster/imports/dry-run"): FILE,
    ("gateway", "POST", "/roster/imports"): FILE,
    ("gateway", "POST", "/roster/imports/dry-run"): FILE,
    ("dialogue", "POST", "/threads/{}/documents"): FILE,
    ("gateway", "POST", "/threads/{}/documents"): FILE,
    ("intake", "POST", "/handovers/{}/items"): MACHINES,
    ("intake", "POST", "/handovers/{}/opening"): MACHINES,
    ("matching", "POST", "/handovers/{}/items"): MACHINES,
    ("roster", "POST", "/handovers/{}/items"): MACHINES,
    ("notifications", "POST", "/channels/webhook/self-test"): MACHINES,
    ("notifications", "POST", "/tokens/introspection"): MACHINES,
    ("intake", "POST", "/support-requests/check"): "changes nothing: the query checkSupportRequest",
    ("notifications", "POST", "/mail/{}"): "the link of a mail, for who has no account",
    ("notifications", "PUT", "/directory/{}"): "addMailbox and changeMailbox, of the main mailbox",
}
"""What no mutation sends, each with the reason."""


def given(kind: Any) -> Any:
    """A value of the kind that an argument takes."""
    said = get_args(kind)
    if type(None) in said:
        return given(next(one for one in said if one is not type(None)))
    if get_origin(kind) in (list, tuple):
        return [given(said[0])]
    if kind in (datetime.date, datetime.datetime):
        return kind(2027, 3, 1)
    if dataclasses.is_dataclass(kind):
        assert isinstance(kind, type)
        hints = get_type_hints(kind)
        return kind(**{one.name: given(hints[one.name]) for one in dataclasses.fields(kind)})
    if isinstance(kind, EnumMeta):
        return next(iter(kind))
    return {str: ID, int: 1, bool: True, float: 1.0}.get(kind, {})


async def sent_by(name: str) -> list[Sent]:
    """The commands that a mutation sends, with every name in a path taken for a place."""
    sent: list[Sent] = []

    async def command(owner: str, method: str, path: str, *_: object) -> CommandAnswer:
        sent.append((owner, method, re.sub(rf"(?<=/){ID}(?=/|$)", "{}", path.partition("?")[0])))
        return CommandAnswer(200, {}, version=1)

    async def actor() -> SimpleNamespace:
        return SimpleNamespace(party=ID, role="officer")

    owners = SimpleNamespace(runs=lambda _: True, command=command)
    caller = SimpleNamespace(language="en", correlation=ID)
    context = SimpleNamespace(
        actor=actor,
        owners=owners,
        forwarded=lambda _: caller,
        settings=SimpleNamespace(peers={}, deployment="wca", scope="regional"),
    )
    resolver = getattr(Mutation, name)
    hints = {one: kind for one, kind in get_type_hints(resolver).items() if one not in ("info", "return")}
    asked = {name for name, one in inspect.signature(resolver).parameters.items() if one.default is one.empty}
    for names in (hints.keys(), hints.keys() & asked):
        said = {one: given(hints[one]) for one in names}
        await resolver(Mutation(), SimpleNamespace(context=context), **said)
    return sent


def commands(service: str, app: FastAPI) -> set[Sent]:
    """What an owner takes."""
    return {(service, method, re.sub(r"{\w+}", "{}", path)) for method, path, _ in changes(app)}


async def counted(*_: object) -> CountedFigures:
    """What a report is frozen with is counted before it is sent; here nothing is counted."""
    return CountedFigures(figures=(), shown=(), regions=(), least=1)


async def everything_sent() -> set[Sent]:
    """What all mutations together send."""
    with pytest.MonkeyPatch.context() as here:
        here.setattr(edition_commands, "frozen_with", counted)
        return await _everything_sent()


async def _everything_sent() -> set[Sent]:
    fields = Mutation.__strawberry_definition__.fields  # type: ignore[attr-defined]
    return {one for field in fields for one in await sent_by(field.python_name)}


async def test_every_command_of_an_owner_is_sent_by_a_mutation() -> None:
    taken = {one for service in SERVICES for one in commands(service, app_of(service))}
    sent = await everything_sent()
    assert taken - sent == set(ELSEWHERE)
    assert sent - taken == set()


@pytest.mark.control
async def test_a_planted_command_that_no_mutation_sends_is_found() -> None:
    router, app = APIRouter(), FastAPI()

    @route(router, "POST", "/notes/{note_id}/words", SUBMIT_REQUEST, summary="A note", answer="text/plain")
    async def planted(request: Request) -> Response:
        return Response()

    app.include_router(router)
    assert commands("intake", app) - await everything_sent() == {("intake", "POST", "/notes/{}/words")}
