"""Slim, documented routes: the endpoint gets the request, the OpenAPI document gets the truth.

FastAPI's dependency solving costs more than a whole insert here: half of the requests per second, so an
endpoint reads its body itself with ``body_of`` and its schema goes into the document by hand.
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any, TypeVar

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError

from shared.modalities.access.actions import Action
from shared.modalities.errors import Fault, Invalid, Stale
from shared.runtime.db.outbox import Cause
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.problems import faults_of

Model = TypeVar("Model", bound=BaseModel)
Endpoint = Callable[[Request], Awaitable[Response]]
JSON = "application/json"


class SlimRoute(APIRoute):
    """A route whose endpoint is called with the request and nothing else: no parameters solved, no answer converted."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The endpoint itself."""
        endpoint: Callable[[Request], Coroutine[Any, Any, Response]] = self.endpoint
        return endpoint


async def body_of(request: Request, model: type[Model]) -> Model:
    """The body as a model. Raises Invalid naming every fault."""
    raw = await request.body()
    try:
        found = model.model_validate_json(raw)
    except ValidationError as error:
        raise Invalid(faults_of(error)) from error
    # The one character that JSON may hold and the database may not.
    if b"\\u0000" in raw and (faults := tuple(_nulls(orjson.loads(raw), ""))):
        raise Invalid(faults)
    return found


def _nulls(value: Any, at: str) -> Iterator[Fault]:
    if isinstance(value, str) and "\0" in value:
        yield Fault(at, "holds a null character", "null_character")
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from _nulls(part, f"{at}/{key}")
        if isinstance(key, str) and "\0" in key:
            yield Fault(at, "has a name with a null character", "null_character")


async def cause_of(request: Request) -> Cause:
    """Who set the command off, and the chain it belongs to."""
    actor = await actor_of(request)
    return Cause(actor, request.state.correlation_id, request.state.request_id, request.state.traceparent)


def json(model: BaseModel, status: int = 200, version: int | None = None, **headers: str) -> Response:
    """A model as JSON; with a version, its ETag."""
    if version is not None:
        headers["ETag"] = f'"{version}"'
    return Response(model.__pydantic_serializer__.to_json(model), status, headers, JSON)


def idempotency_key(request: Request) -> str:
    """The key of a command. Raises Invalid when it is missing or not 8 to 128 visible characters."""
    key = request.headers.get("idempotency-key", "")
    if not 8 <= len(key) <= 128 or not key.isascii() or not key.isprintable():
        words = "an Idempotency-Key of 8 to 128 visible characters is needed, so that a repeat is recognised"
        raise Invalid((Fault("/headers/Idempotency-Key", words, "idempotency_key_needed"),))
    return key


def expect_version(request: Request, version: int) -> None:
    """Holds ``If-Match`` against the present version. Raises Stale when the caller decided on an older one."""
    wanted = request.headers.get("if-match")
    if wanted is not None and wanted.strip() not in {"*", f'"{version}"'}:
        raise Stale("changed_meanwhile", f"You decided on {wanted}; the present version is {version}. Read it again")


def route(
    router: APIRouter,
    method: str,
    path: str,
    action: Action,
    *,
    summary: str,
    answer: type[BaseModel],
    body: type[BaseModel] | None = None,
    status: int = 200,
) -> Callable[[Endpoint], Endpoint]:
    """Registers an endpoint with its action, paragraph, body and answer in the OpenAPI document."""

    def register(endpoint: Endpoint) -> Endpoint:
        extra: dict[str, Any] = {"x-acsg-action": action.name, "x-paragraph": action.paragraph.number}
        if body is not None:
            extra["requestBody"] = {"required": True, "content": {JSON: {"schema": _inline(body, "validation")}}}
        if method != "GET":
            key = {"name": "Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string"}}
            extra["parameters"] = [key]
        problem = {"application/problem+json": {"schema": {"type": "object"}}}
        responses: dict[int | str, dict[str, Any]] = {
            status: {"description": "Done", "content": {JSON: {"schema": _inline(answer, "serialization")}}},
            "4XX": {"description": "Problem document naming every fault", "content": problem},
            503: {"description": "Away for a moment; Retry-After says when", "content": problem},
        }
        router.add_api_route(
            path,
            endpoint,
            methods=[method],
            summary=summary,
            openapi_extra=extra,
            responses=responses,
            status_code=status,
            response_model=None,
            name=endpoint.__name__,
            route_class_override=SlimRoute,
        )
        return endpoint

    return register


def _inline(model: type[BaseModel], mode: Any) -> dict[str, Any]:
    """A schema that carries its own definitions, with references that hold inside an OpenAPI document."""
    return model.model_json_schema(mode=mode, ref_template="#/$defs/{model}") | {
        "$id": f"urn:acsg:{mode}:{model.__name__}"
    }
