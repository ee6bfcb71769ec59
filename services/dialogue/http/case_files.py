"""The file of a case over HTTP (WM 8)."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from services.dialogue.keeping.case_file import Seen, case_file
from services.dialogue.keeping.contents import Contents
from services.dialogue.queries import read_threads as query
from services.dialogue.settings import DialogueSettings
from shared.application.runner import Runner
from shared.modalities.access import actions as a
from shared.modalities.errors import NotFound
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.routes import id_in_path, route

ONE = "/case-files/{about}"
ZIP = "application/zip"


def routes(runner: Runner[DialogueSettings], contents: Contents | None) -> APIRouter:
    """One route: what is not there and what one may not read are alike."""
    router, database = APIRouter(tags=["threads"]), runner.database

    @route(router, "GET", ONE, a.READ_THREAD, answer=ZIP,
           summary="All that one may read of the threads of a thing, documents included, as a ZIP archive")  # fmt: skip
    async def read_case_file(request: Request) -> Response:
        actor, about = await actor_of(request), id_in_path(request, "about", "case")
        threads = await query.threads_about(database, actor, about)
        if not threads:
            raise NotFound("not_found", "There is no such case")

        async def page(thread_id: str, after: int) -> tuple[Sequence[Seen], int | None]:
            return await query.read_messages(database, actor, UUID(thread_id), after, query.MOST)

        pieces = case_file(threads, page, contents, database.clock.now())
        name = f"{threads[0]['about']['reference']}.zip"
        return StreamingResponse(pieces, 200, {"Content-Disposition": f'attachment; filename="{name}"'}, ZIP)

    return router
