"""What the roster keeps and readers of other deployments may ask for (WM 6, 7, 18)."""

import sqlalchemy as sa

from services.roster.storage.tables import expert, metadata, organisation, support_offer, thematic_project
from shared.contracts.experts import ExpertListed
from shared.contracts.organisations import OrganisationApplied
from shared.contracts.projects import ProjectProposed
from shared.contracts.roster import OfferListed
from shared.runtime.federation.kept import KeptAggregate
from shared.runtime.federation.tables import federation_table

digest_table = federation_table(metadata)
_ID = sa.cast(support_offer.c.offer_id, sa.Text).label("id")
_ROWS = sa.select(_ID, support_offer.c.version, support_offer.c.state)

_PROJECT_ID = sa.cast(thematic_project.c.project_id, sa.Text).label("id")
_PROJECTS = sa.select(_PROJECT_ID, thematic_project.c.version, thematic_project.c.state)
_EXPERTS = sa.select(sa.cast(expert.c.expert_id, sa.Text).label("id"), expert.c.version, expert.c.state)
_ORGANISATION_ID = sa.cast(organisation.c.organisation_id, sa.Text).label("id")
_ORGANISATIONS = sa.select(_ORGANISATION_ID, organisation.c.version, organisation.c.state)

KEPT = (
    KeptAggregate("offer", OfferListed.wire_type, "offer", _ROWS, support_offer.c.offer_id),
    KeptAggregate("project", ProjectProposed.wire_type, "project", _PROJECTS, thematic_project.c.project_id),
    KeptAggregate("expert", ExpertListed.wire_type, "expert", _EXPERTS, expert.c.expert_id),
    KeptAggregate(
        "organisation", OrganisationApplied.wire_type, "organisation", _ORGANISATIONS, organisation.c.organisation_id
    ),
)
