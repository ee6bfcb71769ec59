"""A filter value that there is not is a fault everywhere, with what there is: REST, exports, streams, GraphQL."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Request, Response
from graphql import GraphQLArgument, GraphQLField, GraphQLString

from services.gateway.graphql.asked_filters import asked, faults, unsaid
from services.gateway.graphql.schema import build_schema
from shared.contracts import filter_values
from shared.modalities.access.actions import READ_HEALTH
from shared.modalities.errors import Invalid
from shared.runtime.http.described import parameter
from shared.runtime.http.parameters import FILTER
from shared.runtime.http.routes import route
from tests.unit.test_one_error_shape import client, is_problem
from tests.unit.test_policy_rows import SERVICES, app_of

NOBODYS = "nobodys-value"
GOOD = {"integer": "1", "date-time": "2026-01-01T00:00:00Z"}


def reads(app: FastAPI) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Paths that are read, with what can be asked of each."""
    for path, methods in app.openapi()["paths"].items():
        if "x-acsg-action" in methods.get("get", {}):
            asked = [one for one in methods["get"].get("parameters", ()) if one["in"] == "query"]
            yield path.replace("{", "").replace("}", ""), asked


def unsaid_of(app: FastAPI) -> list[str]:
    """Texts in an address of which nobody says what there is."""
    found = []
    for path, parameters in reads(app):
        for one in parameters:
            schema = one["schema"].get("items", one["schema"])
            closed = "enum" in schema or schema["type"] == "integer" or schema.get("format") == "date-time"
            if not closed and one.get(FILTER) not in {*filter_values.CHECKS, *filter_values.NAMES}:
                found.append(f"{path}?{one['name']}")
    return found


def needed(asked: list[dict[str, Any]], but: str) -> dict[str, str]:
    """Good values of what must be given."""
    found = {}
    for one in asked:
        if one["required"] and one["name"] != but:
            schema = one["schema"]
            found[one["name"]] = schema["enum"][0] if "enum" in schema else GOOD.get(schema["type"], "x")
    return found


@pytest.mark.parametrize("service", SERVICES)
async def test_no_address_takes_a_value_that_there_is_not(service: str) -> None:
    app = app_of(service)
    assert unsaid_of(app) == []
    known = {"Authorization": "Bearer wca-officer"}
    async with client(app) as http:
        for path, parameters in reads(app):
            if path.startswith("/mail/"):
                continue
            more = needed(parameters, "")
            refused = await http.get(path, params=more | {"statsu": "x"}, headers=known)
            is_problem(refused, 422)
            assert ("/parameters/statsu", "unknown_parameter") in codes(refused)
            for one in parameters:
                if one.get(FILTER) in filter_values.NAMES:
                    continue
                refused = await http.get(
                    path, params=needed(parameters, one["name"]) | {one["name"]: NOBODYS}, headers=known
                )
                is_problem(refused, 422)
                assert f"/parameters/{one['name']}" in {pointer for pointer, _ in codes(refused)}, path


def codes(answer: Any) -> set[tuple[str, str]]:
    return {(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]}


def test_a_planted_text_that_nobody_looks_up_is_found() -> None:
    router, app = APIRouter(), FastAPI()

    @route(router, "GET", "/notes", READ_HEALTH, summary="Notes", answer="text/plain",
           parameters=(parameter("colour", {"type": "string"}, "Only of it"),))  # fmt: skip
    async def planted(request: Request) -> Response:
        return Response()

    app.include_router(router)
    assert unsaid_of(app) == ["/notes?colour"]
    planted_field = GraphQLField(GraphQLString, {"colour": GraphQLArgument(GraphQLString)})
    assert list(unsaid("notes", planted_field)) == ["notes.colour"]


def texts(field: GraphQLField) -> Iterator[tuple[dict[str, Any], str]]:
    """Arguments of a field with one value in each filter that nobody has, and where it stands."""
    for argument, said in field.args.items():
        kind = getattr(said.type, "of_type", said.type)
        many = str(said.type).startswith("[")
        if str(kind).strip("[]!") == "String":
            yield {argument: [NOBODYS] if many else NOBODYS}, f"/{argument}" + ("/0" if many else "")
        for entry, part in getattr(kind, "fields", {}).items():
            if str(part.type).strip("[]!") == "String":
                several = str(part.type).startswith("[")
                given = {argument: {entry: [NOBODYS] if several else NOBODYS}}
                yield given, f"/{argument}/{entry}" + ("/0" if several else "")


FREE = {
    "/after",
    "/key",
    "/about",
    "/mailbox",
    "/item",
    "/filter/mailbox",
    "/filter/search",
    "/roster",
    "/inResponseTo",
    "/ruleSet",
    "/instead",
    "/month",
}


def free(at: str) -> bool:
    """Text of which no list says what there is: identifiers above all, by their name."""
    return at in FREE or at.endswith("Id")


def test_no_root_field_takes_a_value_that_there_is_not() -> None:
    schema, seen = build_schema()._schema, 0
    for root in (schema.query_type, schema.subscription_type):
        assert root is not None
        for name, field in root.fields.items():
            for given, at in texts(field):
                seen += 1
                assert [fault.pointer for fault in faults(asked(name, field), given)] == ([] if free(at) else [at]), (
                    name,
                    given,
                )
    assert seen > 50


def test_a_query_is_refused_before_anything_is_read() -> None:
    root = build_schema()._schema.query_type
    assert root is not None
    resolve = root.fields["supportRequests"].resolve
    assert resolve is not None
    with pytest.raises(Invalid) as refused:
        resolve(None, None, filter={"status": ["submited", "submitted"], "party": "TCD"})  # type: ignore[arg-type]
    assert [(one.pointer, one.code) for one in refused.value.faults] == [
        ("/filter/status/0", "unknown_value"), ("/filter/party", "unknown_value"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("region", "wca", "ESA"), ("region", "geneva", "rbwca"), ("party", "iso3166:XKX", "iso3166:CHD"),
        ("party", "iso3166:TCD", "iso3166:tcd"), ("party", "unhcr-office:TCD", "TCD"), ("party", "org:euaa", "org:nobody"),
        ("party", "unhcr-bureau:wca", "unhcr-bureau:WCA"), ("status_of_request", "handed_over", "submited"),
        ("status_of_offer", "live", "confirmed"), ("functional_area", "registration", "Registration"),
        ("language", "fr", "de"), ("kind", "need", "needs"), ("recipient", "webhook:x", "TCD"),
        ("event_type", "acsg.public.support-offer-published", "support-offer-published"),
    ],
)  # fmt: skip
def test_only_what_there_is_is_taken(name: str, good: str, bad: str) -> None:
    assert list(filter_values.faults(name, good, "/x")) == []
    (fault,) = filter_values.faults(name, bad, "/x")
    assert fault.message.startswith(f"'{bad}' is no")
