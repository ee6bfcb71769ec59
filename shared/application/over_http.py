"""Commands and reads over HTTP: a table of path -> use case, and of list -> kind. The one file of this floor that knows HTTP."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from shared.application.reading import Listed, read_list, read_one, read_version
from shared.application.runner import CommandOutcome, Runner
from shared.application.use_case import Context, Said, UseCase
from shared.runtime.db.answers import Answer, request_hash
from shared.runtime.db.cause import ByActor
from shared.runtime.db.database import Database
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import replay
from shared.runtime.http.described import number_in_path
from shared.runtime.http.last_read import after_last, place_in
from shared.runtime.http.routes import JSON, body_of, cause_of, id_in_path, idempotency_key, route, seen
from shared.runtime.http.versions import Held, Rule, expect_version, held
from shared.runtime.kafka.fitting import TooLarge

MOST_VERSIONS = 1_000_000


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


@dataclass(frozen=True)
class ReadAt:
    """Where a kind is read: ``path`` its list, ``one`` a thing. ``answer`` is a thing, ``page`` a list of them with ``after``.

    ``content``: what one says in one of its versions, for a kind that keeps them, read below ``one``.
    """

    listed: Listed[Any]
    path: str
    one: str
    answer: type[BaseModel]
    page: type[BaseModel]
    list_summary: str
    one_summary: str
    content: type[BaseModel] | None = None
    content_summary: str = ""


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

    def answer(self, outcome: CommandOutcome) -> Answer:
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


def reads(router: APIRouter, database: Database, at: ReadAt) -> None:
    """Registers a list and the things in it."""
    kind, most = at.listed.kind, at.listed.most
    (many,) = set(at.page.model_fields) - {"after"}

    async def list_them(request: Request) -> Response:
        actor, (after, first) = await actor_of(request), place_in(request, most)
        found, more = await read_list(database, actor, at.listed, after, first)
        return seen({many: found, "after": more})

    async def read_it(request: Request) -> Response:
        actor, identifier = await actor_of(request), id_in_path(request, f"{kind.written}_id", kind.name)
        view, version = await read_one(database, actor, at.listed, identifier)
        return seen(view, version=version)

    list_them.__name__, read_it.__name__ = f"list_{many}", f"read_{kind.written}"
    route(router, "GET", at.path, at.listed.reading, summary=at.list_summary, answer=at.page,
          parameters=after_last(kind.name, most))(list_them)  # fmt: skip
    route(router, "GET", at.one, at.listed.reading, summary=at.one_summary, answer=at.answer)(read_it)
    if at.content is not None:
        _reads_versions(router, database, at, at.content)


def _reads_versions(router: APIRouter, database: Database, at: ReadAt, content: type[BaseModel]) -> None:
    name = at.listed.kind.written

    async def read_content(request: Request) -> Response:
        actor, identifier, asked = await actor_of(request), id_in_path(request, f"{name}_id", name), Asked(request)
        number = asked.number("number", 1, MOST_VERSIONS)
        asked.check()
        return seen(await read_version(database, actor, at.listed, identifier, number))

    read_content.__name__ = f"read_{name}_version"
    route(router, "GET", at.one + "/versions/{number}", at.listed.reading, summary=at.content_summary, answer=content,
          parameters=(number_in_path("number", 1, MOST_VERSIONS),))(read_content)  # fmt: skip
