"""Organisations that register, over HTTP (WM 3)."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.roster import actions
from services.roster.queries.alike_organisations import alike_organisations
from services.roster.queries.lists import ORGANISATIONS
from services.roster.settings import RosterSettings
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.organisation import OrganisationState as State
from shared.modalities.access import actions as a
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import id_in_path, route, seen

ALL = "/organisations"
ONE = ALL + "/{organisation_id}"
TABLE = (
    At("POST", ALL, actions.APPLY_AS_ORGANISATION, State, "Ask that an organisation be registered", made=ALL + "/{id}"),
    At("PUT", ONE + "/content", actions.AMEND_APPLICATION, State, "Change the application while it waits"),
    At("POST", ONE + "/withdrawal", actions.WITHDRAW_APPLICATION, State, "Take the application back"),
    At("POST", ONE + "/registration", actions.REGISTER_ORGANISATION, State, "Register it, as an officer, and give it its id"),
    At("POST", ONE + "/refusal", actions.REFUSE_ORGANISATION, State, "Refuse the application, with a reason and in words"),
    At("POST", ONE + "/names", actions.RENAME_ORGANISATION, State, "Say what it goes by from a day on"),
    At("POST", ONE + "/merger", actions.MERGE_ORGANISATION, State, "Say which organisation it went up in; both ids stay valid"),
    At("POST", ONE + "/end", actions.END_ORGANISATION, State, "Say that it is no more"),
)  # fmt: skip


class OrganisationsAnswer(BaseModel):
    """Organisations that one may read, the last to apply first. ``after``: give it to read on; null at the end."""

    organisations: list[State]
    after: str | None


class AlikeFound(BaseModel):
    """What bears a name like it. ``called``: the id of an organisation, or the reference of another application."""

    called: str
    name: str


class AlikeAnswer(BaseModel):
    """What bears a name like it already, for the officer who decides."""

    alike: list[AlikeFound]


READ = ReadAt(ORGANISATIONS, ALL, ONE, State, OrganisationsAnswer,
              "Organisations that one may read, the last to apply first: those that are registered, one's own application, and for officers "
              "all of the deployment",
              "An organisation: what it is called, and for its applicant and officers the whole application")  # fmt: skip


def routes(runner: Runner[RosterSettings]) -> APIRouter:
    """All routes of organisations."""
    router, database = APIRouter(tags=["organisations"]), runner.database
    commands(router, runner, *TABLE)
    reads(router, database, READ)

    @route(router, "GET", ONE + "/alike", a.KEEP_ORGANISATION, answer=AlikeAnswer,
           summary="Who bears a name like it already, for the officer who decides")  # fmt: skip
    async def read_alike_organisations(request: Request) -> Response:
        actor, one = await actor_of(request), id_in_path(request, "organisation_id", "organisation")
        return seen({"alike": await alike_organisations(database, actor, one)})

    return router
