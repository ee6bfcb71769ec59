"""A side lets the other read its focal point, or takes that back; never for another (WM 19)."""

from services.delivery.actions.engagement import Delivery, Engagement, PartyBody, after, by_party
from services.delivery.domain import terms
from services.delivery.storage.repository import EngagementRepository
from shared.contracts.delivery import ContactReleased, ContactTakenBack
from shared.contracts.shapes.values import FocalPoint
from shared.modalities.access import actions as a


class ContactBody(PartyBody):
    """Whom the other side may write to."""

    focal_point: FocalPoint


async def release_contact(doing: Delivery, stored: Engagement, body: ContactBody) -> ContactReleased:
    """The contact is kept beside the engagement; the event says only that there is one. Raises Conflict."""
    state = terms.contact_released(stored.state, body.party, True)
    kept = EngagementRepository(doing.uow.connection)
    await kept.keep_contact(state.engagement_id, body.party, body.focal_point, doing.now)
    return ContactReleased(**after(stored, state), party=body.party)


async def take_contact_back(doing: Delivery, stored: Engagement, body: PartyBody) -> ContactTakenBack:
    """The contact is forgotten. Raises Conflict."""
    state = terms.contact_released(stored.state, body.party, False)
    await EngagementRepository(doing.uow.connection).forget_contact(state.engagement_id, body.party)
    return ContactTakenBack(**after(stored, state), party=body.party)


RELEASE_CONTACT = by_party(a.RELEASE_CONTACT, ContactBody, release_contact)
TAKE_CONTACT_BACK = by_party(a.RELEASE_CONTACT, PartyBody, take_contact_back)
