"""The file of an edition of a report, passed on as the gateway gives it to its reader (WM 21)."""

from uuid import UUID

from services.console.asking.gateway import File
from services.console.http.visit import Visit
from shared.modalities.errors import NotFound


async def report_file(visit: Visit, suffix: str) -> File:
    """In the language of the pages. Raises NotFound, also for who may not know of it."""
    try:
        one = UUID(visit.place("edition_id"))
    except ValueError:
        raise NotFound("not_found", "There is no such report") from None
    return await visit.file(f"/reports/{one}/figures.{suffix}")
