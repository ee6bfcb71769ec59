"""What an officer is shown beside an application: who bears a name like one of its names already. It decides nothing (WM 3)."""

from collections.abc import Mapping
from uuid import UUID

from services.roster.domain.organisation import called_alike
from services.roster.storage.organisations import OrganisationRepository
from shared.contracts.vocabulary import organisations
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.access.organisations import of_organisation
from shared.runtime.db.database import Database


async def alike_organisations(database: Database, actor: Actor, organisation_id: UUID) -> list[Mapping[str, str]]:
    """Known organisations, by their id, and other applications, by their reference, each with the name that is alike. For officers:
    an applicant learns of no other's. Raises NotFound, NotPermitted.
    """
    async with database.reading() as connection:
        rows = OrganisationRepository(connection)
        found = await rows.find(organisation_id, lock=False)
        thing = of_organisation(found[0]) if found is not None else None
        authorise_seen(actor, a.KEEP_ORGANISATION, a.READ_ORGANISATION, thing, "organisation")
        assert found is not None  # or it was refused
        waiting = await rows.names_of_waiting(found[0].organisation_id)
    known = {
        f"org:{code}": [name for dated in one.names for name in (dated.label, *(said for _, said in dated.words))]
        for code, one in organisations().items() if code != found[0].code
    }  # fmt: skip
    alike = called_alike(found[0].content, {**known, **waiting})
    return [{"called": one, "name": name} for one, name in alike.items()]
