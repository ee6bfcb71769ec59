"""Organisations and applications in PostgreSQL (WM 3)."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.roster.storage.tables import organisation, organisation_code, organisation_counter
from shared.contracts.shapes.organisation import OrganisationState
from shared.runtime.db.numbered import Numbered
from shared.runtime.db.states import States

MOST_COMPARED = 2000
"""Applications that wait, of which the names are compared."""


class OrganisationRepository(Numbered, States[OrganisationState]):
    """Stored organisations, on one connection."""

    table, shape = organisation, OrganisationState
    numbered = "ORGANISATION", organisation_counter

    def _new(self, state: OrganisationState, **more: object) -> dict[str, object]:
        return super()._new(state, applicant=state.applicant, **more)

    async def waiting_of(self, applicant: str) -> str | None:
        """The reference of the application of somebody that waits; who asks holds all others of the same one back until the end of
        the transaction.
        """
        await self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(applicant))))
        mine = (organisation.c.applicant == applicant, organisation.c.status == "applied")
        return (await self._connection.execute(sa.select(organisation.c.reference).where(*mine))).scalars().first()

    async def take_code(self, code: str, organisation_id: str) -> bool:
        """Keeps an id for one organisation for ever; False where another one has it."""
        row = insert(organisation_code).values(code=code, organisation_id=organisation_id)
        return bool((await self._connection.execute(row.on_conflict_do_nothing(index_elements=["code"]))).rowcount)

    async def status_of(self, code: str) -> str | None:
        """How one that was registered here stands; None for any other. Who asks holds all other mergers here back until the end of the
        transaction, so that no two organisations go up in each other.
        """
        await self._connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("merging"))))
        mine = organisation.c.organisation_id == organisation_code.c.organisation_id
        query = sa.select(organisation.c.status).join(organisation_code, mine).where(organisation_code.c.code == code)
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def names_of_waiting(self, but: str) -> Mapping[str, tuple[str, ...]]:
        """Reference -> names, of other applications that wait."""
        query = sa.select(organisation.c.reference, organisation.c.state["content"]["names"].label("names"))
        waiting = query.where(organisation.c.status == "applied", organisation.c.organisation_id != but)
        found = await self._connection.execute(waiting.order_by(organisation.c.organisation_id).limit(MOST_COMPARED))
        return {row.reference: tuple(one["name"] for one in row.names) for row in found}
