"""Packages of support (WM 7, 17, 18)."""

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.roster import actions
from services.roster.actions.offer_from_package import FromPackageBody
from services.roster.queries import read_packages as query
from services.roster.queries.lists import PACKAGES
from services.roster.settings import RosterSettings
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.seen import SupportOfferSeen
from shared.contracts.shapes.support_offer import OfferContent
from shared.contracts.shapes.support_package import PackageContent
from shared.contracts.shapes.support_package import SupportPackageState as State
from shared.modalities.access import actions as a
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import refusals, text
from shared.runtime.http.routes import id_in_path, route, seen
from shared.runtime.http.versions import Held

ALL = "/support-packages"
ONE = ALL + "/{package_id}"
TABLE = (
    At("POST", ALL, actions.PREPARE_PACKAGE, State, "Prepare a package of support", made=ALL + "/{id}"),
    At("PUT", ONE + "/content", actions.REVISE_PACKAGE, State, "Change a package; what was offered from it stays"),
    At("POST", ONE + "/confirmation", actions.CONFIRM_PACKAGE, State, "Say that the package still stands"),
    At("POST", ONE + "/withdrawal", actions.WITHDRAW_PACKAGE, State, "Make no more offers from it"),
    At("POST", ONE + "/offers", actions.OFFER_FROM_PACKAGE, SupportOfferSeen,
       "Make an offer from it, in answer to a request or of one's own accord", made="/support-offers/{id}", version=Held(ONE)),
)  # fmt: skip


class OfferInMindAnswer(BaseModel):
    """The whole offer as it would be made now. ``package_version``: of the package, to make it on."""

    content: OfferContent
    package_version: int


class PackagesAnswer(BaseModel):
    """One's own packages, the last prepared first. ``after``: give it to read on; null at the end."""

    packages: list[State]
    after: str | None


READ = ReadAt(PACKAGES, ALL, ONE, State, PackagesAnswer,
              "One's own packages, the last prepared first",
              "A package of one's own", PackageContent, "What a package said in one of its versions")  # fmt: skip


def routes(runner: Runner[RosterSettings]) -> APIRouter:
    """All routes of packages."""
    router, database = APIRouter(tags=["support packages"]), runner.database
    commands(router, runner, *TABLE)
    reads(router, database, READ)

    @route(router, "GET", ONE + "/offer", a.OFFER_FROM_PACKAGE, answer=OfferInMindAnswer,
           parameters=(text("in_response_to", "The request that it answers"), text("language", "Of its words", "language")),
           also=refusals(409),
           summary="The whole offer as it would be made now; nothing is stored")  # fmt: skip
    async def offer_in_mind(request: Request) -> Response:
        actor, package_id = await actor_of(request), id_in_path(request, "package_id", "package")
        given: dict[str, Any] = Asked(request).those(("in_response_to", "language"))
        if "in_response_to" in given:  # What is longer names no request of ours.
            given["in_response_to"] = given["in_response_to"][:64]
        body = FromPackageBody(**given)
        content, version = await query.offer_in_mind(database, actor, package_id, body)
        return seen({"content": content, "package_version": version}, version=version)

    return router
