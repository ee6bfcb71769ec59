"""Slim, documented routes: the endpoint gets the request, the OpenAPI document gets the truth.

FastAPI's dependency solving costs more than a whole insert here: half of the requests per second, so an
endpoint reads its body itself with ``body_of`` and its schema goes into the document by hand.
"""

import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from functools import wraps
from types import MappingProxyType
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from shared.contracts.body import Model, fitting
from shared.contracts.door import Door
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Role
from shared.modalities.errors import Fault, Invalid, NotFound, Unauthenticated
from shared.runtime.db.cause import ByActor
from shared.runtime.http import described, versions
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.middleware import MAX_BODY
from shared.runtime.http.parameters import checked
from shared.runtime.identifiers import parsed
from shared.runtime.settings import RuntimeSettings

Endpoint = Callable[[Request], Awaitable[Response]]
JSON = "application/json"
_JSON_TYPE = re.compile(r"application/([a-z0-9.+-]+\+)?json\s*(;|$)", re.IGNORECASE)


Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class SlimRoute(APIRoute):
    """A route whose endpoint is called with the request and nothing else: no parameters solved, no answer converted."""

    def get_route_handler(self) -> Handler:
        """The endpoint itself."""
        endpoint: Handler = self.endpoint
        return endpoint


class KnownCallers(SlimRoute):
    """One that nobody gets to without having said who they are: their body is not looked at before."""

    def get_route_handler(self) -> Handler:
        """The endpoint behind the question who asks."""
        endpoint: Handler = self.endpoint

        async def handler(request: Request) -> Response:
            if (await actor_of(request)).role is Role.PUBLIC:
                raise Unauthenticated("token_needed", "A bearer token is needed for this")
            return await endpoint(request)

        return handler


def door_of(request: Request) -> Door:
    """What a body is held against here and today: codes are looked up, years must be plausible."""
    settings: RuntimeSettings = request.app.state.settings
    return settings.door(request.app.state.clock.now().date())


async def body_of(request: Request, model: type[Model]) -> Model:
    """The body as a model. Raises Invalid naming every fault, HTTPException (415) for another type than JSON."""
    raw = await request.body()
    kind = request.headers.get("content-type")
    if kind is not None and kind != JSON and not _JSON_TYPE.match(kind):
        raise HTTPException(415)
    return fitting(raw, model, door_of(request))


async def cause_of(request: Request) -> ByActor:
    """Who set the command off, and the chain it belongs to."""
    actor = await actor_of(request)
    return ByActor(actor, request.state.correlation_id, request.state.request_id, request.state.traceparent)


def id_in_path(request: Request, name: str, what: str) -> UUID:
    """The identifier of a thing in the path. Raises NotFound, as for one that there is not."""
    found = parsed(request.path_params[name])
    if found is None:
        raise NotFound("not_found", f"There is no such {what}")
    return found


def json(model: BaseModel, status: int = 200, version: int | None = None, **headers: str) -> Response:
    """A model as JSON; with a version, its ETag."""
    if version is not None:
        headers["ETag"] = f'"{version}"'
    return Response(model.__pydantic_serializer__.to_json(model), status, headers, JSON)


def seen(state: Mapping[str, Any], status: int = 200, version: int | None = None, **headers: str) -> Response:
    """A state as its reader sees it (``modalities.access.views``) as JSON; with a version, its ETag."""
    if version is not None:
        headers["ETag"] = f'"{version}"'
    return Response(orjson.dumps(state), status, headers, JSON)


def idempotency_key(request: Request) -> str:
    """The key of a command. Raises Invalid when it is missing or not 8 to 128 visible characters."""
    return good_key(request.headers.get("idempotency-key", ""), "/headers/Idempotency-Key")


def good_key(key: str, pointer: str) -> str:
    """The key itself. Raises Invalid, with the pointer to where it stood."""
    if not 8 <= len(key) <= 128 or not key.isascii() or not key.isprintable():
        words = "an Idempotency-Key of 8 to 128 visible characters is needed, so that a repeat is recognised"
        raise Invalid((Fault(pointer, words, "idempotency_key_needed"),))
    return key


def route(
    router: APIRouter,
    method: str,
    path: str,
    action: Action,
    *,
    summary: str,
    answer: type[BaseModel] | str,
    body: type[BaseModel] | str | None = None,
    status: int = 200,
    parameters: Sequence[Mapping[str, Any]] = (),
    key: bool = True,
    also: Mapping[int | str, dict[str, Any]] = MappingProxyType({}),
    version: versions.Rule | None = None,
    most: int = MAX_BODY,
) -> Callable[[Endpoint], Endpoint]:
    """Registers an endpoint with its action, paragraph, parameters, body and answer in the OpenAPI document.

    ``answer`` and ``body`` are a model, or a media type; the endpoint's own name is the operation's. ``key``: a command takes an
    Idempotency-Key. ``also``: responses that differ from everybody's. ``version``: where the rule of ``versions`` is
    another one than method, path and status say. ``most``: bytes of a body that is no JSON; the edge is told too (``create_app``).
    """
    rule = version or versions.rule_of(method, path, status, key)

    def register(endpoint: Endpoint) -> Endpoint:
        @wraps(endpoint)
        async def at_the_door(request: Request) -> Response:
            checked(request, parameters)
            versions.at_the_door(request, rule)
            return await endpoint(request)

        router.add_api_route(
            path,
            at_the_door,
            methods=[method],
            summary=summary,
            openapi_extra=described.operation(method, path, action, body, parameters, key, rule, most),
            responses=described.answers(method, status, answer) | dict(also),
            status_code=status,
            response_model=None,
            name=endpoint.__name__,
            operation_id=endpoint.__name__,
            route_class_override=SlimRoute if described.is_open(action) else KnownCallers,
        )
        return endpoint

    return register
