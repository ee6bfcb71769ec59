"""Somebody asks that an organisation be registered, changes the application while it waits, and takes it back (WM 3)."""

from services.roster.actions.offer import Roster
from services.roster.actions.organisation import ORGANISATION, Organisation, OrganisationBody, after, changed, view
from services.roster.domain import organisation as domain
from services.roster.storage.organisations import OrganisationRepository
from shared.application.use_case import Change, Done, Make, NoBody
from shared.contracts.organisations import OrganisationAmended, OrganisationApplied, OrganisationWithdrawn
from shared.contracts.shapes.organisation import OrganisationState
from shared.modalities.access import actions as a
from shared.modalities.access.organisations import of_new_organisation
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P3


async def apply_as_organisation(doing: Roster, body: OrganisationBody) -> Done[OrganisationState]:
    """Raises Conflict while another application of the same applicant waits."""
    rows, now, applicant = OrganisationRepository(doing.uow.connection), doing.now, doing.by.party or ""
    if (waiting := await rows.waiting_of(applicant)) is not None:
        raise Conflict("application_waits", f"{waiting} waits for its decision: amend it, or withdraw it first", P3)
    region = doing.context.deployment
    made = domain.Applying(doing.new_id(), await rows.next_reference(region, now.year), region, applicant, now)
    state = domain.applied(body.content(), made)
    await rows.add(state)
    doing.uow.record(OrganisationApplied(aggregate_id=state.organisation_id, aggregate_version=1, organisation=state))
    return Done(state, 1, state.organisation_id)


async def amend_application(doing: Roster, stored: Organisation, body: OrganisationBody) -> Done[OrganisationState]:
    """Raises Conflict once it is decided."""
    return await changed(doing, OrganisationAmended(**after(stored, domain.amended(stored.state, body.content()))))


async def withdraw_application(doing: Roster, stored: Organisation, _: NoBody) -> Done[OrganisationState]:
    """Raises Conflict once it is decided."""
    return await changed(doing, OrganisationWithdrawn(**after(stored, domain.withdrawn(stored.state))))


APPLY_AS_ORGANISATION = Make(
    a.APPLY_AS_ORGANISATION,
    OrganisationBody,
    lambda doing, _: of_new_organisation(doing.by.party or "", doing.context.deployment),
    apply_as_organisation,
    view,
)
AMEND_APPLICATION = Change(ORGANISATION, a.AMEND_APPLICATION, OrganisationBody, amend_application)
WITHDRAW_APPLICATION = Change(ORGANISATION, a.AMEND_APPLICATION, NoBody, withdraw_application)
