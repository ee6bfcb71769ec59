"""Reports over HTTP: an edition as files, what it would be frozen with now, and what differs from the one before (WM 21)."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.gateway.exports import delimited
from services.gateway.exports.report_file import as_csv, as_json, as_workbook
from services.gateway.read_model.editions import FigureChanged, changes, read_edition
from services.gateway.read_model.reader import ItemReader
from services.gateway.read_model.regions import freshness_of_regions
from services.gateway.read_model.report_figures import CountedFigures, counted
from services.gateway.settings import GatewaySettings
from shared.contracts.shapes.edition import EditionState, is_intact
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.editions import of_edition
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P21
from shared.runtime.db.database import Database
from shared.runtime.http.attached import LANGUAGE, attached, language_of
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import Endpoint, id_in_path, json, route
from shared.workbooks.media_type import MEDIA_TYPE

ONE = "/reports/{edition_id}"
Write = Callable[[EditionState, str], bytes]
FILES: Mapping[str, tuple[Write, str]] = {
    "csv": (as_csv, delimited.MEDIA_TYPE),
    "xlsx": (as_workbook, MEDIA_TYPE),
    "json": (as_json, "application/json"),
}


class DifferenceAnswer(BaseModel):
    """Figures that are other than in the edition before."""

    changes: list[FigureChanged]


def report_routes(database: Database, settings: GatewaySettings) -> APIRouter:
    """Routes of reports."""
    router = APIRouter(tags=["reports"])

    @asynccontextmanager
    async def reading(request: Request) -> AsyncIterator[ItemReader]:
        actor = await actor_of(request)
        async with database.reading(actor) as connection:
            yield ItemReader(connection, actor, database.clock.now())

    async def find(request: Request) -> EditionState:
        # Who asks is asked first: a stranger's token is refused before what it asks for is looked at.
        async with reading(request) as reader:
            return await read_edition(reader, str(id_in_path(request, "edition_id", "edition")))

    @route(router, "GET", ONE + "/count", a.FREEZE_EDITION, answer=CountedFigures,
           summary="Figures of the period of an edition as they are now, in the form in which it is frozen with them")  # fmt: skip
    async def count_figures(request: Request) -> Response:
        actor, state = await actor_of(request), await find(request)
        authorise(actor, a.FREEZE_EDITION, of_edition(state))
        async with database.reading() as connection:
            known = await freshness_of_regions(connection, settings, database.clock.now())
        return json(await counted(database, settings, actor, state, known.values()))

    @route(router, "GET", ONE + "/difference", a.READ_EDITION, answer=DifferenceAnswer,
           summary="What differs between an edition and the one before it, figure by figure")  # fmt: skip
    async def read_difference(request: Request) -> Response:
        async with reading(request) as reader:
            one = str(id_in_path(request, "edition_id", "edition"))
            return json(DifferenceAnswer(changes=await changes(reader, one, None)))

    def file_of(suffix: str, write: Write, media_type: str) -> Endpoint:
        async def report_file(request: Request) -> Response:
            state, language = await find(request), language_of(request, await actor_of(request))
            if not is_intact(state):
                raise Conflict(
                    "edition_altered", f"The figures of {state.reference} are not those that were frozen", P21
                )
            name = f"{state.report}-{state.number}.{suffix}".lower()
            return attached(write(state, language), name, language, media_type)

        report_file.__name__ = f"read_report_{suffix}"
        return report_file

    for suffix, (write, media_type) in FILES.items():
        route(router, "GET", f"{ONE}/figures.{suffix}", a.READ_EDITION, answer=media_type.partition(";")[0],
              parameters=LANGUAGE, summary=f"The figures of an edition as {suffix.upper()}")(
            file_of(suffix, write, media_type))  # fmt: skip
    return router
