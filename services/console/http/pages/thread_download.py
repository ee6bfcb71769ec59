"""A document of a thread, to be kept: passed on as it comes, to who reads the thread (WM 8)."""

from uuid import UUID

from services.console.http.page import Page, Shown
from services.console.http.visit import Visit
from shared.modalities.errors import NotFound


async def show(visit: Visit) -> Shown:
    """The file. Raises NotFound, also for who stands outside the circle."""
    try:
        thread, document = (UUID(visit.place(name)) for name in ("thread_id", "document_id"))
    except ValueError:
        raise NotFound("not_found", "There is no such document") from None
    return await visit.passed_back(f"/threads/{thread}/documents/{document}")


PAGE = Page("thread_download", "/threads/{thread_id}/documents/{document_id}", "", (), show, file=True,
            example={"thread_id": "thread", "document_id": "document"})  # fmt: skip
