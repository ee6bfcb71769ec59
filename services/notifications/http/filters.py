"""Saved filters of a party: a subscription to one follows it when it changes (peers' complaint 28)."""

from typing import Any

from fastapi import APIRouter, Request, Response

from services.notifications.audiences.table import FOLLOWED
from services.notifications.domain import filters
from services.notifications.http.mail_schemas import Ended, FilterAnswer, FilterBody, FilterChange, FiltersAnswer
from services.notifications.http.mailboxes import resource
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.mailboxes import Mailboxes
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.errors import Conflict, Invalid
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import command
from shared.runtime.http.routes import body_of, json, route
from shared.runtime.http.versions import expect_version
from shared.runtime.identifiers import new_id

OF_PARTY, ONE = "/directory/{party}/filters", "/filters/{filter_id}"


def _answer(row: Any) -> FilterAnswer:
    return FilterAnswer(filter_id=row.filter_id, party=row.party, name=row.name, filter=row.expression,
                        version=row.version)  # fmt: skip


def filter_routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """Routes on saved filters."""
    router = APIRouter(tags=["mailboxes"])
    clock = database.clock

    async def seen(request: Request, mailboxes: Mailboxes, actor: Actor, action: Action) -> Any:
        row = await mailboxes.filter(request.path_params["filter_id"])
        authorise_seen(actor, action, a.READ_PREFERENCES, resource(settings, row.party) if row else None, "filter")
        return row

    def checked(expression: dict[str, Any]) -> dict[str, Any]:
        if found := filters.faults(expression, FOLLOWED, "/filter"):
            raise Invalid(found)
        return expression

    def audit(uow: UnitOfWork, what: str, version: int) -> None:
        uow.audit(a.KEEP_PREFERENCES.name, a.KEEP_PREFERENCES.paragraph, what, version)

    @route(router, "GET", OF_PARTY, a.READ_PREFERENCES, answer=FiltersAnswer, summary="Saved filters of a party")
    async def list_filters(request: Request) -> Response:
        party = request.path_params["party"]
        authorise(await actor_of(request), a.READ_PREFERENCES, resource(settings, party))
        async with database.reading() as connection:
            rows = await Mailboxes(connection).filters(party)
        return json(FiltersAnswer(filters=[_answer(row) for row in rows]))

    @route(router, "POST", OF_PARTY, a.KEEP_PREFERENCES, answer=FilterAnswer, body=FilterBody, status=201,
           summary="Save a filter")  # fmt: skip
    async def save_filter(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            party, mailboxes = request.path_params["party"], Mailboxes(uow.connection)
            assert uow.cause.actor is not None
            authorise(uow.cause.actor, a.KEEP_PREFERENCES, resource(settings, party))
            body = await body_of(request, FilterBody)
            row = {"filter_id": new_id(clock), "party": party, "name": body.name, "expression": checked(body.filter)}
            if not await mailboxes.save_filter(row):
                raise Conflict("name_taken", f"The party has a filter called '{body.name}' already")
            audit(uow, row["filter_id"], 1)
            return json(_answer(await mailboxes.filter(row["filter_id"])), 201, version=1)

        return await command(request, database, work)

    @route(router, "GET", ONE, a.READ_PREFERENCES, answer=FilterAnswer, summary="A saved filter")
    async def read_filter(request: Request) -> Response:
        actor = await actor_of(request)
        async with database.reading() as connection:
            row = await seen(request, Mailboxes(connection), actor, a.READ_PREFERENCES)
        return json(_answer(row), version=row.version)

    @route(router, "PUT", ONE, a.KEEP_PREFERENCES, answer=FilterAnswer, body=FilterChange,
           summary="Change a filter; its subscriptions follow")  # fmt: skip
    async def change_filter(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            mailboxes = Mailboxes(uow.connection)
            assert uow.cause.actor is not None
            row = await seen(request, mailboxes, uow.cause.actor, a.KEEP_PREFERENCES)
            expect_version(request, row.version)
            body = await body_of(request, FilterChange)
            version = await mailboxes.change_filter(row.filter_id, checked(body.filter))
            audit(uow, row.filter_id, version)
            return json(_answer(await mailboxes.filter(row.filter_id)), version=version)

        return await command(request, database, work)

    @route(router, "DELETE", ONE, a.KEEP_PREFERENCES, answer=Ended, summary="Forget a filter that nothing uses")
    async def drop_filter(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            mailboxes = Mailboxes(uow.connection)
            assert uow.cause.actor is not None
            row = await seen(request, mailboxes, uow.cause.actor, a.KEEP_PREFERENCES)
            expect_version(request, row.version)
            if used := await mailboxes.drop_filter(row.filter_id):
                raise Conflict("filter_in_use", f"Subscriptions use it: {', '.join(used)}")
            audit(uow, row.filter_id, row.version + 1)
            return json(Ended(ended=row.filter_id))

        return await command(request, database, work)

    return router
