"""How the roster says its offers, its thematic projects, its experts and its organisations again (WM 6)."""

from uuid import UUID

from services.roster.storage.experts import ExpertRepository
from services.roster.storage.organisations import OrganisationRepository
from services.roster.storage.projects import ProjectRepository
from services.roster.storage.repository import OfferRepository
from services.roster.storage.tables import expert, organisation, support_offer, thematic_project
from shared.contracts.experts import ExpertRestated
from shared.contracts.organisations import OrganisationRestated
from shared.contracts.projects import ProjectRestated
from shared.contracts.roster import OfferRestated
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.restating import Again, saying


async def _offer(uow: UnitOfWork, offer_id: str) -> bool:
    offers = OfferRepository(uow.connection)
    state, version = await offers.locked(UUID(offer_id))
    if state.handed_over_to is not None:
        return False
    await offers.save(state, version + 1)
    uow.record(OfferRestated(aggregate_id=offer_id, aggregate_version=version + 1, offer=state))
    return True


RESTATED = {
    "offer": Again(support_offer.c.offer_id, _offer),
    "project": Again(thematic_project.c.project_id, saying(ProjectRepository, ProjectRestated, "project")),
    "expert": Again(expert.c.expert_id, saying(ExpertRepository, ExpertRestated, "expert")),
    "organisation": Again(
        organisation.c.organisation_id, saying(OrganisationRepository, OrganisationRestated, "organisation")
    ),
}
