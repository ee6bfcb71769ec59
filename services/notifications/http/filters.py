"""Saved filters of a party over HTTP: a subscription to one follows it when it changes (WM 6)."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.notifications import actions as does
from services.notifications.actions.mailbox import Ended
from services.notifications.actions.saved_filter import FilterAnswer
from services.notifications.queries import read_filter as query
from services.notifications.settings import NotificationsSettings
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.modalities.access import actions as a
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import id_in_path, json, route

OF_PARTY, ONE = "/directory/{party}/filters", "/filters/{filter_id}"
TABLE = (
    At("POST", OF_PARTY, does.SAVE_FILTER, FilterAnswer, "Save a filter", made=""),
    At("PUT", ONE, does.CHANGE_FILTER, FilterAnswer, "Change a filter; its subscriptions follow"),
    At("DELETE", ONE, does.DROP_FILTER, Ended, "Forget a filter that nothing uses", tagged=False),
)


class FiltersAnswer(BaseModel):
    """Saved filters of a party."""

    filters: list[FilterAnswer]


def filter_routes(runner: Runner[NotificationsSettings]) -> APIRouter:
    """Routes on saved filters."""
    router = APIRouter(tags=["mailboxes"])
    database, settings = runner.database, runner.context

    @route(router, "GET", OF_PARTY, a.READ_PREFERENCES, answer=FiltersAnswer, summary="Saved filters of a party")
    async def list_filters(request: Request) -> Response:
        actor = await actor_of(request)
        found = await query.list_filters(database, settings, actor, request.path_params["party"])
        return json(FiltersAnswer(filters=found))

    @route(router, "GET", ONE, a.READ_PREFERENCES, answer=FilterAnswer, summary="A saved filter")
    async def read_filter(request: Request) -> Response:
        actor, filter_id = await actor_of(request), id_in_path(request, "filter_id", "filter")
        found = await query.read_filter(database, settings, actor, filter_id)
        return json(found, version=found.version)

    commands(router, runner, *TABLE)
    return router
