"""Existing rosters that were taken in, and their rows, as their readers see them (WM 7)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.roster.actions.import_offers import import_seen, of_import
from services.roster.actions.imported import of_row, seen_by
from services.roster.domain.imported import ReportedRow, in_words
from services.roster.storage.imports import ImportRepository
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.access.policy import decide
from shared.modalities.errors import NotFound
from shared.runtime.db.database import Database

MOST = 500
Seen = Mapping[str, Any]


async def read_import(database: Database, actor: Actor, import_id: UUID, language: str) -> Seen:
    """An import with its counts, also while it runs. Raises NotFound."""
    async with database.reading() as connection:
        state = await ImportRepository(connection).find(import_id)
    authorise_seen(actor, a.READ_IMPORT, a.READ_IMPORT, of_import(state) if state else None, "import")
    assert state is not None
    return import_seen(actor, state, language)


async def list_imports(
    database: Database, actor: Actor, after: UUID | None, first: int, language: str
) -> tuple[list[Seen], str | None]:
    """Imports that the actor may read, the newest first; the last one's identifier where more follow."""
    async with database.reading() as connection:
        found = await ImportRepository(connection).page(after, first + 1)
    page = [import_seen(actor, one, language) for one in found[:first]]
    return [one for one in page if one], found[first - 1].import_id if len(found) > first else None


async def read_report(
    database: Database, actor: Actor, import_id: UUID, after: int, first: int, outcome: str | None, language: str
) -> tuple[list[ReportedRow], int | None]:
    """Rows of a file with what came of each, in its order; the last one's place where more follow. Raises NotFound."""
    await read_import(database, actor, import_id, language)
    async with database.reading() as connection:
        found = await ImportRepository(connection).reported(import_id, after, first + 1, outcome)
    page = [one.model_copy(update={"faults": in_words(one.faults, language)}) for _, one in found[:first]]
    return page, found[first - 1][0] if len(found) > first else None


async def list_rows(
    database: Database, actor: Actor, where: Mapping[str, str], after: UUID | None, first: int, language: str
) -> tuple[list[Seen], str | None]:
    """Rows that the actor may read, in the order in which they were first taken; the last one's identifier where more follow."""
    async with database.reading() as connection:
        found = await ImportRepository(connection).rows(where, after, first + 1)
    seen: list[Seen] = [
        {**seen_by(actor, one, language), "version": version}
        for one, version in found[:first] if decide(actor, a.READ_IMPORTED, of_row(one)).allowed
    ]  # fmt: skip
    return seen, found[first - 1][0].entry_id if len(found) > first else None


async def read_row(database: Database, actor: Actor, entry_id: UUID, language: str) -> tuple[Seen, int]:
    """A row and its version. Raises NotFound."""
    async with database.reading() as connection:
        found = await ImportRepository(connection).find_row(entry_id, lock=False)
    if found is None:
        raise NotFound("not_found", "There is no such row of a roster")
    state, version = found
    authorise_seen(actor, a.READ_IMPORTED, a.READ_IMPORTED, of_row(state), "row of a roster")
    return {**seen_by(actor, state, language), "version": version}, version
