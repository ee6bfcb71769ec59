"""A party ties its own proactive offer to an open thematic project, and takes it back; one that is withdrawn leaves by itself
(WM 18).
"""

from uuid import UUID

from services.roster.actions.offer import Roster
from services.roster.actions.project import PROJECT, Project, after, changed
from services.roster.domain import thematic_project as domain
from services.roster.storage.projects import ProjectRepository, TiableOffer
from shared.application.use_case import Change, Done, NoBody
from shared.contracts.incoming import Strict
from shared.contracts.projects import ProjectOfferAttached, ProjectOfferDetached
from shared.contracts.shapes.thematic_project import AttachedOffer, ThematicProjectState
from shared.contracts.shapes.values import Id
from shared.modalities.access import actions as a
from shared.modalities.access.policy import decide
from shared.modalities.errors import Conflict, Fault, Invalid, NotPermitted
from shared.modalities.paragraphs import P18
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.identifiers import parsed


class AttachingBody(Strict):
    """Which offer of one's own; it may be kept by any deployment."""

    offer_id: Id


async def attach_offer(doing: Roster, stored: Project, body: AttachingBody) -> Done[ThematicProjectState]:
    """Raises Invalid for an offer that one may not read, as for none; NotPermitted for another party's; Conflict."""
    offer_id = parsed(body.offer_id)
    found = await ProjectRepository(doing.uow.connection).offer(offer_id) if offer_id is not None else None
    if found is None or not decide(doing.by, a.READ_OFFER, found.thing).allowed:
        raise Invalid((Fault("/offer_id", "is no offer that you read", "unknown_offer"),), paragraph=P18)
    if not decide(doing.by, a.ATTACH_OFFER, found.thing).allowed:
        raise NotPermitted("not_its_offerer", "Who leads an offer alone ties it to a project", P18)
    _proactive(found)
    tied = AttachedOffer(
        offer_id=found.offer_id, reference=found.reference, region=found.thing.region or "", party=doing.by.party or "",
        attached_at=doing.now,
    )  # fmt: skip
    state = domain.with_offer(stored.state, tied)
    return await changed(doing, ProjectOfferAttached(**after(stored, state), offer_id=found.offer_id))


def _proactive(offer: TiableOffer) -> None:
    """Raises Conflict for one that stands no more, or that answers a request."""
    if not offer.stands:
        raise Conflict("offer_not_standing", f"{offer.reference} stands no more", P18)
    if not offer.proactive:
        raise Conflict("offer_in_response", f"{offer.reference} answers a request", P18)


async def detach_offer(doing: Roster, stored: Project, _: NoBody) -> Done[ThematicProjectState]:
    """Raises NotFound, Conflict."""
    state = domain.taken_back(stored.state, stored.part, doing.by.party or "")
    return await changed(doing, ProjectOfferDetached(**after(stored, state), offer_id=stored.part))


async def leave_projects(uow: UnitOfWork, offer_id: str) -> None:
    """An offer that was withdrawn, here or elsewhere, leaves every open project of this deployment that it is tied to."""
    projects = ProjectRepository(uow.connection)
    for project_id in await projects.with_offer(offer_id):
        found = await projects.find(UUID(project_id), lock=True)
        if found is None or found[0].status != "open" or found[0].attached(offer_id) is None:
            continue
        state, version = domain.without_offer(found[0], offer_id), found[1] + 1
        await projects.save(state, version)
        event = ProjectOfferDetached(
            aggregate_id=project_id, aggregate_version=version, project=state, offer_id=offer_id
        )
        uow.record(event)


ATTACH_OFFER = Change(PROJECT, a.ATTACH_OFFER, AttachingBody, attach_offer, needs=a.READ_PROJECT)
DETACH_OFFER = Change(PROJECT, a.ATTACH_OFFER, NoBody, detach_offer, needs=a.READ_PROJECT)
