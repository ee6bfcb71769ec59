"""Commands over HTTP: a table of path -> use case. The one file of this floor that knows HTTP."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from shared.application.runner import Outcome, Runner
from shared.application.use_case import Context, Said, UseCase
from shared.runtime.db.answers import Answer, request_hash
from shared.runtime.db.cause import ByActor
from shared.runtime.http.command import replay
from shared.runtime.http.routes import JSON, body_of, cause_of, id_in_path, idempotency_key, route
from shared.runtime.http.versions import Held, Rule, expect_version, held
from shared.runtime.kafka.fitting import TooLarge


@dataclass(frozen=True)
class At:
    """Where a use case is called. ``made``: the path of what it makes, with ``{id}``, "" where it stands at none: it answers 201.

    ``tagged``: whether the answer is a version of a thing that later changes are decided on.
    """

    method: str
    path: str
    use_case: UseCase[Any]
    answer: type[BaseModel]
    summary: str
    made: str | None = None
    version: Rule | None = None
    tagged: bool = True

    @property
    def status(self) -> int:
        """201 for what is new."""
        return 200 if self.made is None else 201


@dataclass
class HttpOrder:
    """A request as a command."""

    request: Request
    at: At
    cause: ByActor
    key: str
    digest: bytes
    raw: bytes
    given: BaseModel | None = None

    def target(self, what: str) -> UUID:
        """The identifier in the path; the first one, where a part of the thing is named after it."""
        return id_in_path(self.request, next(iter(self.request.path_params)), what)

    def named(self) -> str:
        """The name in the path."""
        return next(iter(self.request.path_params.values()), "")

    def part(self) -> str:
        """What the path names after the thing."""
        return next(iter([*self.request.path_params.values()][1:]), "")

    def hold(self, version: int | None) -> None:
        """Holds If-Match, where the route changes what stands there."""
        if isinstance(self.request.state.version_rule, Held):
            expect_version(self.request, version)

    async def body(self, model: type[Said]) -> Said:
        """The body, or what stands for it."""
        return self.given if isinstance(self.given, model) else await body_of(self.request, model)

    def answer(self, outcome: Outcome) -> Answer:
        """The view as JSON, its version as ETag, and where something new stands."""
        held(self.request)
        headers = {"ETag": f'"{outcome.version}"'} if self.at.tagged else {}
        if self.at.made:
            headers["Location"] = self.at.made.format(id=outcome.aggregate)
        return Answer(self.at.status, headers, orjson.dumps(outcome.view))

    def placed(self, error: TooLarge) -> TooLarge:
        """Pointers into the body."""
        return error.placed(self.raw)


def commands(router: APIRouter, runner: Runner[Context], *table: At) -> None:
    """Registers the table."""
    for at in table:
        _register(router, runner, at)


async def order_of(request: Request, at: At, given: BaseModel | None = None) -> HttpOrder:
    """A request as a command; ``given``: what is said, where the service works that out itself. Raises Invalid, Unauthenticated."""
    cause, key, raw = await cause_of(request), idempotency_key(request), await request.body()
    return HttpOrder(request, at, cause, key, request_hash(request.method, request.url.path, raw), raw, given)


async def answered(runner: Runner[Context], at: At, order: HttpOrder) -> Response:
    """The command done, or its answer remembered."""
    answer, repeated = await runner.run(at.use_case, order)
    return replay(answer) if repeated else Response(answer.body, answer.status, answer.headers, JSON)


def _register(router: APIRouter, runner: Runner[Context], at: At) -> None:
    async def endpoint(request: Request) -> Response:
        return await answered(runner, at, await order_of(request, at))

    endpoint.__name__ = at.use_case.name
    route(router, at.method, at.path, at.use_case.action, summary=at.summary, body=at.use_case.said, answer=at.answer,
          status=at.status, version=at.version)(endpoint)  # fmt: skip
