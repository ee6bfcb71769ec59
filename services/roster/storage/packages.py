"""Packages of support in PostgreSQL, and what requests that one may answer ask for (WM 7, 17, 18)."""

import sqlalchemy as sa

from services.roster.storage.tables import (
    asked_for,
    package_counter,
    package_version,
    shown_request,
    support_package,
)
from shared.contracts.shapes.support_package import PackageContent, SupportPackageState
from shared.contracts.shapes.support_request import RequestLine
from shared.modalities.access.audience import Audience
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import VersionedStates


class PackageRepository(Numbered, VersionedStates[SupportPackageState, PackageContent]):
    """Stored packages with their versions, on one connection."""

    table, shape = support_package, SupportPackageState
    versions, content, since = package_version, PackageContent, "confirmed_at"
    numbered = "PACKAGE", package_counter

    def _new(self, state: SupportPackageState, **more: object) -> dict[str, object]:
        return super()._new(state, party=state.party, **more)

    async def asked_of(self, request_id: str, party: str) -> tuple[bool, tuple[RequestLine, ...]]:
        """Whether a request is shown to a party, or a call asks it, and the lines that it sees of it: of its calls, where one asks it."""
        calls = await self._lines_of(asked_for, request_id, party)
        found = calls or await self._lines_of(shown_request, request_id, party)
        lines = {line["line_id"]: RequestLine.model_validate(line) for one in found for line in one}
        return bool(found), tuple(lines.values())

    async def _lines_of(self, table: sa.Table, request_id: str, party: str) -> list[list[dict[str, object]]]:
        query = sa.select(table.c.shown_to, table.c.lines).where(table.c.request_id == request_id)
        rows = await self._connection.execute(query)
        return [row.lines for row in rows if Audience.of_words(row.shown_to).admits(party)]
